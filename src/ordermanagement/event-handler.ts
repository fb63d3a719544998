// What the worklist does about the events of orders: every paid order stands on it, and a paid order that was canceled
// is acknowledged at once, which starts its refund and its recall.
import { system } from '../contract/caller.ts'
import type { OrderMessage } from '../contract/message.ts'
import { type OrderSummary, wasPaid } from '../contract/order.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { groupByOrder, newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { findOrder, orderKept } from './store.ts'

export type WorklistPorts = {
  database: Database
  orders: Pick<OrderCommandsRpc, 'handle'>
  log: Log
}

/** Most orders that are acknowledged side by side. */
const commandsAtOnceMax = 10

/** See EventHandler. An order that cannot be asked is shown as its message has it, until the message comes again. */
export async function handleOrderEvents(ports: WorklistPorts, messages: readonly OrderMessage[]): Promise<void> {
  const { database } = ports
  const groups = groupByOrder(messages.filter(({ data }) => wasPaid(data.order)))
  const acknowledged = await settleAll(groups, commandsAtOnceMax, (group) => acknowledge(ports, newestOf(group)))
  const writes = groups.map((group, index) => {
    const result = acknowledged[index]
    const order = result?.status === 'fulfilled' ? result.value : newestOf(group).data.order
    return orderKept(database, order, paidAtIn(group))
  })
  if (writes.length > 0) await database.batch(writes)
  throwFirst(acknowledged)
}

/**
 * See EventHandler. A cancel is applied when it is acknowledged, a payment when its own event was applied; an order
 * that was never paid is not on the list.
 */
export async function appliedSeq(ports: Pick<WorklistPorts, 'database'>, order: OrderSummary): Promise<number> {
  if (!wasPaid(order)) return order.seq
  const entry = await findOrder(ports.database, order.orderId)
  if (entry === null || !entry.paidAtKnown) return 0
  const { orderStatus, seq } = entry.order
  return orderStatus === 'orderCanceled' ? seq - 1 : seq
}

/** Acknowledge the order's cancel, if that is what it waits for. The order as it then stands. */
async function acknowledge(ports: WorklistPorts, { id, data: { order } }: OrderMessage): Promise<OrderSummary> {
  if (order.orderStatus !== 'orderCanceled') return order
  const meta = { by: system('ordermanagement'), causationId: id }
  const outcome = await ports.orders.handle(order.orderId, { type: 'TakeCancelOrder' }, meta)
  if (outcome.ok) return outcome.value.order
  ports.log('cancel_not_acknowledged', { orderId: order.orderId, code: outcome.rejection.code })
  return order
}

/** When the order was paid, which its event PayApproved alone knows. */
function paidAtIn(group: OrderMessages): string | null {
  return group.find(({ data }) => data.event.type === 'PayApproved')?.data.event.at ?? null
}
