// The store of the audit: what people did, one row for each act. Rows are only added; triggers refuse anything else.
import * as z from 'zod'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

/**
 * `auditId`: the same for a repeat of the same act. `at`: ISO 8601. `action`: the call of the authorization table.
 * `before` and `after`: what the act changed, as JSON.
 */
export type AuditEntry = {
  auditId: string
  at: string
  actor: { id: string; role: string; name: string | null }
  action: string
  target: string
  reason: string | null
  before: unknown
  after: unknown
  requestId: string | null
}

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

/** `since` and `until`: ISO 8601 in UTC, `until` excluded. */
export type AuditFilter = {
  actorId?: string | undefined
  action?: string | undefined
  target?: string | undefined
  since?: string | undefined
  until?: string | undefined
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
  const rows = await newestFirst(database, listing, keyset)
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
