// The summary of an order, derived from its state: the shape that subscribers and readers get.
import { totalOf } from '../contract/money.ts'
import { isDone, type OrderSummary } from '../contract/order.ts'
import type { Delivery, OrderState, PlacedState } from './state.ts'

type Shown = NonNullable<OrderSummary['delivery']>

/** The summary of a placed order; null while there is none. */
export function summarize(orderId: string, state: OrderState): OrderSummary | null {
  if (state.status === 'none') return null
  const { order, seq, updatedAt } = state
  return {
    orderId,
    seq,
    orderStatus: state.status,
    customerId: order.customerId,
    contact: order.contact,
    lines: order.lines,
    total: order.total,
    payment: payment(state),
    delivery: delivery(state),
    cancel: 'cancel' in state ? state.cancel : null,
    needsAttention: state.attention,
    placedAt: order.placedAt,
    updatedAt,
    ...(order.erasedAt !== undefined && { personalDataErasedAt: order.erasedAt }),
  }
}

function payment(state: PlacedState): OrderSummary['payment'] {
  const { total } = state.order
  const zero = { amount: 0, currency: total.currency }
  const parts = 'paid' in state ? [...(state.paid?.parts ?? [])] : []
  const disputes = 'paid' in state ? [...(state.paid?.disputes ?? [])] : []
  const partly = { amount: totalOf(parts.filter(isDone)), currency: total.currency }
  const unpaid = { captured: zero, refunded: partly, partRefunds: parts, disputes, declineReason: null }
  switch (state.status) {
    case 'orderStarted': {
      const { status, attempt } = state.payment
      const declineReason = state.payment.status === 'declined' ? state.payment.reason : null
      return { ...unpaid, status, attempt, declineReason }
    }
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return { ...unpaid, status: 'approved', attempt: state.paid.attempt, captured: state.paid.amount }
    case 'orderCanceled':
      if (state.paid === null) return { ...unpaid, status: 'none', attempt: state.attempt }
      return { ...unpaid, status: 'approved', attempt: state.paid.attempt, captured: state.paid.amount }
    case 'cancelOrderTaken':
    case 'payCanceled': {
      const { paid, refund } = state
      const refunded = { ...partly, amount: partly.amount + (refund?.amount.amount ?? 0) }
      const status = refund === null ? 'approved' : 'refunded'
      return { ...unpaid, status, attempt: paid.attempt, captured: paid.amount, refunded }
    }
  }
}

function delivery(state: PlacedState): OrderSummary['delivery'] {
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
      return null
    case 'deliveryStarted':
      return delivered(state.delivery, 'started')
    case 'deliveryCompleted':
      return delivered(state.delivery, 'completed')
    case 'orderCanceled':
      return state.delivery && delivered(state.delivery, 'started')
    case 'cancelOrderTaken':
      return state.delivery && delivered(state.delivery, state.recalled ? 'canceled' : 'started')
    case 'payCanceled':
      return state.delivery && delivered(state.delivery, 'canceled')
  }
}

function delivered({ deliveryId, failed }: Delivery, status: Shown['status']): Shown {
  if (failed === null) return { deliveryId, status }
  const { sealed: _, ...failedAttempt } = failed
  return { deliveryId, status, failedAttempt }
}
