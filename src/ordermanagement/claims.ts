// Claims: one clerk has an order in hand while it is to be packed. Another is told who has it, and since when. A claim
// ends when the order is packed or canceled.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { Clerk } from '../contract/rpc.ts'
import { actStatement } from '../platform/acts.ts'
import type { Database, Statement } from '../platform/database.ts'
import type { OrderShards } from '../platform/order-shards.ts'
import { refusals } from './refusals.ts'
import { databaseOf, findOrderIn, type WorklistEntry } from './store.ts'

export type ClaimPorts = { shards: OrderShards; now: () => number }

/**
 * Have a paid order in hand. Of two clerks at once, one gets it. `from`: the clerk whose claim the caller takes from
 * them, which is recorded; it is refused when somebody else has the order by now. Repeated, it changes nothing.
 */
export async function claimOrder(
  ports: ClaimPorts,
  caller: Caller,
  orderId: string,
  from: string | null,
  requestId: string | null = null,
): Promise<Result<WorklistEntry>> {
  if (!mayCall(caller.role, 'claimOrder')) return refusals.staffOnly
  const clerk = clerkNow(ports, caller)
  const database = await databaseOf(ports.shards, orderId)
  await database.batch([
    recordClaim(database, clerk, orderId, from),
    recordAct(database, caller, clerk, orderId, from, requestId),
    setClerk(database, clerk, orderId, from),
  ])
  const entry = await findOrderIn(database, orderId)
  if (entry === null) return refusals.notOnWorklist
  const claim = claimOf(entry)
  if (claim === null) return refusals.notToPack(entry)
  return claim.id === clerk.id ? accepted(entry) : refusals.claimed(claim)
}

/** Let go of the caller's own claim. An order that nobody has is already so. */
export async function releaseOrder(ports: ClaimPorts, caller: Caller, orderId: string): Promise<Result<WorklistEntry>> {
  if (!mayCall(caller.role, 'claimOrder')) return refusals.staffOnly
  const database = await databaseOf(ports.shards, orderId)
  await database
    .prepare(`UPDATE worklist SET clerk_id = NULL, clerk_name = NULL, clerk_since = NULL WHERE ${isClaimedBy}`)
    .bind(orderId, caller.subject)
    .run()
  const entry = await findOrderIn(database, orderId)
  if (entry === null) return refusals.notOnWorklist
  if (!isToPack(entry)) return refusals.notToPack(entry)
  const claim = claimOf(entry)
  return claim === null ? accepted(entry) : refusals.claimed(claim)
}

/** The clerk who has claimed the order and not packed it yet. */
export function claimOf(entry: WorklistEntry): Clerk | null {
  return isToPack(entry) ? entry.clerk : null
}

export function clerkNow({ now }: Pick<ClaimPorts, 'now'>, { subject, name }: Caller): Clerk {
  return { id: subject, name, since: new Date(now()).toISOString() }
}

function isToPack({ order }: WorklistEntry): boolean {
  return order.orderStatus === 'payApproved'
}

const isClaimedBy = `order_id = ? AND order_status = 'payApproved' AND clerk_id = ?`

function setClerk(database: Database, { id, name, since }: Clerk, orderId: string, from: string | null): Statement {
  return database
    .prepare(
      `UPDATE worklist SET clerk_id = ?, clerk_name = ?, clerk_since = ?
       WHERE order_id = ? AND order_status = 'payApproved' AND (clerk_id IS NULL OR (clerk_id = ? AND clerk_id <> ?))`,
    )
    .bind(id, name, since, orderId, from, id)
}

/** The record of a claim that one clerk takes from another. Its text is the name of the other. */
function recordClaim(database: Database, { id, name, since }: Clerk, orderId: string, from: string | null): Statement {
  return database
    .prepare(
      `INSERT INTO notes (order_id, note_id, at, kind, by_id, by_name, text)
       SELECT order_id, ?, ?, 'claim', ?, ?, clerk_name FROM worklist WHERE ${isClaimedBy} AND clerk_id <> ?`,
    )
    .bind(crypto.randomUUID(), since, id, name, orderId, from, id)
}

/** The same for the audit, by the ids of both accounts. */
function recordAct(
  database: Database,
  caller: Caller,
  { id, since: at }: Clerk,
  orderId: string,
  from: string | null,
  requestId: string | null,
): Statement {
  const act = { actId: crypto.randomUUID(), at, caller, action: 'claimOrder', target: orderId, requestId } as const
  const before = `json_object('clerk', clerk_id)`
  const isTaken = `FROM worklist WHERE ${isClaimedBy} AND clerk_id <> ?`
  return actStatement(database, { ...act, after: { clerk: id } }, before, isTaken, orderId, from, id)
}
