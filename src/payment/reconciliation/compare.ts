// Compares three records of the money of one order: the order's own, the payment's and the provider's. Pure. It reports
// only the root difference, since one that follows from another would mislead: charges first, then the refunds that are
// due, then the refunds that were made.
import { formatMoney, type Money, sameMoney, totalOf } from '../../contract/money.ts'
import { moneyLeft, type OrderRecord, wasCharged, wasPaid } from '../../contract/order.ts'
import type { ProviderRecord } from '../../contract/payment.ts'
import type { Difference, DifferenceKind } from '../../contract/reconciliation.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { atProvider, isParked, knowsOfRefund, missingRefunds } from '../domain/refund.ts'
import type { LedgerEntry } from '../providers/provider.ts'

/** `order` is null when no order has that id. */
export type Sides = { orderId: string; order: OrderRecord | null; state: PaymentState; record: ProviderRecord }

/** The differences, each with its repair; empty when the three records agree. */
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
  const disputes = disputesOf(order, record)
  if (disputes.length > 0) return disputes
  const refunds = openRefunds(order, state)
  return refunds.length > 0 ? refunds : madeRefunds(order, state, record)
}

/** A ledger entry of the provider that names no order of ours. */
export function foreignEntry({ kind, id, amount }: LedgerEntry): Difference {
  const says = `The provider’s books have a ${kind} of ${formatMoney(amount)} (${id}) that names no order.`
  const advice = 'find out at the provider’s dashboard who made it; the account may serve other shops too'
  return differ(null, 'entryNotOurs', id, amount, says, byHand(advice))
}

/** An order whose record at one of the three could not be read, or not be compared, with the cause. */
export function incomparable(day: string, orderId: string, entries: readonly LedgerEntry[], cause: string): Difference {
  const charged = entries.filter(({ kind }) => kind === 'charge')
  const amount = { amount: totalOf(charged), currency: charged[0]?.amount.currency ?? noCurrency }
  const says = `The order could not be compared: ${cause}.`
  const advice = 'look for the cause in the log, and reconcile the day again; the next day compares it again by itself'
  const call = { method: 'POST', path: `/reconciliations/${day}`, body: null } as const
  return differ(orderId, 'couldNotCompare', 'order', amount, says, { call, advice })
}

/** ISO 4217: the code for transactions where no currency is involved. */
const noCurrency = 'XXX'

/** When the order's money last moved, or was about to (epoch milliseconds); 0 when nothing is known of it. */
export function lastMovedAt(order: OrderRecord | null, state: PaymentState, entries: readonly LedgerEntry[]): number {
  const moved = [...(order?.payment.partRefunds ?? []), ...(order?.payment.disputes ?? [])]
  const acknowledged = order?.orderStatus === 'cancelOrderTaken' ? [order.updatedAt] : []
  const reported = [order?.cancel?.at, ...acknowledged, ...moved.map(({ at }) => at)]
  return Math.max(
    0,
    ...reported.map((at) => (at === undefined ? 0 : Date.parse(at))),
    ...state.attempts.flatMap((row) => [row.sentAt, 'endedAt' in row ? row.endedAt : 0]),
    ...state.refunds.flatMap((row) => [row.createdAt, row.status === 'done' ? row.doneAt : 0]),
    ...entries.map(({ at }) => at),
  )
}

function unknownCharges({ orderId }: OrderRecord, state: PaymentState, record: ProviderRecord): Difference[] {
  const known = approved(state)
  return record.charges
    .filter(({ id }) => !known.some(({ chargeId }) => chargeId === id))
    .map(({ id, amount }) => {
      const says = `The provider took ${formatMoney(amount)} (${id}), and the payment does not know of it.`
      const advice = 'the payment takes it over: the order is told, and what it will not have goes back'
      return differ(orderId, 'chargeUnknown', id, amount, says, inquiryCall(orderId, advice))
    })
}

