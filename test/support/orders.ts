// Named example orders and fixed instants, and stories: given these commands, then the order is in this state.

import { record } from '../../src/actor/event-log.ts'
import type { Author } from '../../src/contract/caller.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import type { RecordedEvent } from '../../src/contract/events.ts'
import { decide } from '../../src/order/decide.ts'
import { evolve } from '../../src/order/evolve.ts'
import { nothing, type OrderState } from '../../src/order/state.ts'

export const noon = Date.parse('2026-11-01T12:00:00.000Z')
export const orderId = 'ord_0123456789abcdefghjkmnpqrs'
export const won = (amount: number) => ({ amount, currency: 'KRW' })

/** Gives every command of the stories. */
export const author: Author = { kind: 'system', id: 'test' }

export const kangsOrder = {
  type: 'PlaceOrder',
  customerId: '1',
  contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
  lines: [{ itemId: '2', itemName: 'Air conditional', qty: 3, unitPrice: won(1500) }],
  total: won(4500),
  payment: 'requested',
  fingerprint: 'kang-3-air-conditionals',
} as const satisfies OrderCommand & { type: 'PlaceOrder'; lines: unknown }

export const commands = {
  PlaceOrder: { ...kangsOrder, lines: [...kangsOrder.lines] },
  RecordPayApproved: { type: 'RecordPayApproved', attempt: 1, amount: won(4500) },
  RecordPayDeclined: { type: 'RecordPayDeclined', attempt: 1, reason: 'insufficient_funds' },
  RecordPayUnknown: { type: 'RecordPayUnknown', attempt: 1 },
  RecordPayDeferred: { type: 'RecordPayDeferred', attempt: 1, reason: 'overloaded' },
  TakeOrder: { type: 'TakeOrder' },
  RecordDeliveryStarted: { type: 'RecordDeliveryStarted', deliveryId: 'dlv_1' },
  RecordDeliveryCompleted: { type: 'RecordDeliveryCompleted' },
  RecordDeliveryAttemptFailed: {
    type: 'RecordDeliveryAttemptFailed',
    attempt: 1,
    reason: 'nobodyHome',
    note: null,
    next: 'backToStore',
  },
  RestartDelivery: { type: 'RestartDelivery', attempt: 1 },
  CancelOrder: { type: 'CancelOrder', reason: 'customerRequest', note: null },
  TakeCancelOrder: { type: 'TakeCancelOrder' },
  RecordPayCanceled: { type: 'RecordPayCanceled', refundId: 'rfd_1', amount: won(4500) },
  RecordDeliveryCanceled: { type: 'RecordDeliveryCanceled', deliveryId: 'dlv_1' },
  FlagOrder: { type: 'FlagOrder', cause: 'notTaken' },
  RefundPart: { type: 'RefundPart', refundId: 'rfd_part', amount: won(500), reason: 'a scratch' },
  RecordPartRefunded: { type: 'RecordPartRefunded', refundId: 'rfd_part', amount: won(500) },
  RecordRefundFailed: {
    type: 'RecordRefundFailed',
    refundId: 'rfd_1',
    amount: won(4500),
    round: 0,
    reason: 'expired_or_canceled_card',
  },
  RecordPaymentDisputed: {
    type: 'RecordPaymentDisputed',
    disputeId: 'dp_1',
    amount: won(4500),
    reason: 'fraudulent',
    evidenceDueBy: '2026-11-20T23:59:59.000Z',
  },
  RecordPaymentDisputeWon: { type: 'RecordPaymentDisputeWon', disputeId: 'dp_1' },
  ErasePersonalData: { type: 'ErasePersonalData' },
  RecordPaymentDisputeLost: { type: 'RecordPaymentDisputeLost', disputeId: 'dp_1', amount: won(4500) },
} as const satisfies { [T in OrderCommand['type']]: Extract<OrderCommand, { type: T }> }

export type Reported = { state: OrderState; events: RecordedEvent[] }

