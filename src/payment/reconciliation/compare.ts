// Three books about the money of one order held against each other: the order's own, the payment's and the provider's.
// Pure. What is told of a fault that another one may have led to would mislead, so the charges are judged first,
// then what is owed, and last what went back.
import { formatMoney, type Money, sameMoney, totalOf } from '../../contract/money.ts'
import { moneyLeft, type OrderSummary, wasPaid } from '../../contract/order.ts'
import type { Difference, DifferenceKind } from '../../contract/reconciliation.ts'
import type { ProviderRecord } from '../../contract/rpc.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { knowsOfRefund, missingRefunds } from '../domain/refund.ts'
import type { LedgerEntry } from '../providers/provider.ts'

/** `order` is null when there is none of that id. */
export type Sides = { orderId: string; order: OrderSummary | null; state: PaymentState; record: ProviderRecord }

/** What differs, each with what repairs it; empty when the three agree. */
export function compare({ orderId, order, state, record }: Sides): Difference[] {
  if (order === null) {
    return record.charges.map(({ id, amount }) => {
      const says = `The provider took ${formatMoney(amount)} (${id}) for an order that does not exist.`
      return differ(orderId, 'orderMissing', id, amount, says, byHand('give it back at the provider’s dashboard'))
    })
  }
  const unknown = unknownCharges(order, state, record)
  if (unknown.length > 0) return unknown
  const charges = [...missingCharges(order, state, record), ...unreported(order, state), ...open(order, state)]
  if (charges.length > 0) return charges
  const owed = owedRefunds(order, state)
  return owed.length > 0 ? owed : movedRefunds(order, state, record)
}

/** An entry of the provider's books that names no order of ours. */
export function foreignEntry({ kind, id, amount }: LedgerEntry): Difference {
  const says = `The provider’s books have a ${kind} of ${formatMoney(amount)} (${id}) that names no order.`
  const advice = 'find out at the provider’s dashboard who made it; the account may serve other shops too'
  return differ(null, 'entryNotOurs', id, amount, says, byHand(advice))
}

/** When the order's money last moved, or was about to (epoch milliseconds); 0 when nothing tells. */
export function lastMovedAt(order: OrderSummary | null, state: PaymentState, entries: readonly LedgerEntry[]): number {
  const acknowledged = order?.orderStatus === 'cancelOrderTaken' ? [order.updatedAt] : []
  const reported = [order?.cancel?.at, ...acknowledged, ...(order?.payment.partRefunds.map(({ at }) => at) ?? [])]
  return Math.max(
    0,
    ...reported.map((at) => (at === undefined ? 0 : Date.parse(at))),
    ...state.attempts.flatMap((row) => [row.sentAt, 'endedAt' in row ? row.endedAt : 0]),
    ...state.refunds.flatMap((row) => [row.since, row.status === 'done' ? row.doneAt : 0]),
    ...entries.map(({ at }) => at),
  )
}

function unknownCharges({ orderId }: OrderSummary, state: PaymentState, record: ProviderRecord): Difference[] {
  const known = approved(state)
  return record.charges
    .filter(({ id }) => !known.some(({ chargeId }) => chargeId === id))
    .map(({ id, amount }) => {
      const says = `The provider took ${formatMoney(amount)} (${id}), and the payment does not know of it.`
      const advice = 'the payment takes it over: the order is told, and what it will not have goes back'
      return differ(orderId, 'chargeUnknown', id, amount, says, inquiryOf(orderId, advice))
    })
}

function missingCharges(order: OrderSummary, state: PaymentState, record: ProviderRecord): Difference[] {
  const { orderId, payment } = order
  const advice = byHand('look for it at the provider’s dashboard; until it is found, this order is not paid')
  const own = approved(state).find(({ attempt }) => attempt === payment.attempt)
  if (wasPaid(order) && own === undefined) {
    const says = `The order says that ${formatMoney(payment.captured)} was paid; neither payment nor provider know it.`
    return [differ(orderId, 'chargeMissing', `${payment.attempt}`, payment.captured, says, advice)]
  }
  return approved(state).flatMap(({ attempt, chargeId, amount }) => {
    const charge = record.charges.find(({ id }) => id === chargeId)
    const wanted = own?.attempt === attempt && wasPaid(order) ? payment.captured : amount
    if (charge === undefined) {
      const says = `The payment took ${formatMoney(amount)} (${chargeId}); the provider has no such charge.`
      return [differ(orderId, 'chargeMissing', chargeId, amount, says, advice)]
    }
    if (sameMoney(charge.amount, amount) && sameMoney(charge.amount, wanted)) return []
    const says = `The provider took ${formatMoney(charge.amount)} (${chargeId}), and ${formatMoney(wanted)} was wanted.`
    const repair = byHand('take or give back what is between them, at the provider’s dashboard')
    return [differ(orderId, 'chargeAmountDiffers', chargeId, charge.amount, says, repair)]
  })
}

