// A shard of the sandbox's ledger: the charges, refunds and disputes of many references, with the idempotency key of
// each. A request is one transaction and writes one row. All times are epoch milliseconds.
import type { SqlStore } from '../platform/storage.ts'
import { type Answer, chargeNotFound, disputeNotFound, keyReused, problem, refundNotFound } from './answer.ts'
import {
  type AuthenticationOutcome,
  answerAuthentication,
  authenticate,
  authenticationTable,
  declineReasonOf,
  findAuthentication,
  waitingBodies,
} from './authentications.ts'
import { type DisputeOutcome, disputeBody, disputesIn, statusOf } from './disputes.ts'
import {
  chargeBody,
  common,
  type Entry,
  entryTables,
  hasMoved,
  idOf,
  insertEntry,
  type Keyed,
  movementBody,
  type Position,
  parseChargeId,
  parseDisputeId,
  parseRefundId,
  readEntries,
  readMovements,
} from './entry.ts'
import { Notices, noticeAfter } from './notices.ts'
import {
  failsAfterMs,
  hasFailed,
  isToFail,
  markOf,
  refundBody,
  refundsIn,
  refuseRefund,
  refuseTaking,
} from './refunds.ts'
import type { RefundFault } from './tokens.ts'

export type Money = { amount: number; currency: string }

