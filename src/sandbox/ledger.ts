// A shard of the sandbox's ledger: the charges, refunds and disputes of many references, with the idempotency key of
// each. A request is one transaction and writes one row. All times are epoch milliseconds.
import type { SqlStore } from '../platform/storage.ts'
import { type Answer, chargeNotFound, disputeNotFound, keyReused, problem } from './answer.ts'
import { type DisputeOutcome, disputeBody, disputesIn, statusOf } from './disputes.ts'
import {
  type Entry,
  entryTables,
  idOf,
  insertEntry,
  type Position,
  parseChargeId,
  parseDisputeId,
  readEntries,
  readMovements,
} from './entry.ts'
import { Notices, noticeAfter } from './notices.ts'

export type Money = { amount: number; currency: string }

/** The idempotency of a POST: the same key and fingerprint within a reference are the same request. */
export type Keyed = { key: string; fingerprint: string }

export type NewCharge = Money & {
  declineReason: string | null
  settlesAt: number
  loseAnswer: boolean
  /** Whether a bank disputes all of it at once. */
  isDisputed?: boolean
}

/** Most movements on a page. */
const pageMax = 100

export class Ledger {
  readonly #storage: SqlStore
  /** The webhooks to send to the shop. */
  readonly notices: Notices

  constructor(storage: SqlStore) {
    this.#storage = storage
    this.notices = new Notices(storage)
    storage.transaction(() => storage.sql(entryTables))
  }

