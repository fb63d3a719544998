// What each role is shown of an order, whichever call answers: REST, live or GraphQL. It stands beside the table of
// the calls (authorization.ts).
import type { Author, Role } from './caller.ts'
import { type Contact, type OrderSummary, orderSummarySchema } from './order.ts'

type OrderField = keyof OrderSummary

const whole = Object.keys(orderSummarySchema.shape) as OrderField[]
/** What the way to the customer needs. A new field of the order is not shown to couriers until it stands here. */
const onTheWay = ['orderId', 'seq', 'orderStatus', 'contact', 'lines', 'delivery', 'updatedAt'] as const

export const orderView: Record<Role, readonly OrderField[]> = {
  customer: whole,
  staff: whole,
  ops: whole,
  courier: onTheWay,
}

export type OrderOnTheWay = Pick<OrderSummary, (typeof onTheWay)[number]>

/** Whether the role is shown the whole order. */
export function seesWhole(role: Role): boolean {
  return orderView[role] === whole
}

/** The order for a role that sees the whole of it. */
export function wholeOrder(order: OrderSummary, role: Role): OrderSummary {
  if (!seesWhole(role)) throw new Error(`the role ${role} does not see a whole order`)
  const { cancel, personalDataErasedAt = null } = order
  const shown = { ...order, personalDataErasedAt }
  return cancel === null ? shown : { ...shown, cancel: { ...cancel, by: shownAuthor(cancel.by, role) } }
}

/** The order for a role that sees a part of it. */
export function orderOnTheWay(order: OrderSummary): OrderOnTheWay {
  const { orderId, seq, orderStatus, contact, lines, delivery, updatedAt } = order
  return { orderId, seq, orderStatus, contact, lines, delivery, updatedAt }
}

/** Customers see the store, and not who works there. */
export function shownAuthor(author: Author, role: Role): Author {
  const isOfTheStore = author.kind !== 'customer' && author.kind !== 'system'
  return role === 'customer' && isOfTheStore ? { ...author, id: 'store' } : author
}

/** The order with its contact's fields at the top level, as the business's clients know it. */
export function withContact<T extends { contact: Contact | null }>(order: T): Omit<T, 'contact'> & Contact {
  const { contact, ...rest } = order
  if (contact === null) throw new Error('an order was handed out without its contact')
  return { ...rest, ...contact }
}
