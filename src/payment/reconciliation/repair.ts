// Repairs an order's payment: the rows that make it agree with the order and the provider's ledger. Pure. The alarm
// does what follows from them: lookups, reports to the order, refunds.
import { type Entry, sameMoney, totalOf } from '../../contract/money.ts'
import { moneyLeft, type OrderRecord, wasPaid } from '../../contract/order.ts'
import { type Attempt, adoptCharge, isOpen, scheduleLookup } from '../domain/attempt.ts'
import { scheduleCheck } from '../domain/failed-refund.ts'
import { mergeRows, type PaymentState } from '../domain/payment-state.ts'
import {
  atProvider,
  createRefund,
  isParked,
  knowsOfRefund,
  missingRefunds,
  type Refund,
  recordedAsDone,
  releasedBy,
  retryRefund,
} from '../domain/refund.ts'
import type { ChargeAtProvider } from '../providers/provider.ts'
import { chargesIn, joinRecords, type NamedRecord } from './records.ts'

type Rows = { attempts: Attempt[]; refunds: Refund[] }

/** `order` and `records` were read just now. Each may be a little older than `payment`, and never undoes its rows. */
export function repair(
  order: OrderRecord,
  payment: PaymentState,
  records: readonly NamedRecord[],
  now: number,
  newRefundId: () => string,
): Rows {
  const refundsAtProvider = joinRecords(records).refunds
  const retried = payment.attempts.flatMap((row) => retriedAttempt(row, order, payment, now))
  const adopted = adoptedCharges(order, payment, chargesIn(records), refundsAtProvider, now, newRefundId)
  const attempts = [...retried, ...adopted.attempts]
  const after = { attempts: mergeRows(payment.attempts, attempts), refunds: [...payment.refunds, ...adopted.refunds] }
  return {
    attempts,
    refunds: [...adopted.refunds, ...repairedRefunds(order, after, refundsAtProvider, now, newRefundId)],
  }
}

/** A deferred attempt stays; an approved one that the order does not know is reported again; others are looked up. */
function retriedAttempt(row: Attempt, order: OrderRecord, payment: PaymentState, now: number): Attempt[] {
  if (row.status === 'deferred') return []
  if (row.status !== 'approved') return [scheduleLookup(row, now)]
  const isKnown = wasPaid(order) && order.payment.attempt === row.attempt
  const isRefunded = payment.refunds.some(({ attempt, purpose }) => attempt === row.attempt && purpose === 'unwanted')
  return isKnown || isRefunded ? [] : [{ ...row, report: { ...row.report, tries: 0, at: now } }]
}

/**
 * Charges that no attempt knows become attempts. While an attempt is open nothing is adopted, since the charge may
 * belong to it. If the order was paid with an attempt that the payment lost, the matching charge restores it. Any other
 * charge is reported to the order, and refunded when the order refuses it. If the provider made a refund that nothing
 * explains, it may be of this charge: an unpaid order then gets no report, and an unwanted refund is created instead.
 */
function adoptedCharges(
  order: OrderRecord,
  { attempts, refunds }: PaymentState,
  charges: readonly ChargeAtProvider[],
  refundsAtProvider: readonly Entry[],
  now: number,
  newRefundId: () => string,
): Rows {
  if (attempts.some((row) => isOpen(row) && row.status !== 'deferred')) return { attempts: [], refunds: [] }
  const known = attempts.flatMap((row) => (row.status === 'approved' ? [row.chargeId] : []))
  const unknown = charges.filter(({ id }) => !known.includes(id))
  const { attempt: paidWith, captured } = order.payment
  const isLost = wasPaid(order) && !attempts.some((row) => row.attempt === paidWith && row.status === 'approved')
  const own = isLost ? unknown.find(({ amount }) => sameMoney(amount, captured)) : undefined
  const isUnexplained = !wasPaid(order) && totalOf(refundsAtProvider) > totalOf(atProvider(refunds))
  let last = Math.max(paidWith, ...attempts.map(({ attempt }) => attempt))
  const adopted = unknown.map((charge) => {
    const attempt = charge === own ? paidWith : ++last
    return adoptCharge(attempt, charge, !isUnexplained, now)
  })
  const unwanted = adopted.map(({ attempt, amount }) => {
    return createRefund({ purpose: 'unwanted', refundId: newRefundId(), attempt, amount }, now)
  })
  return { attempts: adopted, refunds: isUnexplained ? unwanted : [] }
}

/**
 * Refunds that are due are made now, and those that were made are looked at: they may have failed. A refund that the
 * order has and the payment lacks is added, as due or done.
 */
function repairedRefunds(
  order: OrderRecord,
  payment: PaymentState,
  refundsAtProvider: readonly Entry[],
  now: number,
  newRefundId: () => string,
): Refund[] {
  const released = releasedBy(order, payment.refunds, now)
  const due = payment.refunds.flatMap((refund): Refund[] => {
    if (isParked(refund)) return []
    const retry = refund.status === 'due' || !knowsOfRefund(order, refund) ? retryRefund(refund, now) : refund
    return retry.status === 'due' ? [retry] : scheduleCheck(retry, now)
  })
  const retried = [...released, ...due]
  const paid = payment.attempts.find((row) => row.attempt === order.payment.attempt && row.status === 'approved')
  if (!wasPaid(order) || paid === undefined) return retried
  const missing = missingRefunds(order, payment.refunds, newRefundId).map((request) => {
    return knowsOfRefund(order, request) ? recordedAsDone(request, now, null) : createRefund(request, now)
  })
  const all = [...payment.refunds.filter((refund) => !isParked(refund)), ...missing]
  const ofPaid = totalOf(all.filter(({ attempt }) => attempt === paid.attempt))
  if (ofPaid > paid.amount.amount) return retried
  const outside = totalOf(refundsAtProvider) - totalOf(atProvider(all))
  const isPossible = order.cancel === null && outside > 0 && ofPaid + outside <= paid.amount.amount
  // An order that can still be canceled gets its full refund by the cancel.
  const isPart = order.orderStatus === 'deliveryCompleted' || outside < moneyLeft(order).amount
  if (!isPossible || !isPart) return [...retried, ...missing]
  const amount = { amount: outside, currency: paid.amount.currency }
  const request = { purpose: 'part', refundId: newRefundId(), attempt: paid.attempt, amount } as const
  return [...retried, ...missing, recordedAsDone(request, now, now)]
}
