// The couriers' side: they see the deliveries, and report what came of them at the door.
import { type Call, mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { commandMeta, type OrderCommand } from '../contract/commands.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { type AttemptFailed, courierNoteLengthMax, type Handover } from '../contract/handover.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import type { OrderSummary } from '../contract/order.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { asLine } from '../contract/text.ts'
import { homeOf } from '../platform/order-shards.ts'
import { readPage } from '../platform/paging.ts'
import { openOrder } from '../platform/personal-data.ts'
import type { DeliveryPorts } from './event-handler.ts'
import { progressOf } from './progress.ts'
import { refusals, takenByAnother } from './refusals.ts'
import { changedAt, findDelivery, listDeliveries, listOnTheRoad, upsertDelivery } from './store.ts'

export async function listFor(
  ports: DeliveryPorts,
  caller: Caller,
  status: DeliveryRow['status'] | null,
  page: PageRequest,
): Promise<Result<Page<DeliveryRow>>> {
  if (!mayCall(caller.role, 'listDeliveries')) return refusals.couriersOnly
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  return accepted(await listDeliveries(ports, status, keyset.value))
}

/** What the caller has on the road, or what nobody has yet. */
export type OnTheRoad = 'mine' | 'free'

/** The oldest order first. */
export async function listOnTheRoadFor(
  ports: DeliveryPorts,
  caller: Caller,
  list: OnTheRoad,
  page: PageRequest,
): Promise<Result<Page<DeliveryRow>>> {
  if (!mayCall(caller.role, 'listDeliveries')) return refusals.couriersOnly
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  return accepted(await listOnTheRoad(ports, list === 'mine' ? caller.subject : null, keyset.value))
}

export async function getFor(ports: DeliveryPorts, caller: Caller, orderId: string): Promise<Result<DeliveryRow>> {
  if (!mayCall(caller.role, 'readDelivery')) return refusals.couriersOnly
  const delivery = await findDelivery(ports, orderId)
  return delivery === null ? refusals.notFound : accepted(delivery)
}

/** See `newestChange` of DeliveryRpc. `newest`: that of all deliveries, at most some seconds late. */
export async function newestChange(
  { shards, newest }: Pick<DeliveryPorts, 'shards'> & { newest: () => Promise<number> },
  caller: Caller,
  orderId: string | null,
  after: number,
): Promise<Result<number>> {
  if (!mayCall(caller.role, 'readDelivery')) return refusals.couriersOnly
  return accepted(Math.max(after, orderId === null ? await newest() : await changedAt(shards, orderId)))
}

/** The goods were handed over. `handover`: to whom, when the caller says it. */
export async function complete(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  request: RequestMeta,
  handover?: Handover,
): Promise<Result<OrderSummary>> {
  const note = noteOf(handover?.note ?? null)
  if (!note.ok) return note
  const told = handover && { handover: { ...handover, note: note.value } }
  return report(ports, caller, 'completeDelivery', orderId, { type: 'RecordDeliveryCompleted', ...told }, request)
}

/** The goods were not handed over. */
export async function failAttempt(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  failed: AttemptFailed,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  const note = noteOf(failed.note)
  if (!note.ok) return note
  const command = { type: 'RecordDeliveryAttemptFailed', ...failed, note: note.value } as const
  return report(ports, caller, 'failDeliveryAttempt', orderId, command, request)
}

/** The staff send goods that came back to the store out again. `attempt`: the failed one. */
export async function restart(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  attempt: number,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  return report(ports, caller, 'restartDelivery', orderId, { type: 'RestartDelivery', attempt }, request)
}

/** The order decides. A courier reports of what nobody else has; the staff of everything. */
async function report(
  ports: DeliveryPorts,
  caller: Caller,
  call: Call,
  orderId: string,
  command: OrderCommand,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, call)) return refusals.couriersOnly
  if (caller.role === 'courier') {
    const delivery = await findDelivery(ports, orderId)
    const taken = delivery?.status === 'started' ? takenByAnother(delivery, caller) : null
    if (taken !== null) return taken
  }
  const outcome = await ports.orders.handle(orderId, command, await commandMeta(caller, request, command))
  if (!outcome.ok) return outcome
  const { order } = outcome.value
  const progress = progressOf(order)
  if (progress !== null) await upsertDelivery(homeOf(ports.shards, order), order, progress).run()
  return accepted(openOrder(ports.vault, order))
}

function noteOf(input: string | null): Result<string | null> {
  if (input === null || input.trim() === '') return accepted(null)
  const note = asLine(input, courierNoteLengthMax)
  return note === null ? refusals.noteInvalid : accepted(note)
}
