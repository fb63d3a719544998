// The staff's worklist: it hears what happens to paid orders, and passes on what the staff decide.
import { mayCall } from '../contract/authorization.ts'
import { type Caller, system } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import { metaOf, type RequestMeta } from '../contract/idempotency.ts'
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, type OrderSummary, wasPaid } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { OrderCommandsRpc, Page, PageRequest, WorklistFilter, WorklistRow } from '../contract/rpc.ts'
import { asLine, reasonLengthMax, reasonWanted } from '../contract/text.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { readPage } from '../platform/paging.ts'
import { findOrder, keepOrder, listOrders, type WorklistEntry } from './store.ts'

export type WorklistPorts = {
  database: Database
  orders: Pick<OrderCommandsRpc, 'handle'>
  log: Log
}

/** Take in an event. A paid order that was canceled is acknowledged at once: that starts its refund and its recall. */
export async function hearOrder(ports: WorklistPorts, message: OrderMessage): Promise<void> {
  const { event, order } = message.data
  if (!wasPaid(order)) return
  await keepOrder(ports.database, order, event.type === 'PayApproved' ? event.at : null)
  if (order.orderStatus !== 'orderCanceled') return
  const meta = { by: system('ordermanagement'), causationId: message.id }
  const outcome = await ports.orders.handle(order.orderId, { type: 'TakeCancelOrder' }, meta)
  if (outcome.ok) await keepOrder(ports.database, outcome.value.order, null)
  else ports.log('cancel_not_acknowledged', { orderId: order.orderId, code: outcome.rejection.code })
}

/**
 * See SubscriberRpc. A cancel is taken in when it is acknowledged, a payment when its own event was heard; an order
 * that was never paid is not on the list.
 */
export async function takenIn(ports: Pick<WorklistPorts, 'database'>, order: OrderSummary): Promise<number> {
  if (!wasPaid(order)) return order.seq
  const entry = await findOrder(ports.database, order.orderId)
  if (entry === null || !entry.paidAtKnown) return 0
  const { orderStatus, seq } = entry.order
  return orderStatus === 'orderCanceled' ? seq - 1 : seq
}

export async function listWorklist(
  ports: WorklistPorts,
  caller: Caller,
  filter: WorklistFilter,
  page: PageRequest,
): Promise<Result<Page<WorklistRow>>> {
  if (!mayCall(caller.role, 'listWorklist')) return staffOnly
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const { items, cursor } = await listOrders(ports.database, filter, keyset.value)
  return accepted({ items: items.map(rowOf), cursor })
}

export async function readWorklist(
  ports: WorklistPorts,
  caller: Caller,
  orderId: string,
): Promise<Result<WorklistRow>> {
  if (!mayCall(caller.role, 'readWorklist')) return staffOnly
  const entry = await findOrder(ports.database, orderId)
  if (entry !== null) return accepted(rowOf(entry))
  return refused({ code: 'order_not_found', detail: 'There is no such order on the worklist.' })
}

/** Accept and pack. The worklist shows it at once, and an order it has not heard of yet can be taken too. */
export function takeOrder(
  ports: WorklistPorts,
  caller: Caller,
  orderId: string,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  return decideFor(ports, caller, orderId, { type: 'TakeOrder' }, request)
}

/** Cancel on the store's own decision, which needs its reason in words: the customer reads it. */
export async function cancelOrder(
  ports: WorklistPorts,
  caller: Caller,
  orderId: string,
  note: string | null,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, 'workOnOrder')) return staffOnly
  const reason = asLine(note ?? '', reasonLengthMax)
  if (reason === null) {
    const detail = `A cancel by the store needs its reason, ${reasonWanted}.`
    return refused({ code: 'invalid_request', detail, field: 'reason' })
  }
  return decideFor(ports, caller, orderId, { type: 'CancelOrder', reason: 'staffDecision', note: reason }, request)
}

async function decideFor(
  ports: WorklistPorts,
  caller: Caller,
  orderId: string,
  command: OrderCommand,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, 'workOnOrder')) return staffOnly
  const outcome = await ports.orders.handle(orderId, command, await metaOf(caller, request, command))
  if (!outcome.ok) return outcome
  const { order } = outcome.value
  if (wasPaid(order)) await keepOrder(ports.database, order, null)
  return accepted(order)
}

const staffOnly = refused({ code: 'forbidden', detail: 'This is for the staff of the store.' })

function rowOf({ order, paidAt }: WorklistEntry): WorklistRow {
  return {
    orderId: order.orderId,
    orderStatus: order.orderStatus,
    ...contactOf(order),
    lines: order.lines,
    total: order.total,
    paidAt,
    updatedAt: order.updatedAt,
    seq: order.seq,
    needsAttention: order.needsAttention,
  }
}
