// What people do about an order's money at the payment provider, and what the shop then does about it.
import type { Caller } from '../../src/contract/caller.ts'
import type { OrderInjector } from './fault-injection.ts'
import type { Lifetime } from './network.ts'
import type { AtTheProvider } from './plan.ts'
import type { Shop } from './shop.ts'

const staff: Caller = { subject: 'usr_staff', role: 'staff', name: 'Park' }
const ops: Caller = { subject: 'usr_ops', role: 'ops', name: 'Han' }

/** Null when it is done, else the code of the refusal. */
export async function actAtTheProvider(
  operation: AtTheProvider,
  { calls, provider }: Shop,
  { orderId, customer, injector }: { orderId: string; customer: Caller; injector: OrderInjector },
  lifetime: Lifetime,
  { requestId, returnUrl }: { requestId: string; returnUrl: string },
): Promise<string | null> {
  const payment = calls.payments(lifetime).getByName(orderId)
  switch (operation.do) {
    case 'strayCharge': {
      if ((await calls.orderCommands(lifetime).read(orderId)) === null) return 'order_not_found'
      provider.chargeByHand(orderId, operation.amount)
      const inquired = await calls.reconciliations(lifetime, injector).inquire(ops, orderId)
      if (!inquired.ok) return inquired.rejection.code
      const known = inquired.value.attempts.filter(({ status }) => status === 'approved').length
      return known >= provider.moved(orderId).charges.length ? null : 'charge_unknown'
    }
    case 'authenticate':
      provider.authenticate(orderId, operation.outcome)
      if (operation.comesBack) await calls.paymentApi(lifetime).checkout(customer, orderId, returnUrl, true)
      return null
    case 'failRefund':
      provider.failRefund(orderId)
      await payment.news()
      return null
    case 'refuseRefunds':
      provider.refuseRefunds(orderId, operation.forMs)
      return null
    case 'news':
      await payment.news()
      return null
    case 'settle': {
      const { refunds } = await payment.view()
      const refundId = refunds.find(({ status }) => status === 'due')?.refundId
      if (refundId === undefined) return 'refund_not_found'
      const settlement = {
        way: 'bankTransfer',
        reference: 'transfer 1',
        checkedAtProvider: operation.isChecked,
      } as const
      const api = calls.paymentApi(lifetime)
      const settled = await api.settleRefund(staff, orderId, refundId, settlement, requestId)
      return settled.ok ? null : settled.rejection.code
    }
  }
}
