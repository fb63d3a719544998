// The call of the authorization table for each top field. A field that is not here is public.
import type { GuardedCall } from '../../contract/authorization.ts'

export const callOf = {
  order: 'readOrder',
  orders: 'listMyPages',
  payment: 'readPayment',
  placeOrder: 'placeOrder',
  payOrder: 'pay',
  cancelOrder: 'cancelOrder',
  takeOrder: 'workOnOrder',
  completeDelivery: 'completeDelivery',
} as const satisfies Record<string, GuardedCall>
