// What the payment context does about the events it hears: it notes the day on which the order's money moved; a cancel
// that the store has acknowledged gives the money back, and so does the store when it asks for a part.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { Database } from '../platform/database.ts'
import { journaledSeq, noteInJournal } from './journal.ts'

type Payment = { giveBack(order: OrderSummary): Promise<void>; givesBack(order: OrderSummary): Promise<boolean> }
export type HearPorts = { database: Database; payments: { getByName(orderId: string): Payment } }

/**
 * Said twice, done once: each refund is owed once. Neither waits for the other: money goes back though the journal is
 * away, and an order whose refund cannot be owed is one that the reconciliation must find.
 */
export function hear({ database, payments }: HearPorts): (message: OrderMessage) => Promise<void> {
  return async (message) => {
    const { event, order } = message.data
    const givesBack = event.type === 'CancelOrderTaken' || event.type === 'PartRefundRequested'
    await Promise.all([
      noteInJournal(database, order.orderId, event.at.slice(0, 10), event.seq),
      givesBack && payments.getByName(order.orderId).giveBack(order),
    ])
  }
}

/** See SubscriberRpc. Taken in means noted, and that each refund is owed by the payment's own books, or done. */
export async function takenIn({ database, payments }: HearPorts, order: OrderSummary): Promise<number> {
  const givesBack = await payments.getByName(order.orderId).givesBack(order)
  return givesBack ? await journaledSeq(database, order.orderId) : 0
}
