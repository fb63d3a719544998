// What the delivery does about the events of orders: a taken order is sent out, a canceled one is called back.
import { system } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { groupByOrder, newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { deliveryIdOf, isCarriedOut, needsRecall, progressOf } from './progress.ts'
import { deliveryKept, deliveryUpdated, findDelivery } from './store.ts'

export type DeliveryPorts = { database: Database; orders: OrderCommandsRpc; log: Log }

/** Most orders that are reported to side by side. */
const commandsAtOnceMax = 10

/**
 * See EventHandler. The order decides: its answer holds what was decided in the meantime. While the order does not
 * answer, the row is written as the message has it, and the message comes again.
 */
export async function handleOrderEvents(ports: DeliveryPorts, messages: readonly OrderMessage[]): Promise<void> {
  const { database } = ports
  const groups = groupByOrder(messages)
  const reported = await settleAll(groups, commandsAtOnceMax, (group) => report(ports, newestOf(group)))
  const writes = groups.flatMap((group, index) => {
    const result = reported[index]
    const order = result?.status === 'fulfilled' ? result.value : newestOf(group).data.order
    const progress = progressOf(order)
    if (progress === null) return []
    return isTaken(group) ? deliveryKept(database, order, progress) : deliveryUpdated(database, order, progress)
  })
  if (writes.length > 0) await database.batch(writes)
  throwFirst(reported)
}

/** See EventHandler. Sent out and called back means that the order has recorded it. */
export async function appliedSeq(ports: Pick<DeliveryPorts, 'database'>, order: OrderSummary): Promise<number> {
  const delivery = await findDelivery(ports.database, order.orderId)
  return isCarriedOut(order, delivery?.status ?? null) ? order.seq : 0
}

/** Report to the order what its newest event asks for: what it asked for before is decided by then. */
async function report(ports: DeliveryPorts, message: OrderMessage): Promise<OrderSummary> {
  const { order } = message.data
  const { orderId } = order
  const command = commandFor(message)
  if (command === null) return order
  const outcome = await ports.orders.handle(orderId, command, { by: system('delivery'), causationId: message.id })
  if (outcome.ok) return outcome.value.order
  // A refusal is an answer too: it was canceled in the meantime, say. Then it is read as it is.
  ports.log('delivery_command_refused', { orderId, command: command.type, code: outcome.rejection.code })
  return (await ports.orders.read(orderId)) ?? order
}

function commandFor({ data: { event, order } }: OrderMessage): OrderCommand | null {
  const deliveryId = deliveryIdOf(order.orderId)
  switch (event.type) {
    case 'OrderTaken':
      return { type: 'RecordDeliveryStarted', deliveryId }
    case 'CancelOrderTaken':
      return needsRecall(order) ? { type: 'RecordDeliveryCanceled', deliveryId } : null
    // A courier's report may break off between the order and the row: then the event brings the row up to it.
    case 'DeliveryCompleted':
    case 'OrderPlaced':
    case 'PayDeferred':
    case 'PayUnknown':
    case 'PayDeclined':
    case 'PayApproved':
    case 'DeliveryStarted':
    case 'OrderCanceled':
    case 'PayCanceled':
    case 'DeliveryCanceled':
    case 'OrderFlagged':
    case 'PartRefundRequested':
    case 'PartRefunded':
      return null
  }
}

/** Whether the messages show that the store took the order. One that was canceled before gets no delivery. */
function isTaken(group: OrderMessages): boolean {
  return group.some(({ data: { event, order } }) => event.type === 'OrderTaken' || order.delivery !== null)
}
