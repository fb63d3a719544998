// The couriers' side: a taken order is sent out, a canceled one is called back, and a courier reports the handover.
import { mayCall } from '../contract/authorization.ts'
import { type Caller, system } from '../contract/caller.ts'
import type { CommandOutcome } from '../contract/commands.ts'
import { metaOf, type RequestMeta } from '../contract/idempotency.ts'
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { DeliveryRow, OrderCommandsRpc, Page, PageRequest } from '../contract/rpc.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { readPage } from '../platform/paging.ts'
import { deliveryIdOf, isCarriedOut, needsRecall, progressOf } from './progress.ts'
import { findDelivery, keepDelivery, listDeliveries, updateDelivery } from './store.ts'

export type DeliveryPorts = { database: Database; orders: OrderCommandsRpc; log: Log }

/**
 * Take in an event. A fault between the row and the command leaves the message to be tried again, and each step done
 * twice is as done once. The order judges: whatever was decided meanwhile comes back with its answer.
 */
export async function hearOrder(ports: DeliveryPorts, message: OrderMessage): Promise<void> {
  const { event, order } = message.data
  switch (event.type) {
    case 'OrderTaken':
      return start(ports, order, message.id)
    case 'CancelOrderTaken':
      return recall(ports, order, message.id)
    case 'DeliveryCompleted':
      // A courier's report may break off between the order and the row: then this brings the row up to it.
      return keep(ports, order)
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
      return
  }
}

/** See SubscriberRpc. Sent out and called back means that the order has recorded it. */
export async function takenIn(ports: Pick<DeliveryPorts, 'database'>, order: OrderSummary): Promise<number> {
  const delivery = await findDelivery(ports.database, order.orderId)
  return isCarriedOut(order, delivery?.status ?? null) ? order.seq : 0
}

export async function listFor(
  ports: DeliveryPorts,
  caller: Caller,
  status: DeliveryRow['status'] | null,
  page: PageRequest,
): Promise<Result<Page<DeliveryRow>>> {
  if (!mayCall(caller.role, 'listDeliveries')) return couriersOnly
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  return accepted(await listDeliveries(ports.database, status, keyset.value))
}

export async function getFor(ports: DeliveryPorts, caller: Caller, orderId: string): Promise<Result<DeliveryRow>> {
  if (!mayCall(caller.role, 'readDelivery')) return couriersOnly
  const delivery = await findDelivery(ports.database, orderId)
  if (delivery !== null) return accepted(delivery)
  return refused({ code: 'delivery_not_found', detail: 'There is no delivery of such an order.' })
}

/** The goods were handed over. */
export async function complete(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, 'completeDelivery')) return couriersOnly
  const command = { type: 'RecordDeliveryCompleted' } as const
  const outcome = await ports.orders.handle(orderId, command, await metaOf(caller, request, command))
  if (!outcome.ok) return outcome
  await keep(ports, outcome.value.order)
  return accepted(outcome.value.order)
}

async function start(ports: DeliveryPorts, order: OrderSummary, causationId: string): Promise<void> {
  await keep(ports, order)
  const { orderId } = order
  const command = { type: 'RecordDeliveryStarted', deliveryId: deliveryIdOf(orderId) } as const
  const outcome = await ports.orders.handle(orderId, command, { by: system('delivery'), causationId })
  await keepOutcome(ports, orderId, command.type, outcome)
}

async function recall(ports: DeliveryPorts, order: OrderSummary, causationId: string): Promise<void> {
  if (!needsRecall(order)) {
    const progress = progressOf(order)
    if (progress !== null) await updateDelivery(ports.database, order, progress)
    return
  }
  await keep(ports, order)
  const { orderId } = order
  const command = { type: 'RecordDeliveryCanceled', deliveryId: deliveryIdOf(orderId) } as const
  const outcome = await ports.orders.handle(orderId, command, { by: system('delivery'), causationId })
  await keepOutcome(ports, orderId, command.type, outcome)
}

/**
 * Keep what the order answered. A refusal is an answer too (it was canceled meanwhile, say): then it is read as it is.
 */
async function keepOutcome(
  ports: DeliveryPorts,
  orderId: string,
  command: string,
  outcome: CommandOutcome,
): Promise<void> {
  if (outcome.ok) return keep(ports, outcome.value.order)
  ports.log('delivery_command_refused', { orderId, command, code: outcome.rejection.code })
  const order = await ports.orders.read(orderId)
  if (order !== null) await keep(ports, order)
}

async function keep(ports: DeliveryPorts, order: OrderSummary): Promise<void> {
  const progress = progressOf(order)
  if (progress !== null) await keepDelivery(ports.database, order, progress)
}

const couriersOnly = refused({ code: 'forbidden', detail: 'This is for the couriers and the staff of the store.' })
