// The charges of the sandbox that wait until the owner of the card has authenticated at the sandbox's page. Once that
// is decided, a charge is an entry of the ledger, under the same idempotency key.
import type { SqlRow, SqlStore } from '../platform/storage.ts'
import { type Answer, authenticationNotFound, keyReused } from './answer.ts'
import { chargeBody, type Entry, type Keyed, parseId, readEntries } from './entry.ts'

/** `number` counts from 1 within the reference. `returnUrl`: where the customer goes back to. */
export type Authentication = {
  reference: string
  number: number
  idempotencyKey: string
  fingerprint: string
  amount: number
  currency: string
  returnUrl: string
  createdAt: number
}

/** `canceled`: by the shop. */
export const authenticationOutcomes = ['approved', 'refused', 'canceled'] as const
export type AuthenticationOutcome = (typeof authenticationOutcomes)[number]

export const declineReasonOf: Record<AuthenticationOutcome, string | null> = {
  approved: null,
  refused: 'authentication_failed',
  canceled: 'canceled',
}

export const authenticationTable = `
  CREATE TABLE IF NOT EXISTS authentication (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    return_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (reference, number)
  ) WITHOUT ROWID;`

/** The answer to a charge that waits: the same for the same key. */
export function authenticate(
  storage: SqlStore,
  reference: string,
  { key, fingerprint }: Keyed,
  { amount, currency, returnUrl }: Pick<Authentication, 'amount' | 'currency' | 'returnUrl'>,
  now: number,
): Answer {
  const all = readAll(storage, reference)
  const known = all.find(({ idempotencyKey }) => idempotencyKey === key)
  if (known && known.fingerprint !== fingerprint) return keyReused(now)
  const number = all.length + 1
  const added = { reference, number, idempotencyKey: key, fingerprint, amount, currency, returnUrl, createdAt: now }
  if (!known) insert(storage, added)
  return { status: 202, body: bodyOf(known ?? added), at: now, lost: false }
}

/** The authentication with this id; null when there is none. */
export function findAuthentication(storage: SqlStore, id: string): Authentication | null {
  const parsed = parseId('au', id)
  if (parsed === null) return null
  return readAll(storage, parsed.reference).find(({ number }) => number === parsed.number) ?? null
}

/** The authentication, or its charge once that is decided, and the address to go back to. */
export function answerAuthentication(storage: SqlStore, id: string, now: number): Answer {
  const found = findAuthentication(storage, id)
  if (found === null) return authenticationNotFound(now)
  const charge = readEntries(storage, found.reference).find((entry) => isChargeOf(found, entry))
  const body = charge === undefined ? bodyOf(found) : chargeBody(charge, now)
  return { status: 200, body: { ...body, returnUrl: found.returnUrl }, at: now, lost: false }
}

/** The charges of a reference that are not decided yet, as the API shows them. */
export function waitingBodies(storage: SqlStore, reference: string, charges: readonly Entry[]) {
  const all = readAll(storage, reference)
  return all.filter((row) => !charges.some((charge) => isChargeOf(row, charge))).map(bodyOf)
}

function isChargeOf({ idempotencyKey }: Authentication, entry: Entry): boolean {
  return entry.kind === 'charge' && entry.idempotencyKey === idempotencyKey
}

/** `actionUrl`: the page where the owner of the card decides. */
function bodyOf({ reference, number, amount, currency, idempotencyKey, createdAt }: Authentication) {
  const id = `au_${reference}_${number}`
  const facts = { id, reference, status: 'requires_action', reason: null, amount, currency, idempotencyKey }
  return { ...facts, createdAt: new Date(createdAt).toISOString(), actionUrl: `/sandbox/authentications/${id}` }
}

function readAll(storage: SqlStore, reference: string): Authentication[] {
  return storage
    .sql('SELECT * FROM authentication WHERE reference = ? ORDER BY number', reference)
    .map(authenticationOf)
}

function insert(storage: SqlStore, row: Authentication): void {
  const { reference, number, idempotencyKey, fingerprint, amount, currency, returnUrl, createdAt } = row
  const values = [reference, number, idempotencyKey, fingerprint, amount, currency, returnUrl, createdAt]
  storage.sql('INSERT INTO authentication VALUES (?, ?, ?, ?, ?, ?, ?, ?)', ...values)
}

function authenticationOf(row: SqlRow): Authentication {
  return {
    reference: String(row['reference']),
    number: Number(row['number']),
    idempotencyKey: String(row['idempotency_key']),
    fingerprint: String(row['fingerprint']),
    amount: Number(row['amount']),
    currency: String(row['currency']),
    returnUrl: String(row['return_url']),
    createdAt: Number(row['created_at']),
  }
}
