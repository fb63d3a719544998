// Handles the events of orders: starts the delivery of a taken order, and recalls that of a canceled one.
import { system } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import type { OrderMessage } from '../contract/message.ts'
import { isPersonalDataErased, type OrderRecord } from '../contract/order.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import { settleAll, throwFirst } from '../platform/concurrency.ts'
import type { Log } from '../platform/log.ts'
import { groupByOrder, newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { homeOf, type OrderShards } from '../platform/order-shards.ts'
import { childOf } from '../platform/trace.ts'
import type { Vault } from '../platform/vault.ts'
import { Writes } from '../platform/writes.ts'
import { deliveryIdOf, isCarriedOut, needsRecall, progressOf } from './progress.ts'
import { findState, updateDelivery, upsertDelivery } from './store.ts'

/** `now`: epoch milliseconds. */
export type DeliveryPorts = EventPorts & { vault: Pick<Vault, 'open'>; now: () => number }

type EventPorts = { shards: OrderShards; orders: OrderCommandsRpc; log: Log }

/** How many orders are sent a command at the same time, at most. */
const commandsAtOnceMax = 10

/**
 * See EventHandler. The order decides: its answer holds what was decided in the meantime. While the order does not
 * answer, the row is written as the message has it, and the message comes again.
 */
export async function handleOrderEvents(ports: EventPorts, messages: readonly OrderMessage[]): Promise<void> {
  const { shards } = ports
  const groups = groupByOrder(messages)
  const reported = await settleAll(groups, commandsAtOnceMax, (group) => report(ports, newestOf(group)))
  const writes = new Writes()
  for (const [index, group] of groups.entries()) {
    const result = reported[index]
    const order = result?.status === 'fulfilled' ? result.value : newestOf(group).data.order
    const progress = progressOf(order)
    if (progress === null) continue
    const home = homeOf(shards, order)
    writes.add(home, isTaken(group) ? upsertDelivery(home, order, progress) : updateDelivery(home, order, progress))
  }
  await writes.run()
  throwFirst(reported)
}

/**
 * See EventHandler. A start or a recall is applied once the order has recorded it; an erasure once the row is of it, or
 * of a later event.
 */
export async function appliedSeq({ shards }: Pick<EventPorts, 'shards'>, order: OrderRecord): Promise<number> {
  const found = await findState(homeOf(shards, order), order.orderId)
  if (found !== null && isPersonalDataErased(order) && found.seq < order.seq) return found.seq
  return isCarriedOut(order, found?.status ?? null) ? order.seq : 0
}

/** Send the order the command that its newest event calls for. Older events are decided by then. */
async function report(ports: EventPorts, message: OrderMessage): Promise<SealedOrder> {
  const { order } = message.data
  const { orderId } = order
  const command = commandFor(message)
  if (command === null) return order
  const traceparent = childOf(message.traceparent, `delivery ${message.id}`)
  const meta = { by: system('delivery'), causationId: message.id, traceparent }
  const outcome = await ports.orders.handle(orderId, command, meta)
  if (outcome.ok) return outcome.value.order
  // A refusal is an answer too, for example after a cancel in the meantime. Then the order is read as it is.
  const { code } = outcome.rejection
  ports.log('delivery_command_refused', { orderId, traceparent, command: command.type, code })
  return (await ports.orders.read(orderId)) ?? order
}

function commandFor({ data: { event, order } }: OrderMessage): OrderCommand | null {
  const deliveryId = deliveryIdOf(order.orderId)
  switch (event.type) {
    case 'OrderTaken':
      return { type: 'RecordDeliveryStarted', deliveryId }
    case 'CancelOrderTaken':
      return needsRecall(order) ? { type: 'RecordDeliveryCanceled', deliveryId } : null
    // A report may fail between the order and the row: then the event brings the row up to date.
    case 'DeliveryCompleted':
    case 'DeliveryAttemptFailed':
    case 'DeliveryRestarted':
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
    case 'RefundFailed':
    case 'PaymentDisputed':
    case 'PaymentDisputeWon':
    case 'PaymentDisputeLost':
    case 'PersonalDataErased':
      return null
  }
}

/** Whether the messages show that the store took the order. An order that was canceled before gets no delivery. */
function isTaken(group: OrderMessages): boolean {
  return group.some(({ data: { event, order } }) => event.type === 'OrderTaken' || order.delivery !== null)
}
