// The APIs of order and payment that the pages call, over orders under the real rules.
import { chargingBy } from '../../src/contract/charging.ts'
import type { PaymentRpc } from '../../src/contract/payment-rpc.ts'
import { accepted, refused } from '../../src/contract/result.ts'
import type { OrderRpc } from '../../src/contract/rpc.ts'
import { orderService } from '../../src/order/order-service.ts'
import type { OrderBook } from './order-book.ts'

export function orderApiOf(book: OrderBook): OrderRpc {
  return orderService({
    actor: (orderId) => ({
      handle: (command, meta) => book.handle(orderId, command, meta),
      read: (after) => book.read(orderId, after),
      history: (asOf) => book.history(orderId, asOf),
      verify: async () => null,
      republish: () => book.read(orderId),
    }),
    catalog: { find: async () => ({}) },
    shelf: { find: async () => ({}) },
    chargingOf: chargingBy.sandbox,
  })
}

/**
 * `tok_approved` pays, those of `declineReasons` are declined, `tok_overloaded` is put off, `tok_lost` leaves it open,
 * and `tok_down` finds no payment at all.
 */
export function paymentApiOf(
  book: Pick<OrderBook, 'read' | 'handle'>,
): Pick<PaymentRpc, 'pay' | 'checkout' | 'openPage'> {
  const meta = { by: { kind: 'system', id: 'payment' }, causationId: 'req_till' } as const
  return {
    async checkout(_, orderId, returnUrl) {
      const isPayable = (await book.read(orderId))?.orderStatus === 'orderStarted'
      const url = `/sandbox/cards?return=${encodeURIComponent(returnUrl)}`
      return accepted({ way: isPayable ? { kind: 'page', url } : null, action: null })
    },
    openPage: async () => accepted({ url: null }),
    async pay(_, orderId, token) {
      const order = await book.read(orderId)
      if (order === null) return refused({ code: 'order_not_found', detail: 'There is no such order.' })
      const attempt = order.payment.attempt + 1
      if (token === 'tok_down') throw new Error('payment is down')
      const reason = declineReasons.get(token ?? '')
      if (reason !== undefined) {
        await book.handle(orderId, { type: 'RecordPayDeclined', attempt, reason }, meta)
        const detail = `The payment was declined: ${reason}.`
        return refused({ code: 'payment_declined', detail, current: reason })
      }
      if (token === 'tok_overloaded') {
        await book.handle(orderId, { type: 'RecordPayDeferred', attempt, reason: 'overloaded' }, meta)
        return refused({ code: 'payment_overloaded', detail: 'Payment is overloaded.', retryAfterSeconds: 1 })
      }
      const outcome = await book.handle(
        orderId,
        token === 'tok_lost'
          ? { type: 'RecordPayUnknown', attempt }
          : { type: 'RecordPayApproved', attempt, amount: order.total },
        meta,
      )
      if (!outcome.ok) return outcome
      return accepted({ outcome: token === 'tok_lost' ? 'pending' : 'paid', order: outcome.value.order })
    },
  }
}

const declineReasons = new Map([
  ['tok_declined', 'card_declined'],
  ['tok_authentication_required', 'authenticationRequired'],
  ['tok_nonsense', 'token_unknown'],
])
