// Who may call what: role × call, the one table. Whose order it is, is checked by the context that holds it.
import type { Role } from '../contract/caller.ts'

export const permissions = {
  placeOrder: ['customer'],
  readOrder: ['customer', 'staff', 'ops'],
  cancelOrder: ['customer', 'staff'],
  readHistory: ['customer', 'staff', 'ops'],
  republishOrder: ['ops'],
  pay: ['customer'],
  readPayment: ['customer', 'staff', 'ops'],
  refundPart: ['staff'],
  readProviderRecord: ['staff', 'ops'],
  readGates: ['ops'],
  reconcile: ['ops'],
  readWorklist: ['staff', 'ops'],
  workOnOrder: ['staff'],
  readDeliveries: ['staff', 'courier'],
  completeDelivery: ['staff', 'courier'],
  readMessages: ['customer', 'staff'],
  readMyPage: ['customer'],
  readDeadLetters: ['ops'],
  keepAccounts: ['ops'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export function mayCall(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission]
  return allowed.includes(role)
}
