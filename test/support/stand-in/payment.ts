// The stand-in for the payment Worker: knows a few tokens, and reports to the stand-in for the order Worker.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { PaymentRpc } from '../../../src/contract/payment-rpc.ts'
import type { OrderBook } from '../order-book.ts'
import { paymentApiOf } from '../page-ports.ts'

export class Payments
  extends WorkerEntrypoint<{ ORDER_COMMANDS: Pick<OrderBook, 'read' | 'handle'> }>
  implements Pick<PaymentRpc, 'pay'>
{
  pay(...args: Parameters<PaymentRpc['pay']>) {
    return paymentApiOf(this.env.ORDER_COMMANDS).pay(...args)
  }
}

export default { fetch: () => new Response(null, { status: 404 }) }
