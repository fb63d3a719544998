// The rebuild of a projection, piece by piece: first each of its rows is compared, then each order that may lack one.
// It goes on where it was stopped, and may be repeated at any time.
import * as z from 'zod'
import type { Caller } from '../contract/caller.ts'
import {
  type ArchivedOrdersRpc,
  type Projection,
  projections,
  type Rebuild,
  type RebuildRpc,
  type RowDifference,
} from '../contract/rebuild.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { MyPageRpc } from '../contract/rpc.ts'
import type { Database } from '../platform/database.ts'
import { auditStatement } from './audit-store.ts'
import { refusalFor } from './ports.ts'
import { listRuns, type Run, readRun, writeRun } from './rebuild-store.ts'

export type RebuildPorts = {
  database: Database
  rebuilders: Record<Projection, RebuildRpc>
  archive: ArchivedOrdersRpc
  myPages: Pick<MyPageRpc, 'changedSince'>
  now: () => number
}

/** The orders of one piece: each is a call of an object. */
export const ordersPerPiece = 50
/** The first differences are kept; all are counted. */
export const foundMax = 100
/** An order is in the archive when it is final, or a week after its event: see ARCHIVE_AFTER_SECONDS. */
const recentMs = 14 * 86_400_000

/** Operations, when its clock brings a projection up to date that was set back. */
export const self: Caller = { subject: 'operations', role: 'ops', name: 'operations' }

export async function rebuildFor(
  ports: RebuildPorts,
  caller: Caller,
  projection: Projection,
  isRepairing: boolean,
  requestId: string | null = null,
): Promise<Result<Rebuild>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const run = await currentRun(ports, projection, isRepairing)
  await auditBegin(ports, caller, run, requestId)
  const { orders, cursor } = await nextOrders(ports, caller, run)
  const { state } = run
  const compared = orders.length === 0 ? [] : await ports.rebuilders[projection].compare(orders, isRepairing)
  // Each row was compared already, and an order may be in both lists.
  const isNew = ({ orderId, kind }: RowDifference) =>
    state.phase === 'rows' || (kind === 'missing' && !state.found.some((each) => each.orderId === orderId))
  const differences = compared.filter(isNew)
  const found = [...state.found, ...differences].slice(0, foundMax)
  const counted = {
    ...state,
    compared: state.compared + orders.length,
    differences: state.differences + differences.length,
    found,
  }
  await writeRun(ports.database, {
    step: run.step + 1,
    cursor,
    state: cursor === null ? over(counted, ports) : counted,
  })
  const after = await readRun(ports.database, projection)
  if (after === null) throw new Error(`the rebuild of ${projection} is gone`)
  return accepted(after.state)
}

export async function rebuildsFor(
  ports: Pick<RebuildPorts, 'database'>,
  caller: Caller,
): Promise<Result<{ items: Rebuild[] }>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  return accepted({ items: (await listRuns(ports.database)).map(({ state }) => state) })
}

/** The run to go on with. One that is done, or was begun the other way, is followed by a new one. */
async function currentRun(ports: RebuildPorts, projection: Projection, isRepairing: boolean): Promise<Run> {
  const known = await readRun(ports.database, projection)
  if (known !== null && known.state.phase !== 'done' && known.state.isRepairing === isRepairing) return known
  const startedAt = new Date(ports.now()).toISOString()
  const begun = { projection, isRepairing, startedAt, compared: 0, differences: 0, found: [], endedAt: null }
  return { step: known?.step ?? 0, cursor: null, state: { ...begun, phase: 'rows' } }
}

/** That somebody begins one stands in the audit before it is begun. Operations itself is nobody. */
async function auditBegin(
  { database }: RebuildPorts,
  { subject: id, role, name }: Caller,
  { cursor, state }: Run,
  requestId: string | null,
): Promise<void> {
  if (id === self.subject || cursor !== null || state.phase !== 'rows') return
  const { projection: target, startedAt: at, isRepairing } = state
  const act = { auditId: `rebuild/${target}/${at}`, at, actor: { id, role, name }, action: 'rebuildProjection', target }
  await auditStatement(database, { ...act, reason: null, before: null, after: { isRepairing }, requestId }).run()
}