  /** Charge once for each key. The same key gives the same answer for the same body, and 422 for another one. */
  charge(reference: string, { key, fingerprint }: Keyed, charge: NewCharge, now: number): Answer {
    const entries = readEntries(this.#storage, reference)
    const known = entries.find(({ idempotencyKey }) => idempotencyKey === key)
    if (known && known.fingerprint !== fingerprint) return keyReused(now)
    const entry = known ?? {
      reference,
      kind: 'charge',
      number: entries.filter(({ kind }) => kind === 'charge').length + 1,
      chargeNumber: null,
      idempotencyKey: key,
      fingerprint,
      amount: charge.amount,
      currency: charge.currency,
      declineReason: charge.declineReason,
      createdAt: now,
      settlesAt: charge.settlesAt,
    }
    if (!known) this.#insert(entry)
    if (!known && charge.isDisputed) this.dispute(idOf(entry), { key: `${key} disputed`, fingerprint }, charge, now)
    const { settlesAt: at, declineReason: reason } = entry
    const lost = !known && charge.loseAnswer
    if (reason === null) return { status: 201, body: chargeBody(entry, at), at, lost }
    const message = 'The charge was declined. Nothing was taken.'
    return { ...problem(402, 'declined', message, at, { reason, charged: false }), lost }
  }

  /** Refund part or all of a charge, once for each key, and never more than was charged. */
  refund(chargeId: string, { key, fingerprint }: Keyed, wanted: Money, now: number): Answer {
    const charge = parseChargeId(chargeId)
    if (charge === null) return chargeNotFound(now)
    const { reference, number: chargeNumber } = charge
    const entries = readEntries(this.#storage, reference)
    const known = entries.find(({ idempotencyKey }) => idempotencyKey === key)
    if (known && known.fingerprint !== fingerprint) return keyReused(now)
    const refusal = known ? null : refuseRefund(entries, chargeNumber, wanted, now)
    if (refusal !== null) return refusal
    const entry = known ?? {
      reference,
      kind: 'refund',
      number: entries.filter(({ kind }) => kind === 'refund').length + 1,
      chargeNumber,
      idempotencyKey: key,
      fingerprint,
      amount: wanted.amount,
      currency: wanted.currency,
      declineReason: null,
      createdAt: now,
      settlesAt: now,
    }
    if (!known) this.#insert(entry)
    return { status: 201, body: refundBody(entry), at: now, lost: false }
  }

  /** Raise a dispute of part or all of a charge, once for each key. */
  dispute(chargeId: string, { key, fingerprint }: Keyed, wanted: Money, now: number): Answer {
    const charge = parseChargeId(chargeId)
    if (charge === null) return chargeNotFound(now)
    const { reference, number: chargeNumber } = charge
    const entries = readEntries(this.#storage, reference)
    const known = entries.find(({ idempotencyKey }) => idempotencyKey === key)
    if (known && known.fingerprint !== fingerprint) return keyReused(now)
    const refusal = known ? null : refuseRefund(entries, chargeNumber, wanted, now)
    if (refusal !== null) return refusal
    const entry = known ?? {
      ...common(reference, chargeNumber, { key, fingerprint }, now),
      kind: 'dispute' as const,
      number: disputesIn(entries).length + 1,
      amount: wanted.amount,
      currency: wanted.currency,
    }
    if (!known) this.#insert(entry)
    return { status: 201, body: disputeBody(entry, entries), at: now, lost: false }
  }

  /** Decide a dispute that is open. One that is decided stays as it is. */
  closeDispute(disputeId: string, keyed: Keyed, outcome: DisputeOutcome, now: number): Answer {
    const found = this.#findDispute(disputeId)
    if (found === null) return disputeNotFound(now)
    const { dispute, entries } = found
    const kind = outcome === 'won' ? ('disputeWon' as const) : ('disputeLost' as const)
    const { reference, chargeNumber, number, amount, currency } = dispute
    const entry = { ...common(reference, chargeNumber, keyed, now), kind, number, amount, currency }
    if (statusOf(dispute, entries) === 'open') this.#insert(entry)
    return this.findDispute(disputeId, now)
  }

  findDispute(disputeId: string, now: number): Answer {
    const found = this.#findDispute(disputeId)
    if (found === null) return disputeNotFound(now)
    return { status: 200, body: disputeBody(found.dispute, found.entries), at: now, lost: false }
  }

  /** Every charge of a reference, also the declined ones and those under way. */
  charges(reference: string, now: number): unknown[] {
    const entries = readEntries(this.#storage, reference)
    return entries.filter(({ kind }) => kind === 'charge').map((entry) => chargeBody(entry, now))
  }

  /** The charges, refunds and disputes of a reference that have moved money. */
  moved(reference: string, now: number) {
    const moved = readEntries(this.#storage, reference).filter((entry) => hasMoved(entry, now))
    return {
      charges: moved.filter(({ kind }) => kind === 'charge').map((entry) => chargeBody(entry, now)),
      refunds: moved.filter(({ kind }) => kind === 'refund').map(refundBody),
      disputes: disputesIn(moved).map((dispute) => disputeBody(dispute, moved)),
    }
  }

  /** A page of the entries that moved money at or after `from` and before `to`; `next` is null on the last page. */
  movements(from: number, to: number, after: Position | null, now: number) {
    const entries = readMovements(this.#storage, from, Math.min(to, now + 1), after, pageMax)
    const last = entries.length < pageMax ? undefined : entries.at(-1)
    const next = last && { settlesAt: last.settlesAt, reference: last.reference, kind: last.kind, number: last.number }
    return { data: entries.map(movementBody), next: next ?? null }
  }

  #findDispute(disputeId: string): { dispute: Entry; entries: Entry[] } | null {
    const id = parseDisputeId(disputeId)
    const entries = id === null ? [] : readEntries(this.#storage, id.reference)
    const dispute = disputesIn(entries).find(({ number }) => number === id?.number)
    return dispute === undefined ? null : { dispute, entries }
  }

  #insert(entry: Entry): void {
    const pending = { at: noticeAfter(entry.settlesAt), tries: 0 }
    this.#storage.transaction(() => insertEntry(this.#storage, entry, pending))
  }
}

function common(reference: string, chargeNumber: number | null, { key, fingerprint }: Keyed, now: number) {
  return {
    reference,
    chargeNumber,
    idempotencyKey: key,
    fingerprint,
    declineReason: null,
    createdAt: now,
    settlesAt: now,
  }
}

function refuseRefund(entries: Entry[], chargeNumber: number, wanted: Money, now: number): Answer | null {
  const charge = entries.find(({ kind, number }) => kind === 'charge' && number === chargeNumber)
  if (!charge) return chargeNotFound(now)
  if (!hasMoved(charge, now)) {
    return problem(409, 'charge_not_succeeded', 'Nothing was taken with this charge.', now)
  }
  const disputes = disputesIn(entries, chargeNumber)
  if (disputes.some((dispute) => statusOf(dispute, entries) === 'open')) {
    return problem(409, 'charge_disputed', 'The charge is disputed.', now)
  }
  const lost = disputes.filter((dispute) => statusOf(dispute, entries) === 'lost')
  const refunds = entries.filter((entry) => entry.kind === 'refund' && entry.chargeNumber === chargeNumber)
  const left = [...refunds, ...lost].reduce((sum, { amount }) => sum - amount, charge.amount)
  if (left === 0) return problem(409, 'charge_already_refunded', 'All of it has been given back already.', now)
  if (charge.currency !== wanted.currency) return problem(422, 'currency_mismatch', 'Another currency.', now)
  return wanted.amount > left ? problem(422, 'amount_too_large', `At most ${left} can be given back.`, now) : null
}

function hasMoved({ declineReason, settlesAt }: Entry, now: number): boolean {
  return declineReason === null && settlesAt <= now
}

function chargeBody(entry: Entry, now: number) {
  const settled = entry.declineReason === null ? 'succeeded' : 'failed'
  return {
    id: idOf(entry),
    reference: entry.reference,
    status: entry.settlesAt > now ? 'processing' : settled,
    reason: entry.declineReason,
    amount: entry.amount,
    currency: entry.currency,
    idempotencyKey: entry.idempotencyKey,
    createdAt: new Date(entry.createdAt).toISOString(),
    at: entry.settlesAt,
  }
}

function refundBody(entry: Entry) {
  const { reference, chargeNumber } = entry
  return {
    id: idOf(entry),
    chargeId: chargeNumber === null ? null : idOf({ kind: 'charge', reference, number: chargeNumber }),
    status: 'succeeded',
    amount: entry.amount,
    currency: entry.currency,
    idempotencyKey: entry.idempotencyKey,
    createdAt: new Date(entry.createdAt).toISOString(),
    at: entry.createdAt,
  }
}

function movementBody(entry: Entry) {
  const { kind, reference, amount, currency } = entry
  return { kind, id: idOf(entry), reference, amount, currency, at: new Date(entry.settlesAt).toISOString() }
}
