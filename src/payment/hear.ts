// What the payment context does about the events it hears: a cancel that the store has acknowledged gives the money
// back.
import type { OrderMessage } from '../contract/message.ts'
import type { Money } from '../contract/money.ts'
import type { OrderSummary } from '../contract/order.ts'

type Payment = { refund(attempt: number, amount: Money): Promise<void>; hasRefund(attempt: number): Promise<boolean> }
type Payments = { getByName(orderId: string): Payment }

/**
 * Said twice, done once: the payment owes one refund for one attempt. An event that is none of ours changes nothing.
 */
export function hear(payments: Payments): (message: OrderMessage) => Promise<void> {
  return async (message) => {
    const { event, order } = message.data
    if (event.type !== 'CancelOrderTaken') return
    await payments.getByName(order.orderId).refund(order.payment.attempt, order.payment.captured)
  }
}

/** See SubscriberRpc. Taken in means that the refund is owed by the payment's own books, or done. */
export async function takenIn(payments: Payments, order: OrderSummary): Promise<number> {
  return (await payments.getByName(order.orderId).hasRefund(order.payment.attempt)) ? order.seq : 0
}