/** Give the commands one after the other, a second apart. Throws when one is refused: the story is wrong then. */
export function tell(...story: OrderCommand[]): Reported {
  let result: Reported = { state: nothing, events: [] }
  for (const [index, command] of story.entries()) {
    const decision = decide(result.state, command, author)
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.rejection.code}`)
    result = recordAll(result, decision.events, noon + index * 1000)
  }
  return result
}

/** The history of a story, as subscribers are told of it. Its personal data is not encrypted. */
export function toldOf(events: RecordedEvent[]) {
  return { orderId, key: null, events }
}

function recordAll(reported: Reported, decided: Parameters<typeof record>[0], now: number): Reported {
  const meta = { by: author, causationId: 'story' }
  const events = record(
    decided,
    reported.state.seq,
    reported.state.status === 'none' ? '' : reported.state.updatedAt,
    now,
    meta,
  )
  return { state: events.reduce(evolve, reported.state), events: [...reported.events, ...events] }
}

const c = commands
const placed = [c.PlaceOrder]
const paid = [...placed, c.RecordPayApproved]
const taken = [...paid, c.TakeOrder]
const started = [...taken, c.RecordDeliveryStarted]
const back = [...started, c.RecordDeliveryAttemptFailed]
const refunded = [...paid, c.CancelOrder, c.TakeCancelOrder, c.RecordPayCanceled]
const recalled = [...started, c.CancelOrder, c.TakeCancelOrder, c.RecordPayCanceled, c.RecordDeliveryCanceled]

/** One story for each situation of an order. */
export const situations: Record<string, OrderCommand[]> = {
  none: [],
  'orderStarted, requested': placed,
  'orderStarted, deferred': [...placed, c.RecordPayDeferred],
  'orderStarted, unknown': [...placed, c.RecordPayUnknown],
  'orderStarted, declined': [...placed, c.RecordPayDeclined],
  payApproved: paid,
  orderTaken: taken,
  deliveryStarted: started,
  deliveryCompleted: [...started, c.RecordDeliveryCompleted],
  'orderCanceled, not paid': [...placed, c.CancelOrder],
  'orderCanceled, paid': [...paid, c.CancelOrder],
  'orderCanceled, delivery started': [...started, c.CancelOrder],
  'cancelOrderTaken, no delivery': [...paid, c.CancelOrder, c.TakeCancelOrder],
  'cancelOrderTaken, late approval': [...placed, c.CancelOrder, c.RecordPayApproved],
  'cancelOrderTaken, delivery started': [...started, c.CancelOrder, c.TakeCancelOrder],
  'cancelOrderTaken, refunded, not recalled': [...started, c.CancelOrder, c.TakeCancelOrder, c.RecordPayCanceled],
  'cancelOrderTaken, recalled, not refunded': [...started, c.CancelOrder, c.TakeCancelOrder, c.RecordDeliveryCanceled],
  'payCanceled, no delivery': refunded,
  'payCanceled, recalled': recalled,
  'cancelOrderTaken, refund failed': [...refunded, c.RecordRefundFailed],
}

/** Variants of those situations, each with the name of its situation. */
export const variants: Record<string, { within: string; story: OrderCommand[] }> = {
  'payApproved, flagged': { within: 'payApproved', story: [...paid, c.FlagOrder] },
  'payApproved, part refund due': { within: 'payApproved', story: [...paid, c.RefundPart] },
  'payApproved, part refunded': { within: 'payApproved', story: [...paid, c.RefundPart, c.RecordPartRefunded] },
  'cancelOrderTaken, refund failed, goods recalled': {
    within: 'cancelOrderTaken, refund failed',
    story: [...recalled, c.RecordRefundFailed],
  },
  'deliveryCompleted, part refund due': {
    within: 'deliveryCompleted',
    story: [...started, c.RecordDeliveryCompleted, c.RefundPart],
  },
  'deliveryStarted, back at the store': { within: 'deliveryStarted', story: back },
  'deliveryStarted, sent out again': { within: 'deliveryStarted', story: [...back, c.RestartDelivery] },
  'orderCanceled, back at the store': {
    within: 'orderCanceled, delivery started',
    story: [...back, c.CancelOrder],
  },
  'payApproved, disputed': { within: 'payApproved', story: [...paid, c.RecordPaymentDisputed] },
  'payApproved, dispute won': {
    within: 'payApproved',
    story: [...paid, c.RecordPaymentDisputed, c.RecordPaymentDisputeWon],
  },
  'payApproved, dispute lost': {
    within: 'payApproved',
    story: [...paid, c.RecordPaymentDisputed, c.RecordPaymentDisputeLost],
  },
  'cancelOrderTaken, part refund due': {
    within: 'cancelOrderTaken, no delivery',
    story: [...paid, c.RefundPart, c.CancelOrder, c.TakeCancelOrder],
  },
}

/** The situations and their variants, by name. */
export const allSituations: Record<string, OrderCommand[]> = {
  ...situations,
  ...Object.fromEntries(Object.entries(variants).map(([name, { story }]) => [name, story])),
}
