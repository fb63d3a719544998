// Handles the events of orders: writes every paid order to the worklist, and acknowledges the cancel of a paid order at
// once, which starts its refund and its recall.
import { system } from '../contract/caller.ts'
import type { OrderMessage } from '../contract/message.ts'
import { type OrderRecord, wasPaid } from '../contract/order.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import { isSynthetic } from '../contract/synthetic.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Log } from '../platform/log.ts'
import { groupByOrder, newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { homeOf } from '../platform/order-shards.ts'
import { childOf } from '../platform/trace.ts'
import { Writes } from '../platform/writes.ts'
import { findOrderIn, saveOrder, type WorklistStore } from './store.ts'

export type WorklistPorts = WorklistStore & {
  orders: Pick<OrderCommandsRpc, 'handle'>
  log: Log
}

/** How many cancels are acknowledged at the same time, at most. */
const commandsAtOnceMax = 10

/** See EventHandler. While an order does not answer, the row has the order of the message, until the retry. */
export async function handleOrderEvents(ports: WorklistPorts, messages: readonly OrderMessage[]): Promise<void> {
  const { shards, vault } = ports
  const groups = groupByOrder(messages.filter(({ data }) => wasPaid(data.order)))
  const acknowledged = await settleAll(groups, commandsAtOnceMax, (group) => acknowledge(ports, newestOf(group)))
  const writes = new Writes()
  for (const [index, group] of groups.entries()) {
    const result = acknowledged[index]
    const order = result?.status === 'fulfilled' ? result.value : newestOf(group).data.order
    if (isSynthetic(order)) continue
    const database = homeOf(shards, order)
    writes.add(database, ...saveOrder({ database, vault }, order, paidAtIn(group)))
  }
  await writes.run()
  throwFirst(acknowledged)
}

/**
 * See EventHandler. A cancel is applied once it is acknowledged, a payment once its own event was applied. An order
 * that was never paid has no row, and the synthetic one neither: nobody packs it.
 */
export async function appliedSeq({ shards }: Pick<WorklistPorts, 'shards'>, order: OrderRecord): Promise<number> {
  if (!wasPaid(order)) return order.seq
  if (isSynthetic(order)) return order.orderStatus === 'orderCanceled' ? order.seq - 1 : order.seq
  const entry = await findOrderIn(homeOf(shards, order), order.orderId)
  if (entry === null || !entry.paidAtKnown) return 0
  const { orderStatus, seq } = entry.order
  return orderStatus === 'orderCanceled' ? seq - 1 : seq
}

/** Acknowledge the order's cancel, if it waits for that. Returns the order after that. */
async function acknowledge(ports: WorklistPorts, message: OrderMessage): Promise<SealedOrder> {
  const { id, data } = message
  const { order } = data
  if (order.orderStatus !== 'orderCanceled') return order
  const traceparent = childOf(message.traceparent, `ordermanagement ${id}`)
  const meta = { by: system('ordermanagement'), causationId: id, traceparent }
  const outcome = await ports.orders.handle(order.orderId, { type: 'TakeCancelOrder' }, meta)
  if (outcome.ok) return outcome.value.order
  ports.log('cancel_not_acknowledged', { orderId: order.orderId, traceparent, code: outcome.rejection.code })
  return order
}

/** When the order was paid. Only its event PayApproved has that time. */
export function paidAtIn(group: OrderMessages): string | null {
  return group.find(({ data }) => data.event.type === 'PayApproved')?.data.event.at ?? null
}