export type NewCharge = Money & {
  declineReason: string | null
  settlesAt: number
  loseAnswer: boolean
  /** Whether a bank disputes all of it at once. */
  isDisputed?: boolean
  /** Where the owner of the card goes back to, who must authenticate first. */
  returnUrl?: string
  /** Whether its first refund fails, after it was answered as made, or all of them are refused. */
  refunds?: RefundFault | null
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
    storage.transaction(() => storage.sql(entryTables + authenticationTable))
  }

  /** Charge once for each key. The same key gives the same answer for the same body, and 422 for another one. */
  charge(reference: string, { key, fingerprint }: Keyed, charge: NewCharge, now: number): Answer {
    const entries = readEntries(this.#storage, reference)
    const known = entries.find(({ idempotencyKey }) => idempotencyKey === key)
    if (known && known.fingerprint !== fingerprint) return keyReused(now)
    if (!known && charge.returnUrl !== undefined) {
      return authenticate(
        this.#storage,
        reference,
        { key, fingerprint },
        { ...charge, returnUrl: charge.returnUrl },
        now,
      )
    }
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
    if (!known && charge.refunds) insertEntry(this.#storage, markOf(entry, charge.refunds, now), null)
    if (!known && charge.isDisputed) this.dispute(idOf(entry), { key: `${key} disputed`, fingerprint }, charge, now)
    const { settlesAt: at, declineReason: reason } = entry
    const lost = !known && charge.loseAnswer
    if (reason === null) return { status: 201, body: chargeBody(entry, at), at, lost }
    const message = 'The charge was declined. Nothing was taken.'
    return { ...problem(402, 'declined', message, at, { reason, charged: false }), lost }
  }

  /** The owner of the card, or the shop, decides a charge that waits. One that is decided stays as it is. */
  decide(authenticationId: string, outcome: AuthenticationOutcome, now: number): Answer {
    const found = findAuthentication(this.#storage, authenticationId)
    if (found !== null) {
      const { reference, idempotencyKey: key, fingerprint, amount, currency } = found
      const wanted = { amount, currency, declineReason: declineReasonOf[outcome], settlesAt: now, loseAnswer: false }
      this.charge(reference, { key, fingerprint }, wanted, now)
    }
    return this.authentication(authenticationId, now)
  }

  /** A charge that waits for the owner of its card, or was decided. */
  authentication(authenticationId: string, now: number): Answer {
    return answerAuthentication(this.#storage, authenticationId, now)
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
      ...common(reference, chargeNumber, { key, fingerprint }, now),
      kind: 'refund' as const,
      number: entries.filter(({ kind }) => kind === 'refund').length + 1,
      amount: wanted.amount,
      currency: wanted.currency,
    }
    if (!known) this.#insert(entry)
    if (!known && isToFail(entries, chargeNumber)) this.#fail(entry, `${key} fails`, now + failsAfterMs)
    return { status: 201, body: refundBody(entry, entries, now), at: now, lost: false }
  }

  /** All refunds of a charge, also those that failed. */
  refunds(chargeId: string, now: number): Answer {
    const charge = parseChargeId(chargeId)
    const entries = charge === null ? [] : readEntries(this.#storage, charge.reference)
    if (!entries.some(({ kind, number }) => kind === 'charge' && number === charge?.number)) return chargeNotFound(now)
    const data = refundsIn(entries, charge?.number ?? 0).map((refund) => refundBody(refund, entries, now))
    return { status: 200, body: { data }, at: now, lost: false }
  }

  /** Let a refund fail that was answered as made. One that has failed stays as it is. */
  failRefund(refundId: string, { key }: Keyed, now: number): Answer {
    const id = parseRefundId(refundId)
    const entries = id === null ? [] : readEntries(this.#storage, id.reference)
    const refund = entries.find(({ kind, number }) => kind === 'refund' && number === id?.number)
    if (refund === undefined) return refundNotFound(now)
    if (!hasFailed(refund, entries, now)) this.#fail(refund, key, now)
    const after = readEntries(this.#storage, refund.reference)
    return { status: 200, body: refundBody(refund, after, now), at: now, lost: false }
  }

  /** Raise a dispute of part or all of a charge, once for each key. */
  dispute(chargeId: string, { key, fingerprint }: Keyed, wanted: Money, now: number): Answer {
    const charge = parseChargeId(chargeId)
    if (charge === null) return chargeNotFound(now)
    const { reference, number: chargeNumber } = charge
    const entries = readEntries(this.#storage, reference)
    const known = entries.find(({ idempotencyKey }) => idempotencyKey === key)
    if (known && known.fingerprint !== fingerprint) return keyReused(now)
    const refusal = known ? null : refuseTaking(entries, chargeNumber, wanted, now)
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

  /** Every charge of a reference, also the declined ones and those that wait or are under way. */
  charges(reference: string, now: number) {
    const entries = readEntries(this.#storage, reference)
    const charges = entries.filter(({ kind }) => kind === 'charge')
    return [...charges.map((entry) => chargeBody(entry, now)), ...waitingBodies(this.#storage, reference, charges)]
  }

  /** The charges, refunds and disputes of a reference that have moved money. */
  moved(reference: string, now: number) {
    const moved = readEntries(this.#storage, reference).filter((entry) => hasMoved(entry, now))
    return {
      charges: moved.filter(({ kind }) => kind === 'charge').map((entry) => chargeBody(entry, now)),
      refunds: moved
        .filter((entry) => entry.kind === 'refund' && !hasFailed(entry, moved, now))
        .map((refund) => refundBody(refund, moved, now)),
      disputes: disputesIn(moved).map((dispute) => disputeBody(dispute, moved)),
    }
  }

  /** A page of the entries that moved money at or after `from` and before `to`; `next` is null on the last page. */
  movements(from: number, to: number, after: Position | null, now: number) {
    const entries = readMovements(this.#storage, from, Math.min(to, now + 1), after, pageMax, now)
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

  #fail({ reference, chargeNumber, number, amount, currency, fingerprint }: Entry, key: string, at: number): void {
    const failure = common(reference, chargeNumber, { key, fingerprint }, at)
    this.#insert({ ...failure, kind: 'refundFailed', number, amount, currency })
  }

  #insert(entry: Entry): void {
    const pending = { at: noticeAfter(entry.settlesAt), tries: 0 }
    this.#storage.transaction(() => insertEntry(this.#storage, entry, pending))
  }
}
