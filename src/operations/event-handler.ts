// Handles the events of orders: what staff and ops did to one stands in the audit, and the dead letters of one that is
// erased lose its personal data.
import type { OrderMessage } from '../contract/message.ts'
import { type OrderRecord, type OrderStatus, wasPaid } from '../contract/order.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { appliedStatement, auditStatement, countApplied } from './audit-store.ts'
import { entryOf, eventsDue, isDue } from './order-acts.ts'
import { eraseLetters } from './store.ts'

export type ActPorts = { database: Database; orders: Pick<OrderCommandsRpc, 'read'> }

/** How many orders are read at the same time, at most. */
const readsAtOnceMax = 10

/** See EventHandler. An entry is there once, by the event's number, and never without the mark that it was applied. */
export async function handleOrderEvents(
  { database, orders }: ActPorts,
  messages: readonly OrderMessage[],
): Promise<void> {
  const due = messages.filter(isDue)
  const entries = await settleAll(due, readsAtOnceMax, async (message) => {
    return entryOf(message, await statusBefore(orders, message))
  })
  const writes = due.flatMap(({ data: { event, order } }, index) => {
    const result = entries[index]
    if (result?.status !== 'fulfilled') return []
    const applied = appliedStatement(database, order.orderId, event.seq)
    const erased = event.type === 'PersonalDataErased' ? [eraseLetters(database, order.orderId)] : []
    return [...erased, ...(result.value === null ? [] : [auditStatement(database, result.value)]), applied]
  })
  if (writes.length > 0) await database.batch(writes)
  throwFirst(entries)
}

/**
 * See EventHandler. Each event counts by itself: an older one is not applied by a newer one. An order to which nobody
 * of the shop did anything has no row, and is not looked for.
 */
export async function appliedSeq({ database }: Pick<ActPorts, 'database'>, order: OrderRecord): Promise<number> {
  const due = eventsDue(order)
  return due === 0 || (await countApplied(database, order.orderId)) >= due ? order.seq : 0
}

/** The status before its cancel. The summary after it, as in the message, does not tell whether it was packed. */
async function statusBefore(
  orders: ActPorts['orders'],
  { data: { event, order } }: OrderMessage,
): Promise<OrderStatus> {
  if (event.type !== 'OrderCanceled') return order.orderStatus
  if (!wasPaid(order)) return 'orderStarted'
  if (order.delivery !== null) return 'deliveryStarted'
  return (await orders.read(order.orderId, 'OrderTaken')) === null ? 'payApproved' : 'orderTaken'
}
