// The ports of `payOrder` over the gateway's bindings.
import type { PaymentRpc } from '../../contract/payment-rpc.ts'
import type { OrderRpc } from '../../contract/rpc.ts'
import { contextLog } from '../../platform/log.ts'
import type { PayPorts } from '../../platform/pay-order.ts'
import { callContext } from '../http/call-context.ts'
import { countCall } from '../http/calls-meter.ts'

export type PayBindings = { ORDER_API: Pick<OrderRpc, 'deferPayment'>; PAYMENTS: Pick<PaymentRpc, 'pay'> }

const log = contextLog('gateway')

/** An order that does not answer becomes an UpstreamUnavailable. */
export function payPorts({ ORDER_API, PAYMENTS }: PayBindings): PayPorts {
  const deferPayment: OrderRpc['deferPayment'] = (...args) =>
    callContext('order', () => ORDER_API.deferPayment(...args))
  const pay: PaymentRpc['pay'] = (...args) => countCall('payment', () => PAYMENTS.pay(...args))
  return { orders: { deferPayment }, payments: { pay }, log }
}
