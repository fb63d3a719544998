// The reconciliation of a day: it reads the provider's ledger page by page, and then compares each order whose money
// moved on that day. An order is compared as a whole, with its other days, so midnight divides nothing.
import { holdsRefunds } from '../../contract/dispute.ts'
import type { Difference, Reconciliation } from '../../contract/reconciliation.ts'
import { accepted, type Result } from '../../contract/result.ts'
import type { OrderCommandsRpc } from '../../contract/rpc.ts'
import type { Database, Statement } from '../../platform/database.ts'
import { describeFault, type Log } from '../../platform/log.ts'
import { newTrace } from '../../platform/trace.ts'
import { refusals } from '../domain/pay-response.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import type { LedgerEntry, LedgerPage } from '../providers/provider.ts'
import { compare, foreignEntry, incomparable, lastMovedAt } from './compare.ts'
import { activityNote } from './order-activity.ts'
import { joinRecords, type RecordPorts, recordsOf } from './records.ts'
import { beginRun, countOrders, entriesOf, ordersOf, type Run, readRun, writeStep } from './store.ts'

export type ReconcilePorts = RecordPorts & {
  database: Database
  orders: Pick<OrderCommandsRpc, 'read'>
  paymentState: (orderId: string) => Promise<PaymentState>
  /** A page of a provider's ledger; null when the provider is not available. */
  ledger: (provider: string, from: number, to: number, cursor: string | null) => Promise<LedgerPage | null>
  now: () => number
  /** Money that moved within this time is under way: a difference in it is not reported. */
  settleMs: number
  log: Log
}

/** Most work of one step: far below the 1,000 calls that one request of a Worker may make. */
export const pagesPerStep = 10
export const ordersPerStep = 50

const dayMs = 86_400_000
/** How many days back the clock looks for those that are not reconciled, and how many steps it does at a time. */
const daysBack = 3
const stepsPerTick = 5

/** Do one step: see ReconciliationRpc.reconcile. `also` is written with the beginning, if it is the one. */
export async function reconcileStep(
  ports: ReconcilePorts,
  day: string,
  also: readonly Statement[] = [],
): Promise<Result<Reconciliation>> {
  const known = await readRun(ports.database, day)
  const begins = known === null || known.status === 'done'
  const run = begins ? await beginRun(ports.database, day, isoNow(ports), ports.providers, also) : known
  const hasAdvanced = run.status === 'reading' ? await readLedger(ports, run) : await compareOrders(ports, run)
  if (!hasAdvanced) return refusals.gateClosed
  const after = await readRun(ports.database, day)
  if (after === null) throw new Error(`the reconciliation of ${day} is gone`)
  if (after.status === 'done') logResult(ports, after)
  return accepted(await toReconciliation(ports.database, after))
}

/**
 * Called by the clock: continue with the last days that are over and not yet reconciled, the oldest first. They take
 * turns step by step, so one that is long or cannot go on does not keep the others waiting.
 */
export async function reconcileByClock(ports: ReconcilePorts): Promise<void> {
  const days = await unreconciledDays(ports)
  for (let steps = 0; steps < stepsPerTick; steps++) {
    const day = days.shift()
    if (day === undefined) return
    if (await continueDay(ports, day)) days.push(day)
  }
}

async function unreconciledDays(ports: ReconcilePorts): Promise<string[]> {
  const days: string[] = []
  for (let back = daysBack; back >= 1; back--) {
    const day = dayOf(ports.now() - back * dayMs)
    const settledAt = Date.parse(day) + dayMs + ports.settleMs
    if (ports.now() < settledAt) continue
    const run = await readRun(ports.database, day)
    if (run?.status !== 'done' || Date.parse(run.startedAt) < settledAt) days.push(day)
  }
  return days
}

/** Whether the day can go on at once: it is neither done nor postponed. Never throws. */
async function continueDay(ports: ReconcilePorts, day: string): Promise<boolean> {
  try {
    const step = await reconcileStep(ports, day)
    if (!step.ok) ports.log('reconciliation_postponed', { day, code: step.rejection.code })
    return step.ok && step.value.status !== 'done'
  } catch (fault) {
    ports.log('reconciliation_postponed', { day, fault: describeFault(fault) })
    return false
  }
}

