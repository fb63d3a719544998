// Takes many packed orders at once. Each is an order of its own: one that is refused stops no other.
import type { Caller } from '../contract/caller.ts'
import type { Rejection } from '../contract/rejections.ts'
import { settleAll } from '../platform/concurrency.ts'
import { takeOrder, type WorkPorts } from './worklist.ts'

/** `unknown`: the order could not be reached, so it may be taken or not. */
export type Outcome = { orderId: string; result: 'packed' | 'unknown' | Rejection }

/** Most orders of one form: those of a page. */
export const bulkMax = 25

const atOnceMax = 5

/** The outcomes are in the order of the ids; one that is named twice is taken once. */
export async function takeOrders(
  ports: WorkPorts,
  caller: Caller,
  orderIds: readonly string[],
  requestId: string,
): Promise<Outcome[]> {
  const distinct = [...new Set(orderIds)]
  const take = (orderId: string) => takeOrder(ports, caller, orderId, { requestId, idempotencyKey: null })
  const taken = await settleAll(distinct, atOnceMax, take)
  return distinct.map((orderId, index) => {
    const each = taken[index]
    if (each?.status === 'fulfilled') return { orderId, result: each.value.ok ? 'packed' : each.value.rejection }
    const { traceparent } = caller
    ports.log('bulk_take_failed', { orderId, requestId, traceparent, fault: String(each?.reason) })
    return { orderId, result: 'unknown' }
  })
}
