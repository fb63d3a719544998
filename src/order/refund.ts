// The rules of refunds: parts of the money while the order stands, and all that is left when it is canceled.
import type { OrderCommand } from '../contract/commands.ts'
import { leftOf } from '../contract/dispute.ts'
import { formatMoney, type Money, sameMoney } from '../contract/money.ts'
import { type Decision, events, refuse, unchanged } from './decision.ts'
import type { Paid, PlacedState } from './state.ts'

type Command<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>

/** The amount paid less its part refunds, done or due, and its lost disputes: the amount that a cancel refunds. */
export function amountLeft({ amount, parts, disputes }: Paid): Money {
  return leftOf(amount, parts, disputes)
}

/** Part refunds never exceed the amount paid. A refund of all of it is a cancel, unless the order is delivered. */
export function refundPart(state: PlacedState, { refundId, amount, reason }: Command<'RefundPart'>): Decision {
  switch (state.status) {
    case 'orderStarted':
      return refuse('order_not_paid', 'The order has not been paid.')
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted': {
      if (state.paid.parts.some((part) => part.refundId === refundId)) return unchanged
      const left = amountLeft(state.paid)
      if (amount.currency !== left.currency || amount.amount < 1) {
        return refuse('amount_mismatch', `The amount is one of ${left.currency}, and more than nothing.`, 'amount')
      }
      if (amount.amount > left.amount) {
        return refuse('refund_too_high', `At most ${formatMoney(left)} can still be given back.`, 'amount')
      }
      if (amount.amount === left.amount && state.status !== 'deliveryCompleted') {
        return refuse('refund_too_high', 'To give everything back, cancel the order.', 'amount')
      }
      return events({ type: 'PartRefundRequested', data: { refundId, amount, reason } })
    }
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return refuse('order_already_canceled', 'The order has been canceled: everything goes back by itself.')
  }
}

export function recordPartRefund(state: PlacedState, command: Command<'RecordPartRefunded'>): Decision {
  const { refundId, amount } = command
  const parts = 'paid' in state ? (state.paid?.parts ?? []) : []
  const part = parts.find((known) => known.refundId === refundId)
  if (part === undefined) return refuse('refund_not_requested', 'Nobody has asked for this refund.')
  if (!sameMoney(part.amount, amount)) return refuse('amount_mismatch', 'The amount is not the amount asked for.')
  return part.status === 'done' ? unchanged : events({ type: 'PartRefunded', data: { refundId, amount } })
}
