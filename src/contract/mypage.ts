// What mypage tells: a customer's orders as its projection has them, and their changes.
import type { OrderSummary } from './order.ts'

/** `projectedAt`: when the projection applied the event number `order.seq`. */
export type MyPageRow = { order: OrderSummary; projectedAt: string; change: number }

/** An order in the list for ops: neither its customer nor its lines. */
export type ChangedOrder = Pick<OrderSummary, 'orderId' | 'orderStatus' | 'seq' | 'updatedAt'>

/** The changes after `from`. `isReset`: the reader was ahead of all that is known, so these are from the beginning. */
export type MyPageChanges = { from: number; isReset: boolean; rows: MyPageRow[] }