function missingCharges(order: OrderRecord, state: PaymentState, record: ProviderRecord): Difference[] {
  const { orderId, payment } = order
  const advice = byHand('look for it at the provider’s dashboard; until it is found, this order is not paid')
  const own = approved(state).find(({ attempt }) => attempt === payment.attempt)
  if (wasCharged(order) && own === undefined) {
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

/** Charges that the payment has, that the order does not know, and that have no refund either. */
function unreported(order: OrderRecord, state: PaymentState): Difference[] {
  const { orderId } = order
  return approved(state)
    .filter(
      (row) => !(wasPaid(order) && row.attempt === order.payment.attempt) && !hasUnwantedRefund(state, row.attempt),
    )
    .map(({ attempt, amount }) => {
      const says = `The payment took ${formatMoney(amount)} with attempt ${attempt}, which the order does not know of.`
      const advice = 'the order is told once more; what it will not have goes back'
      return differ(orderId, 'orderNotTold', `${attempt}`, amount, says, inquiryCall(orderId, advice))
    })
}

function open({ orderId }: OrderRecord, state: PaymentState): Difference[] {
  return state.attempts
    .filter(({ status }) => status === 'processing' || status === 'unknown')
    .map(({ attempt, amount, status }) => {
      const says = `Attempt ${attempt} to pay ${formatMoney(amount)} is still ${status}.`
      const advice = 'the provider is asked now; when it stays, look for it at the provider’s dashboard'
      return differ(orderId, 'paymentOpen', `${attempt}`, amount, says, inquiryCall(orderId, advice))
    })
}

/** The disputes of the provider against those of the order. */
function disputesOf({ orderId, payment }: OrderRecord, record: ProviderRecord): Difference[] {
  return (record.disputes ?? []).flatMap(({ id, amount, status }) => {
    const known = payment.disputes?.find(({ disputeId }) => disputeId === id)
    if (known?.status === status) return []
    const kind = known === undefined ? 'disputeUnknown' : 'disputeNotRecorded'
    const told = known === undefined ? 'the order does not know of it' : `to the order it is ${known.status}`
    const says = `The dispute of ${formatMoney(amount)} (${id}) is ${status} at the provider; ${told}.`
    return [differ(orderId, kind, id, amount, says, inquiryCall(orderId, 'the order takes it over'))]
  })
}

/** The refunds that the order requires against those that the payment has, due or done. */
function openRefunds(order: OrderRecord, state: PaymentState): Difference[] {
  const { orderId } = order
  const missing = missingRefunds(order, state.refunds, () => 'rest').map(({ refundId, amount }) => {
    const says = `The order is to get ${formatMoney(amount)} back (${refundId}), and the payment does not know of it.`
    return differ(orderId, 'refundNotOwed', refundId, amount, says, inquiryCall(orderId, 'the payment takes it over'))
  })
  const unfinished = state.refunds.flatMap((refund) => {
    const { refundId, amount, status } = refund
    if (isParked(refund)) return []
    if (status === 'due') {
      const says = `${formatMoney(amount)} is to go back (${refundId}), and the provider has not confirmed it.`
      const advice = 'the provider is asked now; `refund_refused` in the log says why it will not'
      return [differ(orderId, 'refundNotMade', refundId, amount, says, inquiryCall(orderId, advice))]
    }
    if (knowsOfRefund(order, refund)) return []
    const says = `${formatMoney(amount)} went back (${refundId}), and the order does not know of it.`
    return [
      differ(orderId, 'refundNotRecorded', refundId, amount, says, inquiryCall(orderId, 'the order is told again')),
    ]
  })
  return [...missing, ...unfinished]
}

/**
 * The refunds of the payment against those of the provider. One that is due may have been made already. One that was
 * settled by hand is none of the provider's, and counts against its charge.
 */
function madeRefunds(order: OrderRecord, state: PaymentState, record: ProviderRecord): Difference[] {
  const { orderId, total } = order
  const money = (amount: number): Money => ({ amount, currency: total.currency })
  const refunded = totalOf(record.refunds)
  const refunds = atProvider(state.refunds)
  const made = totalOf(refunds.filter(({ status }) => status === 'done'))
  const known = totalOf(refunds)
  const settled = totalOf(state.refunds) - known
  const charged = totalOf(record.charges)
  const lost = totalOf(record.disputes?.filter(({ status }) => status === 'lost') ?? [])
  const returned = refunded + lost + settled
  if (returned > charged) {
    const byDisputes = lost === 0 ? [] : [`${formatMoney(money(lost))} of it by lost disputes`]
    const bySettlement = settled === 0 ? [] : [`${formatMoney(money(settled))} of it was settled by hand`]
    const parts = [...byDisputes, ...bySettlement].join(', ')
    const [back, taken] = [formatMoney(money(returned)), formatMoney(money(charged))]
    const says = `${back} went back${parts && ` (${parts})`}, and the provider took only ${taken}.`
    const repair = byHand('look at the provider’s dashboard who gave it back')
    return [differ(orderId, 'refundAboveCharge', 'sum', money(returned - charged), says, repair)]
  }
  if (refunded < made) {
    const [ours, theirs] = [formatMoney(money(made)), formatMoney(money(refunded))]
    const says = `To the payment ${ours} went back, to the provider ${theirs}.`
    const advice = 'the payment looks at its refunds, and makes one again that has failed; else give it back by hand'
    const repair = inquiryCall(orderId, advice)
    return [differ(orderId, 'refundMissing', 'sum', money(made - refunded), says, repair)]
  }
  if (refunded <= known) return []
  const says = `The provider gave back ${formatMoney(money(refunded - known))} that the payment does not know of.`
  return [
    differ(orderId, 'refundUnknown', 'sum', money(refunded - known), says, afterOutsideRefund(order, refunded - known)),
  ]
}

/** Somebody refunded at the provider's dashboard. A part is taken over; a full refund needs the order canceled. */
function afterOutsideRefund(order: OrderRecord, amount: number): Repair {
  const { orderId, orderStatus } = order
  const isRunning = orderStatus === 'payApproved' || orderStatus === 'orderTaken' || orderStatus === 'deliveryStarted'
  if (isRunning && amount === moneyLeft(order).amount) {
    const body = { orderStatus: 'orderCancel', reason: 'refunded at the payment provider' }
    const call = { method: 'PATCH', path: `/orders/${orderId}`, body } as const
    return { call, advice: 'staff cancel the order; its refund finds the money back already' }
  }
  if (isRunning || orderStatus === 'deliveryCompleted') {
    return inquiryCall(orderId, 'the order and the payment take it over as a part that was given back')
  }
  return byHand('look at the provider’s dashboard who gave it back')
}

type Repair = Pick<Difference, 'call' | 'advice'>

function inquiryCall(orderId: string, advice: string): Repair {
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

function hasUnwantedRefund({ refunds }: PaymentState, attempt: number): boolean {
  return refunds.some((refund) => refund.attempt === attempt && refund.purpose === 'unwanted')
}
