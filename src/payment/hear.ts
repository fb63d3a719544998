// What the payment context does about the events it hears: a cancel that the store has acknowledged gives the money
// back, and so does the store when it asks for a part.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'

type Payment = { giveBack(order: OrderSummary): Promise<void>; givesBack(order: OrderSummary): Promise<boolean> }
type Payments = { getByName(orderId: string): Payment }

/** Said twice, done once: each refund is owed once. An event that is none of ours changes nothing. */
export function hear(payments: Payments): (message: OrderMessage) => Promise<void> {
  return async (message) => {
    const { event, order } = message.data
    if (event.type !== 'CancelOrderTaken' && event.type !== 'PartRefundRequested') return
    await payments.getByName(order.orderId).giveBack(order)
  }
}

/** See SubscriberRpc. Taken in means that each refund is owed by the payment's own books, or done. */
export async function takenIn(payments: Payments, order: OrderSummary): Promise<number> {
  return (await payments.getByName(order.orderId).givesBack(order)) ? order.seq : 0
}
