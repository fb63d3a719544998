// What mypage tells: a customer's orders as its projection has them, and their changes.
import type { OrderSummary } from './order.ts'

/** `projectedAt`: when the projection applied the event number `order.seq`. */
export type MyPageRow = { order: OrderSummary; projectedAt: string; change: number }

/** An order in the list for ops: neither its customer nor its lines. */
export type ChangedOrder = Pick<OrderSummary, 'orderId' | 'orderStatus' | 'seq' | 'updatedAt'>

/** The changes after `from`. `isReset`: the reader was ahead of all that is known, so these are from the beginning. */
export type MyPageChanges = { from: number; isReset: boolean; rows: MyPageRow[] }

/**
 * How new what is read must be; without it no replica is read. `bookmark`: no older than the answer that it came with;
 * null: as any replica has it. `minSeqs`: by the id of an order, the number of an event of it that the reader knows of.
 */
export type Freshness = { bookmark: string | null; minSeqs: Record<string, number> }

/** `bookmark`: how new the answer is, for the next read. Null or absent where there are no replicas. */
export type Bookmarked = { bookmark?: string | null }
