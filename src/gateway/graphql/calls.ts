// Which call of the authorization table each field at the top is. What is not here is open to anyone.
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
