// Handles the events of orders: it notes the day on which an order's money moved, and requests refunds after a cancel
// that the store has acknowledged, after the store's request for a partial refund, and after the end of a dispute.
import type { EventType } from '../contract/events.ts'
import type { OrderMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { groupByOrder, newestOf } from '../platform/order-messages.ts'
import { wantsRefunds } from './domain/refund.ts'
import { activityNote, notedSeq } from './reconciliation/order-activity.ts'

type Payment = {
  requestRefunds(order: OrderRecord): Promise<void>
  hasAllRefunds(order: OrderRecord): Promise<boolean>
}
export type PaymentEventPorts = { database: Database; payments: { getByName(orderId: string): Payment } }

/** Most payments that are called side by side. */
const callsAtOnceMax = 10

/**
 * See EventHandler. Each refund is created once. The note and the refund do not wait for each other: a refund is made
 * though the database fails, and an order whose refund fails is still noted, so that the reconciliation finds it.
 */
export async function handleOrderEvents(ports: PaymentEventPorts, messages: readonly OrderMessage[]): Promise<void> {
  if (messages.length === 0) return
  const { database, payments } = ports
  // The newest event that requests a refund carries all refunds requested so far.
  const requests = groupByOrder(messages.filter(requestsRefund)).map((group) => newestOf(group).data.order)
  const [noted, refunds] = await Promise.all([
    Promise.allSettled([database.batch(notesFor(database, messages))]),
    settleAll(requests, callsAtOnceMax, (order) => payments.getByName(order.orderId).requestRefunds(order)),
  ])
  throwFirst([...noted, ...refunds])
}

/**
 * See EventHandler. Applied means that the event is noted and that the payment has each refund, due or done. Without a
 * required refund the payment's object is not called.
 */
export async function appliedSeq(ports: PaymentEventPorts, order: OrderRecord): Promise<number> {
  const hasAllRefunds = !wantsRefunds(order) || (await ports.payments.getByName(order.orderId).hasAllRefunds(order))
  return hasAllRefunds ? await notedSeq(ports.database, order) : 0
}

const requesting: readonly EventType[] = [
  'CancelOrderTaken',
  'PartRefundRequested',
  'PaymentDisputeWon',
  'PaymentDisputeLost',
]

export function requestsRefund({ data }: OrderMessage): boolean {
  return requesting.includes(data.event.type)
}

/** One note for each order and day, by the newest event of that day. */
function notesFor(database: Database, messages: readonly OrderMessage[]) {
  const days = groupByOrder(messages).flatMap((group) => [
    ...new Map(group.map(({ data }) => [data.event.at.slice(0, 10), data])),
  ])
  return days.map(([day, { event, order }]) => activityNote(database, order.orderId, day, event.seq))
}
