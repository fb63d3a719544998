// The staff's worklist: lists every paid order, and sends the staff's decisions to the orders.

import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import { commandMeta } from '../contract/commands.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { type OrderSummary, recipientOf, wasPaid } from '../contract/order.ts'
import type { Rejection } from '../contract/rejections.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Clerk, Page, PageRequest, WorklistFilter, WorklistRow } from '../contract/rpc.ts'
import { asLine, lengthOf, reasonLengthMax, searchLengthMax } from '../contract/text.ts'
import { homeOf } from '../platform/order-shards.ts'
import { readPage } from '../platform/paging.ts'
import { openOrder, openRowOrder } from '../platform/personal-data.ts'
import { type ClaimPorts, claimOf, claimOrder, clerkNow, releaseOrder } from './claims.ts'
import type { WorklistPorts } from './event-handler.ts'
import { refusals } from './refusals.ts'
import { isSearchKey, searchOrders } from './search.ts'
import {
  changedAt,
  findOrder,
  listOrders,
  type Selection,
  saveOrder,
  type WorklistEntry,
  type WorklistStore,
} from './store.ts'

/** The ports of the staff's work. */
export type WorkPorts = WorklistPorts & ClaimPorts

/** What is listed: a selection of the worklist, or the orders that a search finds. */
export type Listed = { selection: Selection } | { search: string }

/** The worklist as the API shows it: the newest first. */
export async function listWorklist(
  ports: WorklistPorts,
  caller: Caller,
  { orderStatus, flaggedOnly, search = null }: WorklistFilter,
  page: PageRequest,
): Promise<Result<Page<WorklistRow>>> {
  if (search !== null && (orderStatus !== null || flaggedOnly)) return refusals.searchGoesAlone
  const selection = {
    statuses: orderStatus === null ? null : [orderStatus],
    flagged: flaggedOnly ? 'only' : 'any',
    order: 'newestFirst',
  } as const
  return listRows(ports, caller, search === null ? { selection } : { search }, page)
}

export async function listRows(
  ports: WorklistStore,
  caller: Caller,
  listed: Listed,
  page: PageRequest,
): Promise<Result<Page<WorklistRow>>> {
  if (!mayCall(caller.role, 'listWorklist')) return refusals.staffOnly
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  if ('selection' in listed)
    return accepted(rowsOf(ports, await listOrders(ports.shards.all, listed.selection, keyset.value)))
  if (lengthOf(listed.search) > searchLengthMax) return refusals.searchTooLong(searchLengthMax)
  if (!isSearchKey(keyset.value)) return refusals.otherCursor
  return accepted(rowsOf(ports, await searchOrders(ports, listed.search, keyset.value)))
}

export async function readWorklist(
  ports: WorklistPorts,
  caller: Caller,
  orderId: string,
): Promise<Result<WorklistRow>> {
  if (!mayCall(caller.role, 'readWorklist')) return refusals.staffOnly
  const entry = await findOrder(ports.shards, orderId)
  return entry === null ? refusals.notOnWorklist : accepted(rowOf(ports, entry))
}

/** See `newestChange` of OrderManagementRpc. `newest`: that of all orders, at most some seconds late. */
export async function newestChange(
  { shards, newest }: Pick<WorklistPorts, 'shards'> & { newest: () => Promise<number> },
  caller: Caller,
  orderId: string | null,
  after: number,
): Promise<Result<number>> {
  if (!mayCall(caller.role, 'readWorklist')) return refusals.staffOnly
  return accepted(Math.max(after, orderId === null ? await newest() : await changedAt(shards, orderId)))
}

type AfterPorts<F> = F extends (ports: never, ...rest: infer R) => unknown ? R : never

/** See `claimOrder` and `releaseOrder` of claims.ts, with the row as the API shows it. */
export async function claimRow(ports: WorkPorts, ...args: AfterPorts<typeof claimOrder>): Promise<Result<WorklistRow>> {
  return rowIn(ports, await claimOrder(ports, ...args))
}

export async function releaseRow(
  ports: WorkPorts,
  ...args: AfterPorts<typeof releaseOrder>
): Promise<Result<WorklistRow>> {
  return rowIn(ports, await releaseOrder(ports, ...args))
}

/**
 * Accept and pack, unless another clerk has claimed the order. The worklist shows it at once, with the clerk. An order
 * that has no row yet can be taken, too.
 */
export async function takeOrder(
  ports: WorkPorts,
  caller: Caller,
  orderId: string,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, 'workOnOrder')) return refusals.staffOnly
  const entry = await findOrder(ports.shards, orderId)
  const claim = entry && claimOf(entry)
  if (claim && claim.id !== caller.subject) return refusals.claimed(claim)
  const outcome = await decideFor(ports, caller, orderId, { type: 'TakeOrder' }, request, clerkNow(ports, caller))
  return outcome.ok ? outcome : withName(ports, orderId, outcome.rejection)
}

/** Cancel on the store's own decision. It needs a reason in words, which the customer reads. */
export async function cancelOrder(
  ports: WorkPorts,
  caller: Caller,
  orderId: string,
  note: string | null,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, 'workOnOrder')) return refusals.staffOnly
  const reason = asLine(note ?? '', reasonLengthMax)
  if (reason === null) return refusals.reasonMissing
  return decideFor(ports, caller, orderId, { type: 'CancelOrder', reason: 'staffDecision', note: reason }, request)
}

async function decideFor(
  ports: WorkPorts,
  caller: Caller,
  orderId: string,
  command: OrderCommand,
  request: RequestMeta,
  packer: Clerk | null = null,
): Promise<Result<OrderSummary>> {
  const outcome = await ports.orders.handle(orderId, command, await commandMeta(caller, request, command))
  if (!outcome.ok) return outcome
  const { order } = outcome.value
  const database = homeOf(ports.shards, order)
  if (wasPaid(order)) await database.batch(saveOrder({ database, vault: ports.vault }, order, null, packer))
  return accepted(openOrder(ports.vault, order))
}

/** The order knows the account of the clerk who has it; the worklist also knows the name. */
async function withName({ shards }: WorklistPorts, orderId: string, rejection: Rejection) {
  const { taken } = rejection
  if (taken === undefined) return refused(rejection)
  const clerk = (await findOrder(shards, orderId))?.clerk
  return refused({ ...rejection, taken: { ...taken, name: clerk?.id === taken.by ? clerk.name : null } })
}

type Opener = Pick<WorklistStore, 'vault'>

function rowsOf(opener: Opener, { items, cursor }: Page<WorklistEntry>): Page<WorklistRow> {
  return { items: items.map((entry) => rowOf(opener, entry)), cursor }
}

function rowIn(opener: Opener, result: Result<WorklistEntry>): Result<WorklistRow> {
  return result.ok ? accepted(rowOf(opener, result.value)) : result
}

function rowOf({ vault }: Opener, { order: sealed, paidAt, clerk }: WorklistEntry): WorklistRow {
  const order = openRowOrder(vault, sealed)
  return {
    orderId: order.orderId,
    orderStatus: order.orderStatus,
    ...recipientOf(order),
    lines: order.lines,
    total: order.total,
    paidAt,
    updatedAt: order.updatedAt,
    seq: order.seq,
    needsAttention: order.needsAttention,
    clerk,
  }
}
