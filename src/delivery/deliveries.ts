// The couriers' side: they see the deliveries, and report the handover.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { commandMeta } from '../contract/commands.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import type { OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { type Changes, newestAfter } from '../platform/changes.ts'
import { readPage } from '../platform/paging.ts'
import type { DeliveryPorts } from './event-handler.ts'
import { progressOf } from './progress.ts'
import { findDelivery, listDeliveries, upsertDelivery } from './store.ts'

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

/** See `newestChange` of DeliveryRpc. `changes`: at most a second old. */
export async function newestChange(
  changes: () => Promise<Changes>,
  caller: Caller,
  orderId: string | null,
  after: number,
): Promise<Result<number>> {
  if (!mayCall(caller.role, 'readDelivery')) return couriersOnly
  return accepted(newestAfter(await changes(), orderId, after))
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
  const outcome = await ports.orders.handle(orderId, command, await commandMeta(caller, request, command))
  if (!outcome.ok) return outcome
  const { order } = outcome.value
  const progress = progressOf(order)
  if (progress !== null) await upsertDelivery(ports.database, order, progress).run()
  return accepted(order)
}

const couriersOnly = refused({ code: 'forbidden', detail: 'This is for the couriers and the staff of the store.' })