/** The run as callers see it. */
export async function toReconciliation(database: Database, { cursor, steps: _, ...run }: Run): Promise<Reconciliation> {
  switch (run.status) {
    case 'reading':
      return { ...run, ordersLeft: null }
    case 'comparing':
      return { ...run, ordersLeft: await countOrders(database, run.day, cursor ?? '') }
    case 'done':
      return { ...run, ordersLeft: 0 }
  }
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** False when the provider is not available. */
async function readLedger(ports: ReconcilePorts, begun: Run): Promise<boolean> {
  const from = Date.parse(begun.day)
  let run = begun
  for (let pages = 0; pages < pagesPerStep && run.status === 'reading'; pages++) {
    const at = parseCursor(run.cursor, ports.providers)
    const page = await ports.ledger(at.provider, from, from + dayMs, at.cursor)
    if (page === null) return false
    const cursor = nextCursor(at.provider, page.cursor, ports.providers)
    const ours = page.entries.filter(({ orderId }) => orderId !== null)
    const differences = page.entries.filter(({ orderId }) => orderId === null).map(foreignEntry)
    const status = cursor === null ? ('comparing' as const) : ('reading' as const)
    const read = { provider: at.provider, status, cursor, entries: ours, differences }
    const step = { ...read, orders: 0, underWay: 0, endedAt: null }
    await writeStep(ports.database, run, step, [])
    run = { ...run, status, cursor, steps: run.steps + 1 }
  }
  return true
}

/**
 * Where the reading stands: the provider's name and its own cursor. A cursor of an earlier release has no name: it is
 * of the first provider.
 */
function parseCursor(cursor: string | null, providers: readonly string[]): { provider: string; cursor: string | null } {
  const provider = providers.find((name) => cursor?.startsWith(`${name}|`))
  if (cursor === null || provider === undefined) return { provider: providers[0] ?? '', cursor }
  return { provider, cursor: cursor.slice(provider.length + 1) || null }
}

/** The next page of this provider, else the first one of the next provider; null when all are read. */
function nextCursor(provider: string, cursor: string | null, providers: readonly string[]): string | null {
  if (cursor !== null) return `${provider}|${cursor}`
  const next = providers[providers.indexOf(provider) + 1]
  return next === undefined ? null : `${next}|`
}

/** False when a provider is not available. */
async function compareOrders(ports: ReconcilePorts, run: Run): Promise<boolean> {
  const { database } = ports
  const orderIds = await ordersOf(database, run.day, run.cursor ?? '', ordersPerStep)
  const entries = await entriesOf(database, orderIds)
  const found = await Promise.all(
    orderIds.map(async (orderId) => {
      const own = entries.filter((entry) => entry.orderId === orderId)
      return { orderId, own, result: await resultOf(ports, run.day, orderId, own) }
    }),
  )
  if (found.some(({ result }) => result.status === 'providerUnavailable')) return false
  const failed = found.flatMap(({ orderId, own, result }) => {
    return result.status === 'failed' ? [{ orderId, own, cause: result.cause }] : []
  })
  // Where no order of a whole step can be compared, a Worker or the provider is down: nothing is wrong with the orders.
  if (failed.length === ordersPerStep) return false
  const underWay = found.filter(({ result }) => result.status === 'underWay')
  const isLast = orderIds.length < ordersPerStep
  const step = {
    status: isLast ? ('done' as const) : ('comparing' as const),
    cursor: orderIds.at(-1) ?? run.cursor,
    entries: [],
    orders: orderIds.length,
    underWay: underWay.length,
    differences: [
      ...found.flatMap(({ result }) => (result.status === 'compared' ? result.differences : [])),
      ...failed.map(({ orderId, own, cause }) => incomparable(run.day, orderId, own, cause)),
    ],
    endedAt: isLast ? isoNow(ports) : null,
  }
  const disputed = found.filter(({ result }) => result.status === 'compared' && result.again)
  // An order that is under way, disputed, or could not be compared, is compared again with the orders of today.
  const retry = [...underWay, ...disputed, ...failed].map(({ orderId }) =>
    activityNote(database, orderId, dayOf(ports.now()), 0),
  )
  await writeStep(database, run, step, retry)
  const traceparent = newTrace(`reconciliation/${run.day}`)
  for (const { orderId, cause } of failed) {
    ports.log('comparison_failed', { day: run.day, orderId, traceparent, fault: cause })
  }
  return true
}

type Comparison =
  /** `again`: a dispute is open, which may end without any movement of money. */
  | { status: 'compared'; differences: Difference[]; again: boolean }
  | { status: 'failed'; cause: string }
  | { status: 'underWay' | 'providerUnavailable' }

/** Never throws: an order that cannot be read or compared does not hold up the others of its day. */
async function resultOf(ports: ReconcilePorts, day: string, orderId: string, entries: Entries): Promise<Comparison> {
  try {
    return await comparisonOf(ports, day, orderId, entries)
  } catch (fault) {
    return { status: 'failed', cause: describeFault(fault) }
  }
}

type Entries = readonly LedgerEntry[]

/**
 * The providers are asked about an order only when it is disputed, the ledger entries that were read differ, or one is
 * of a refund that was read for another day: it may have failed since.
 */
async function comparisonOf(
  ports: ReconcilePorts,
  day: string,
  orderId: string,
  entries: Entries,
): Promise<Comparison> {
  const [order, state] = await Promise.all([ports.orders.read(orderId), ports.paymentState(orderId)])
  const readBefore = {
    charges: entries.filter(({ kind }) => kind === 'charge'),
    refunds: entries.filter(({ kind }) => kind === 'refund'),
  }
  const isDisputed = entries.some(({ kind }) => kind === 'dispute') || holdsRefunds(order?.payment.disputes)
  const isOld = entries.some(({ kind, at }) => kind === 'refund' && dayOf(at) !== day)
  if (!isDisputed && !isOld && compare({ orderId, order, state, record: readBefore }).length === 0) return agreed
  if (lastMovedAt(order, state, entries) > ports.now() - ports.settleMs) return { status: 'underWay' }
  const outcome = await recordsOf(ports, orderId, state)
  switch (outcome.status) {
    case 'read': {
      const record = joinRecords(outcome.records)
      const again = record.disputes?.some((dispute) => dispute.status === 'open') ?? false
      return { status: 'compared', differences: compare({ orderId, order, state, record }), again }
    }
    case 'unreadable':
      return { status: 'failed', cause: `the provider’s record of it cannot be read (${outcome.reason})` }
    case 'rejected':
      return { status: 'providerUnavailable' }
  }
}

const agreed: Comparison = { status: 'compared', differences: [], again: false }

function logResult({ log }: ReconcilePorts, { day, orders, entries, differences }: Run): void {
  if (differences === 0) log('reconciled', { day, orders, entries })
  else log('reconciliation_differs', { day, orders, entries, differences, fault: `${differences} differences` })
}

function isoNow({ now }: ReconcilePorts): string {
  return new Date(now()).toISOString()
}