/** Money that the payment has and the order does not know of, and that is not on its way back either. */
function unreported(order: OrderSummary, state: PaymentState): Difference[] {
  const { orderId } = order
  return approved(state)
    .filter((row) => !(wasPaid(order) && row.attempt === order.payment.attempt) && !goesBack(state, row.attempt))
    .map(({ attempt, amount }) => {
      const says = `The payment took ${formatMoney(amount)} with attempt ${attempt}, which the order does not know of.`
      const advice = 'the order is told once more; what it will not have goes back'
      return differ(orderId, 'orderNotTold', `${attempt}`, amount, says, inquiryOf(orderId, advice))
    })
}

function open({ orderId }: OrderSummary, state: PaymentState): Difference[] {
  return state.attempts
    .filter(({ status }) => status === 'processing' || status === 'unknown')
    .map(({ attempt, amount, status }) => {
      const says = `Attempt ${attempt} to pay ${formatMoney(amount)} is still ${status}.`
      const advice = 'the provider is asked now; when it stays, look for it at the provider’s dashboard'
      return differ(orderId, 'paymentOpen', `${attempt}`, amount, says, inquiryOf(orderId, advice))
    })
}

/** What the order was promised, held against what the payment owes and has done. */
function owedRefunds(order: OrderSummary, state: PaymentState): Difference[] {
  const { orderId } = order
  const unowed = missingRefunds(order, state.refunds, () => 'rest').map(({ refundId, amount }) => {
    const says = `The order is to get ${formatMoney(amount)} back (${refundId}), and the payment does not know of it.`
    return differ(orderId, 'refundNotOwed', refundId, amount, says, inquiryOf(orderId, 'the payment takes it over'))
  })
  const undone = state.refunds.flatMap((refund) => {
    const { refundId, amount, status } = refund
    if (status === 'due') {
      const says = `${formatMoney(amount)} is to go back (${refundId}), and the provider has not confirmed it.`
      const advice = 'the provider is asked now; `refund_refused` in the log says why it will not'
      return [differ(orderId, 'refundNotMade', refundId, amount, says, inquiryOf(orderId, advice))]
    }
    if (knowsOfRefund(order, refund)) return []
    const says = `${formatMoney(amount)} went back (${refundId}), and the order does not know of it.`
    return [differ(orderId, 'refundNotRecorded', refundId, amount, says, inquiryOf(orderId, 'the order is told again'))]
  })
  return [...unowed, ...undone]
}

/** What the payment says went back, held against the provider's books. A refund that is due may have been made. */
function movedRefunds(order: OrderSummary, state: PaymentState, record: ProviderRecord): Difference[] {
  const { orderId, total } = order
  const money = (amount: number): Money => ({ amount, currency: total.currency })
  const given = totalOf(record.refunds)
  const made = totalOf(state.refunds.filter(({ status }) => status === 'done'))
  const known = totalOf(state.refunds)
  const taken = totalOf(record.charges)
  if (given > taken) {
    const says = `The provider gave back ${formatMoney(money(given))}, and took only ${formatMoney(money(taken))}.`
    const repair = byHand('look at the provider’s dashboard who gave it back')
    return [differ(orderId, 'refundAboveCharge', 'sum', money(given - taken), says, repair)]
  }
  if (given < made) {
    const says = `To the payment ${formatMoney(money(made))} went back, to the provider ${formatMoney(money(given))}.`
    const repair = byHand('give the rest back at the provider’s dashboard')
    return [differ(orderId, 'refundMissing', 'sum', money(made - given), says, repair)]
  }
  if (given <= known) return []
  const says = `The provider gave back ${formatMoney(money(given - known))} that the payment does not know of.`
  return [differ(orderId, 'refundUnknown', 'sum', money(given - known), says, afterOutsideRefund(order, given - known))]
}

/** Somebody gave money back at the provider's own desk. A part is taken over; all of it is what a cancel is for. */
function afterOutsideRefund(order: OrderSummary, amount: number): Repair {
  const { orderId, orderStatus } = order
  const isRunning = orderStatus === 'payApproved' || orderStatus === 'orderTaken' || orderStatus === 'deliveryStarted'
  if (isRunning && amount === moneyLeft(order).amount) {
    const call = { method: 'PATCH', path: `/orders/${orderId}`, body: { orderStatus: 'orderCancel' } } as const
    return { call, advice: 'staff cancel the order; its refund finds the money back already' }
  }
  if (isRunning || orderStatus === 'deliveryCompleted') {
    return inquiryOf(orderId, 'the order and the payment take it over as a part that was given back')
  }
  return byHand('look at the provider’s dashboard who gave it back')
}

type Repair = Pick<Difference, 'call' | 'advice'>

function inquiryOf(orderId: string, advice: string): Repair {
  return { call: { method: 'POST', path: `/payments/${orderId}/inquiries`, body: null }, advice }
}

function byHand(advice: string): Repair {
  return { call: null, advice }
}

function differ(
  orderId: string | null,
  kind: DifferenceKind,
  of: string,
  amount: Money,
  says: string,
  repair: Repair,
): Difference {
  return { differenceId: `${kind}:${orderId ?? ''}:${of}`, kind, orderId, amount, says, ...repair }
}

function approved({ attempts }: PaymentState) {
  return attempts.filter((row) => row.status === 'approved')
}

function goesBack({ refunds }: PaymentState, attempt: number): boolean {
  return refunds.some((refund) => refund.attempt === attempt && refund.purpose === 'unwanted')
}
