// The store of the audit: what people did, one row for each act. Rows are only added; triggers refuse anything else.
import * as z from 'zod'
import type { ActsRpc, AuditEntry, AuditFilter } from '../contract/audit.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

const columns =
  'audit_id, at, actor_id, actor_role, actor_name, action, target, reason, before_json, after_json, request_id'

/** Add an entry, as a part of the caller's batch. A repeat changes nothing. */
export function auditStatement(database: Database, entry: AuditEntry): Statement {
  const { auditId, at, actor, action, target, reason, before, after, requestId } = entry
  return database
    .prepare(
      `INSERT INTO audit (${columns})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      ...[auditId, at, actor.id, actor.role, actor.name, action, target, reason],
      ...[JSON.stringify(before ?? null), JSON.stringify(after ?? null), requestId],
    )
}

/** Most acts that are read in one call, and most calls in one round. */
const actsMax = 100
const callsMax = 20

/**
 * Bring the acts of a source that the audit lacks. An act that comes twice is there once. A source whose database was
 * set back begins anew: what it tells again is there already, and what it tells otherwise is another act.
 */
export async function collectActs(database: Database, name: string, source: ActsRpc): Promise<void> {
  let count = 1
  for (let number = 0; number < count; number += 1) count = await collectFrom(database, name, source, number)
}

/** Of one of the source's databases. How many it has is the answer. */
async function collectFrom(database: Database, name: string, source: ActsRpc, number: number): Promise<number> {
  const place = number === 0 ? name : `${name}/${number}`
  const read = database.prepare('SELECT seq FROM audit_sources WHERE source = ?').bind(place)
  let seq = Number((await read.all()).results[0]?.['seq'] ?? 0)
  let count = 1
  for (let call = 0; call < callsMax; call += 1) {
    const { acts, last, newest, databases = 1 } = await source.actsAfter(seq, actsMax, number)
    count = databases
    const isSetBack = newest < seq
    if (acts.length === 0 && !isSetBack) break
    const entries = acts.map(({ actId, ...act }) => ({ ...act, auditId: `${name}/${actId}` }))
    seq = isSetBack ? 0 : last
    await database.batch([
      ...entries.map((entry) => auditStatement(database, entry)),
      database
        .prepare(
          `INSERT INTO audit_sources (source, seq) VALUES (?, ?)
           ON CONFLICT (source) DO UPDATE SET seq = excluded.seq`,
        )
        .bind(place, seq),
    ])
    if (!isSetBack && last >= newest) break
  }
  return count
}

/** The order's event was applied. It goes into the batch of its entry. */
export function appliedStatement(database: Database, orderId: string, seq: number): Statement {
  const sql = 'INSERT INTO applied_events (order_id, seq) VALUES (?, ?) ON CONFLICT DO NOTHING'
  return database.prepare(sql).bind(orderId, seq)
}

export async function countApplied(database: Database, orderId: string): Promise<number> {
  const sql = 'SELECT count(*) AS number FROM applied_events WHERE order_id = ?'
  const { results } = await database.prepare(sql).bind(orderId).all()
  return Number(results[0]?.['number'])
}

/** The entries that a filter selects, newest first. */
export async function listAudit(
  database: Database,
  { actorId, action, target, since, until }: AuditFilter,
  keyset: Keyset,
): Promise<Page<AuditEntry>> {
  const given: [string, string | undefined][] = [
    ['actor_id = ?', actorId],
    ['action = ?', action],
    ['target = ?', target],
    ['at >= ?', since],
    ['at < ?', until],
  ]
  const listing = {
    select: columns,
    from: 'audit',
    where: given.flatMap(([sql, value]) => (value === undefined ? [] : [[sql, value] as const])),
    newestBy: ['at', 'audit_id'],
  } as const
  const rows = await newestFirst([database], listing, keyset)
  return cutPage(rows.map(entryOf), keyset.limit, ({ at, auditId }) => [at, auditId])
}

const rowSchema = z.object({
  audit_id: z.string(),
  at: z.string(),
  actor_id: z.string(),
  actor_role: z.string(),
  actor_name: z.string().nullable(),
  action: z.string(),
  target: z.string(),
  reason: z.string().nullable(),
  before_json: z.string().nullable(),
  after_json: z.string().nullable(),
  request_id: z.string().nullable(),
})

function entryOf(row: SqlRow): AuditEntry {
  const { audit_id, at, action, target, reason, request_id, ...stored } = rowSchema.parse(row)
  return {
    auditId: audit_id,
    at,
    actor: { id: stored.actor_id, role: stored.actor_role, name: stored.actor_name },
    action,
    target,
    reason,
    before: JSON.parse(stored.before_json ?? 'null'),
    after: JSON.parse(stored.after_json ?? 'null'),
    requestId: request_id,
  }
}
