// One example of each event, for the AsyncAPI document. An event type without one does not compile.
import type { EventType, OrderEvent, RecordedEvent } from '../../src/contract/events.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { SealedOrder } from '../../src/contract/sealed.ts'

const amount = { amount: 4500, currency: 'KRW' }
const nothing = { amount: 0, currency: 'KRW' }
const deliveryId = 'dlv_7zq8k2m4x6c9v1b3n5a7s9d2fg'
const refundId = 'rfd_3k5m7p9r1t3v5x7z9b1d3f5h7j'
const disputeId = 'dp_1NqHEt2eZvKYlo2C'
const nobody = { customerName: '', deliveryAddress: '', deliveryPhoneNumber: '' }
const lines = [{ itemId: '2', itemName: 'Air conditional', qty: 3, unitPrice: { amount: 1500, currency: 'KRW' } }]

/** As messages have it. What is encrypted here is no real text. */
export const exampleOrder: SealedOrder = {
  orderId: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg',
  seq: 1,
  orderStatus: 'orderStarted',
  customerId: '1',
  contact: null,
  sealed: { key: '9b99975f.YW4gZXhhbXBsZSBvZiBhIGtleQ', contact: 'YW4gZXhhbXBsZSBvZiBhIGNvbnRhY3Q' },
  lines,
  total: amount,
  payment: {
    status: 'requested',
    attempt: 0,
    captured: nothing,
    refunded: nothing,
    partRefunds: [],
    disputes: [],
    declineReason: null,
  },
  delivery: null,
  cancel: null,
  needsAttention: null,
  placedAt: '2026-11-22T09:00:00.000Z',
  updatedAt: '2026-11-22T09:00:00.000Z',
}

/** As a customer is shown it. */
export const openExample: OrderSummary = {
  ...exampleOrder,
  sealed: null,
  contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
}

export const exampleEvents: Record<EventType, RecordedEvent> = {
  OrderPlaced: recorded({
    type: 'OrderPlaced',
    data: {
      ...{ customerId: '1', contact: nobody, lines, total: amount, payment: 'requested', fingerprint: '5f2d8b' },
      sealed: 'YW4gZXhhbXBsZSBvZiBhIGNvbnRhY3Q',
    },
  }),
  PayDeferred: recorded({ type: 'PayDeferred', data: { attempt: 1, reason: 'overloaded' } }),
  PayUnknown: recorded({ type: 'PayUnknown', data: { attempt: 1 } }),
  PayDeclined: recorded({ type: 'PayDeclined', data: { attempt: 1, reason: 'insufficient_funds' } }),
  PayApproved: recorded({ type: 'PayApproved', data: { attempt: 1, amount } }),
  OrderTaken: recorded({ type: 'OrderTaken', data: {} }),
  DeliveryStarted: recorded({ type: 'DeliveryStarted', data: { deliveryId } }),
  DeliveryCompleted: recorded({
    type: 'DeliveryCompleted',
    data: { deliveryId, handover: { to: 'neighbor', note: 'Park, flat 302' } },
  }),
  DeliveryAttemptFailed: recorded({
    type: 'DeliveryAttemptFailed',
    data: { deliveryId, attempt: 1, reason: 'nobodyHome', note: null, next: 'retry' },
  }),
  DeliveryRestarted: recorded({ type: 'DeliveryRestarted', data: { deliveryId, attempt: 1 } }),
  OrderCanceled: recorded({ type: 'OrderCanceled', data: { reason: 'customerRequest', note: null } }),
  CancelOrderTaken: recorded({ type: 'CancelOrderTaken', data: {} }),
  PayCanceled: recorded({ type: 'PayCanceled', data: { refundId, amount } }),
  DeliveryCanceled: recorded({ type: 'DeliveryCanceled', data: { deliveryId } }),
  OrderFlagged: recorded({ type: 'OrderFlagged', data: { cause: 'notTaken' } }),
  PartRefundRequested: recorded({
    type: 'PartRefundRequested',
    data: { refundId, amount: { amount: 500, currency: 'KRW' }, reason: 'a scratch on the door' },
  }),
  PartRefunded: recorded({ type: 'PartRefunded', data: { refundId, amount: { amount: 500, currency: 'KRW' } } }),
  RefundFailed: recorded({
    type: 'RefundFailed',
    data: { refundId, amount, round: 0, reason: 'expired_or_canceled_card' },
  }),
  PaymentDisputed: recorded({
    type: 'PaymentDisputed',
    data: { disputeId, amount, reason: 'product_not_received', evidenceDueBy: '2026-12-02T23:59:59.000Z' },
  }),
  PaymentDisputeWon: recorded({ type: 'PaymentDisputeWon', data: { disputeId } }),
  PaymentDisputeLost: recorded({ type: 'PaymentDisputeLost', data: { disputeId, amount } }),
  PersonalDataErased: recorded({ type: 'PersonalDataErased', data: {} }),
}

/** The example order has its first event only; a real message has the order after its event. */
function recorded(event: OrderEvent): RecordedEvent {
  return {
    seq: 1,
    version: 1,
    at: '2026-11-22T09:00:00.000Z',
    by: { kind: 'customer', id: '1' },
    causationId: 'req_6c9d0a52-8d7e-4f3b-9a51-0c6f5b1f2e11',
    ...event,
  }
}
