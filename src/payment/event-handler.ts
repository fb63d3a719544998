// What the payment context does about the events of orders: it notes the day on which the order's money moved; a cancel
// that the store has acknowledged gives the money back, and so does the store when it asks for a part.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { groupByOrder, newestOf } from '../platform/order-messages.ts'
import { wantsRefunds } from './domain/refund.ts'
import { journaledSeq, journalNote } from './reconciliation/order-activity.ts'

type Payment = {
  requestRefunds(order: OrderSummary): Promise<void>
  hasAllRefunds(order: OrderSummary): Promise<boolean>
}
export type PaymentEventPorts = { database: Database; payments: { getByName(orderId: string): Payment } }

/** Most payments that are called side by side. */
const callsAtOnceMax = 10

/**
 * See EventHandler. Each refund is owed once. Neither waits for the other: money goes back though the journal is away,
 * and an order whose refund cannot be owed is one that the reconciliation must find.
 */
export async function handleOrderEvents(ports: PaymentEventPorts, messages: readonly OrderMessage[]): Promise<void> {
  if (messages.length === 0) return
  const { database, payments } = ports
  // The newest that asks for money back names all that is to be given back by then.
  const asking = groupByOrder(messages.filter(asksForRefund)).map((group) => newestOf(group).data.order)
  const [noted, refunds] = await Promise.all([
    Promise.allSettled([database.batch(notesFor(database, messages))]),
    settleAll(asking, callsAtOnceMax, (order) => payments.getByName(order.orderId).requestRefunds(order)),
  ])
  throwFirst([...noted, ...refunds])
}

/**
 * See EventHandler. Applied means noted, and that each refund is owed by the payment's own books, or done. Where no
 * refund is wanted the payment's object is left asleep.
 */
export async function appliedSeq(ports: PaymentEventPorts, order: OrderSummary): Promise<number> {
  const hasAllRefunds = !wantsRefunds(order) || (await ports.payments.getByName(order.orderId).hasAllRefunds(order))
  return hasAllRefunds ? await journaledSeq(ports.database, order) : 0
}

function asksForRefund({ data }: OrderMessage): boolean {
  return data.event.type === 'CancelOrderTaken' || data.event.type === 'PartRefundRequested'
}

/** One note for each order and day, by the newest event of that day. */
function notesFor(database: Database, messages: readonly OrderMessage[]) {
  const days = groupByOrder(messages).flatMap((group) => [
    ...new Map(group.map(({ data }) => [data.event.at.slice(0, 10), data])),
  ])
  return days.map(([day, { event, order }]) => journalNote(database, order.orderId, day, event.seq))
}
