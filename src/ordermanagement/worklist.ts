// The staff's worklist: lists every paid order, and sends the staff's decisions to the orders.

import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import { commandMeta } from '../contract/commands.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { told } from '../contract/language.ts'
import { contactOf, type OrderSummary, wasPaid } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Page, PageRequest, WorklistFilter, WorklistRow } from '../contract/rpc.ts'
import { asLine, cancelReasonWanted, reasonLengthMax } from '../contract/text.ts'
import { readPage } from '../platform/paging.ts'
import type { WorklistPorts } from './event-handler.ts'
import { findOrder, listOrders, upsertOrder, type WorklistEntry } from './store.ts'

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

/** Accept and pack. The worklist shows it at once. An order that has no row yet can be taken, too. */
export function takeOrder(
  ports: WorklistPorts,
  caller: Caller,
  orderId: string,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  return decideFor(ports, caller, orderId, { type: 'TakeOrder' }, request)
}

/** Cancel on the store's own decision. It needs a reason in words, which the customer reads. */
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
    return refused({ code: 'invalid_request', ...told(cancelReasonWanted), field: 'reason' })
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
  const outcome = await ports.orders.handle(orderId, command, await commandMeta(caller, request, command))
  if (!outcome.ok) return outcome
  const { order } = outcome.value
  if (wasPaid(order)) await upsertOrder(ports.database, order, null).run()
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
