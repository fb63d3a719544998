// The refunds of the sandbox. One may fail after it was answered as made, as banks let them: by a call, or by the token
// of its charge.
import { type Answer, chargeNotFound, problem } from './answer.ts'
import { statusOf as disputeStatusOf, disputesIn } from './disputes.ts'
import { common, type Entry, idOf } from './entry.ts'
import type { RefundFault } from './tokens.ts'

/** When a refund fails whose charge asked for it, after its answer. */
export const failsAfterMs = 5000

export function refundsIn(entries: readonly Entry[], chargeNumber: number): Entry[] {
  return entries.filter((entry) => entry.kind === 'refund' && entry.chargeNumber === chargeNumber)
}

export function hasFailed({ number }: Entry, entries: readonly Entry[], now: number): boolean {
  return entries.some((row) => row.kind === 'refundFailed' && row.number === number && row.settlesAt <= now)
}

const marks = { fail: 'refundToFail', refused: 'refundsRefused' } as const

/** What a charge asks for about its refunds, under its number. */
export function markOf({ reference, number, amount, currency, ...charge }: Entry, refunds: RefundFault, now: number) {
  const { idempotencyKey, fingerprint } = charge
  const keyed = { key: `${idempotencyKey} refunds ${refunds}`, fingerprint }
  return { ...common(reference, null, keyed, now), kind: marks[refunds], number, amount, currency }
}

function isMarked(mark: (typeof marks)[RefundFault], entries: readonly Entry[], chargeNumber: number): boolean {
  return entries.some(({ kind, number }) => kind === mark && number === chargeNumber)
}

/** Whether the charge asked for the failure of its first refund, and this is the first. */
export function isToFail(entries: readonly Entry[], chargeNumber: number): boolean {
  return isMarked('refundToFail', entries, chargeNumber) && refundsIn(entries, chargeNumber).length === 0
}

/** Why a refund of this amount cannot be; null when it can. */
export function refuseRefund(...[entries, chargeNumber, wanted, now]: Parameters<typeof refuseTaking>): Answer | null {
  return isMarked('refundsRefused', entries, chargeNumber)
    ? problem(409, 'refund_not_allowed', 'The bank of this card takes no refund.', now)
    : refuseTaking(entries, chargeNumber, wanted, now)
}

/** Why this amount cannot be taken back, by a refund or a dispute; null when it can. */
export function refuseTaking(
  entries: Entry[],
  chargeNumber: number,
  wanted: Pick<Entry, 'amount' | 'currency'>,
  now: number,
): Answer | null {
  const charge = entries.find(({ kind, number }) => kind === 'charge' && number === chargeNumber)
  if (!charge) return chargeNotFound(now)
  if (charge.declineReason !== null || charge.settlesAt > now) {
    return problem(409, 'charge_not_succeeded', 'Nothing was taken with this charge.', now)
  }
  const disputes = disputesIn(entries, chargeNumber)
  if (disputes.some((dispute) => disputeStatusOf(dispute, entries) === 'open')) {
    return problem(409, 'charge_disputed', 'The charge is disputed.', now)
  }
  const lost = disputes.filter((dispute) => disputeStatusOf(dispute, entries) === 'lost')
  const made = refundsIn(entries, chargeNumber).filter((refund) => !hasFailed(refund, entries, now))
  const left = [...made, ...lost].reduce((sum, { amount }) => sum - amount, charge.amount)
  if (left === 0) return problem(409, 'charge_already_refunded', 'All of it has been given back already.', now)
  if (charge.currency !== wanted.currency) return problem(422, 'currency_mismatch', 'Another currency.', now)
  return wanted.amount > left ? problem(422, 'amount_too_large', `At most ${left} can be given back.`, now) : null
}

export function refundBody(refund: Entry, entries: readonly Entry[], now: number) {
  const { reference, chargeNumber } = refund
  const isFailed = hasFailed(refund, entries, now)
  return {
    id: idOf(refund),
    chargeId: chargeNumber === null ? null : idOf({ kind: 'charge', reference, number: chargeNumber }),
    status: isFailed ? 'failed' : 'succeeded',
    reason: isFailed ? 'expired_or_canceled_card' : null,
    amount: refund.amount,
    currency: refund.currency,
    idempotencyKey: refund.idempotencyKey,
    createdAt: new Date(refund.createdAt).toISOString(),
    at: refund.createdAt,
  }
}