type Orders = { orders: { orderId: string; key: string[] | null }[]; cursor: string | null }

/** The orders of the next piece; `cursor` null: they are the last of their phase. */
async function nextOrders(ports: RebuildPorts, caller: Caller, { cursor, state }: Run): Promise<Orders> {
  switch (state.phase) {
    case 'rows':
      return await nextRows(ports.rebuilders[state.projection], cursor)
    case 'archive': {
      const piece = await ports.archive.archivedOrders(cursor)
      return { orders: piece.orderIds.map((orderId) => ({ orderId, key: null })), cursor: piece.cursor }
    }
    case 'recent':
      return await nextRecent(ports, caller, state, cursor)
    case 'done':
      return { orders: [], cursor: null }
  }
}

/**
 * The projections that name the orders that another one may lack. It cannot name them itself, and one of these may have
 * been set back with it. mypage has every order, the worklist those that were paid, analytics also those canceled.
 */
const namedBy: Record<Projection, readonly Projection[]> = {
  mypage: ['ordermanagement', 'analytics'],
  ordermanagement: ['mypage', 'analytics'],
  delivery: ['mypage', 'analytics'],
  analytics: ['mypage'],
}

const recentCursorSchema = z.tuple([z.enum(projections), z.string().nullable()])

/** A cursor is the projection that names the orders, and the place in its list. */
async function nextRecent(ports: RebuildPorts, caller: Caller, state: Rebuild, cursor: string | null): Promise<Orders> {
  const named = namedBy[state.projection]
  const [by, place] = parsed(recentCursorSchema, cursor) ?? [named[0], null]
  if (by === undefined) return { orders: [], cursor: null }
  const { orders, cursor: next } = await namesIn(ports, caller, state, by, place)
  const following = next === null ? named[named.indexOf(by) + 1] : by
  return {
    orders: orders.map(({ orderId }) => ({ orderId, key: null })),
    cursor: following === undefined ? null : JSON.stringify([following, next]),
  }
}

async function namesIn(
  { rebuilders, myPages }: RebuildPorts,
  caller: Caller,
  { startedAt }: Rebuild,
  by: Projection,
  cursor: string | null,
): Promise<{ orders: { orderId: string }[]; cursor: string | null }> {
  if (by !== 'mypage') return await nextRows(rebuilders[by], cursor)
  const since = new Date(Date.parse(startedAt) - recentMs).toISOString()
  const page = await myPages.changedSince(caller, since, { limit: ordersPerPiece, cursor })
  if (!page.ok) throw new Error(`mypage refused: ${page.rejection.code}`)
  return { orders: page.value.items, cursor: page.value.cursor }
}

async function nextRows(rebuilder: RebuildRpc, cursor: string | null): Promise<Orders> {
  const rows = await rebuilder.rowsAfter(parsed(keySchema, cursor), ordersPerPiece)
  const last = rows.length < ordersPerPiece ? undefined : rows.at(-1)
  return { orders: rows, cursor: last === undefined ? null : JSON.stringify(last.key) }
}

const keySchema = z.array(z.string())

/** Null: from the beginning. So is a cursor that an earlier release kept for another list. */
function parsed<T>(schema: z.ZodType<T>, cursor: string | null): T | null {
  try {
    return cursor === null ? null : schema.parse(JSON.parse(cursor))
  } catch {
    return null
  }
}

const following = { rows: 'archive', archive: 'recent', recent: 'done', done: 'done' } as const

function over(state: Rebuild, { now }: RebuildPorts): Rebuild {
  const phase = following[state.phase]
  return { ...state, phase, endedAt: phase === 'done' ? new Date(now()).toISOString() : null }
}
