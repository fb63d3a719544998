import type { Author, Role } from './caller.ts';
import { type Contact, type OrderSummary } from './order.ts';
type OrderField = keyof OrderSummary;
/** What the way to the customer needs. A new field of the order is not shown to couriers until it stands here. */
declare const onTheWay: readonly ['orderId', 'seq', 'orderStatus', 'contact', 'lines', 'delivery', 'updatedAt'];
export declare const orderView: Record<Role, readonly OrderField[]>;
export type OrderOnTheWay = Pick<OrderSummary, (typeof onTheWay)[number]>;
/** Whether the role is shown the whole order. */
export declare function seesWhole(role: Role): boolean;
/** The order for a role that sees the whole of it. */
export declare function wholeOrder(order: OrderSummary, role: Role): OrderSummary;
/** The order for a role that sees a part of it. */
export declare function orderOnTheWay(order: OrderSummary): OrderOnTheWay;
/** Customers see the store, and not who works there. */
export declare function shownAuthor(author: Author, role: Role): Author;
/** The order with its contact's fields at the top level, as the business's clients know it. */
export declare function withContact<T extends {
    contact: Contact | null;
}>(order: T): Omit<T, 'contact'> & Contact;
export {};
