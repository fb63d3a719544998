// An inquiry into an order's payment: the rows that make it agree with the order and the provider's books. Pure. What
// follows from them (asking, telling the order, giving back) is done as ever, by the alarm.
import { sameMoney, totalOf } from '../../contract/money.ts'
import { moneyLeft, type OrderSummary, wasPaid } from '../../contract/order.ts'
import type { ProviderRecord } from '../../contract/rpc.ts'
import { type Attempt, adoptCharge, scheduleLookup } from '../domain/attempt.ts'
import { mergeRows, type PaymentState } from '../domain/payment-state.ts'
import {
  createRefund,
  knowsOfRefund,
  missingRefunds,
  type Refund,
  recordedAsDone,
  retryRefund,
} from '../domain/refund.ts'

type Rows = { attempts: Attempt[]; refunds: Refund[] }

/** `order` and `record` were read just now; either may be a little older than `books`, and never undoes them. */
export function repair(
  order: OrderSummary,
  payment: PaymentState,
  record: ProviderRecord,
  now: number,
  newRefundId: () => string,
): Rows {
  const asked = payment.attempts.flatMap((row) => askedAgain(row, order, payment, now))
  const taken = adopted(order, payment, record, now, newRefundId)
  const attempts = [...asked, ...taken.attempts]
  const after = { attempts: mergeRows(payment.attempts, attempts), refunds: [...payment.refunds, ...taken.refunds] }
  return { attempts, refunds: [...taken.refunds, ...refunds(order, after, record, now, newRefundId)] }
}

/** The provider is asked again what became of it; and the order is told again what it does not know. */
function askedAgain(row: Attempt, order: OrderSummary, payment: PaymentState, now: number): Attempt[] {
  if (row.status === 'deferred') return []
  if (row.status !== 'approved') return [scheduleLookup(row, now)]
  const isKnown = wasPaid(order) && order.payment.attempt === row.attempt
  const goesBack = payment.refunds.some(({ attempt, purpose }) => attempt === row.attempt && purpose === 'unwanted')
  return isKnown || goesBack ? [] : [{ ...row, report: { ...row.report, tries: 0, at: now } }]
}

/**
 * Charges that no attempt knows of become attempts. While one is without an answer there are none: it may be its own.
 * The order that was paid with an attempt these books lack has that one back; of any other it is told, and what it
 * will not have goes back. When money went back that nobody can explain, an unpaid order is not told: it might be that.
 */
function adopted(
  order: OrderSummary,
  { attempts, refunds }: PaymentState,
  { charges, refunds: given }: ProviderRecord,
  now: number,
  newRefundId: () => string,
): Rows {
  if (attempts.some(({ status }) => status === 'processing' || status === 'unknown'))
    return { attempts: [], refunds: [] }
  const known = attempts.flatMap((row) => (row.status === 'approved' ? [row.chargeId] : []))
  const strays = charges.filter(({ id }) => !known.includes(id))
  const { attempt: paidWith, captured } = order.payment
  const isLost = wasPaid(order) && !attempts.some((row) => row.attempt === paidWith && row.status === 'approved')
  const own = isLost ? strays.find(({ amount }) => sameMoney(amount, captured)) : undefined
  const isDubious = !wasPaid(order) && totalOf(given) > totalOf(refunds)
  let last = Math.max(paidWith, ...attempts.map(({ attempt }) => attempt))
  const taken = strays.map((charge) => {
    const attempt = charge === own ? paidWith : ++last
    return adoptCharge(attempt, charge.amount, charge.id, !isDubious, now)
  })
  const back = taken.map(({ attempt, amount }) => {
    return createRefund({ purpose: 'unwanted', refundId: newRefundId(), attempt, amount }, now)
  })
  return { attempts: taken, refunds: isDubious ? back : [] }
}

/** Refunds that are due are asked for now; what the order knows and these books lack is owed, or done already. */
function refunds(
  order: OrderSummary,
  payment: PaymentState,
  record: ProviderRecord,
  now: number,
  newRefundId: () => string,
): Refund[] {
  const retried = payment.refunds.flatMap((refund) => {
    return refund.status === 'due' || !knowsOfRefund(order, refund) ? [retryRefund(refund, now)] : []
  })
  const paid = payment.attempts.find((row) => row.attempt === order.payment.attempt && row.status === 'approved')
  if (!wasPaid(order) || paid === undefined) return retried
  const lacking = missingRefunds(order, payment.refunds, newRefundId).map((request) => {
    return knowsOfRefund(order, request) ? recordedAsDone(request, now, null) : createRefund(request, now)
  })
  const all = [...payment.refunds, ...lacking]
  const ofPaid = totalOf(all.filter(({ attempt }) => attempt === paid.attempt))
  if (ofPaid > paid.amount.amount) return retried
  const outside = totalOf(record.refunds) - totalOf(all)
  const stands = order.cancel === null && outside > 0 && ofPaid + outside <= paid.amount.amount
  // All of an order that can still be canceled goes back by a cancel.
  const isPart = order.orderStatus === 'deliveryCompleted' || outside < moneyLeft(order).amount
  if (!stands || !isPart) return [...retried, ...lacking]
  const amount = { amount: outside, currency: paid.amount.currency }
  const request = { purpose: 'part', refundId: newRefundId(), attempt: paid.attempt, amount } as const
  return [...retried, ...lacking, recordedAsDone(request, now, now)]
}
