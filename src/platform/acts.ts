// The table `acts` of a context: what people did there, for the audit. An act is written in the batch of its change, so
// that neither is without the other.
import * as z from 'zod'
import type { Act } from '../contract/audit.ts'
import type { Call } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { Database, SqlValue, Statement } from './database.ts'
import { numbered, type OrderShards } from './order-shards.ts'

export type NewAct = {
  actId: string
  at: string
  caller: Caller
  action: Call
  target: string
  after: Act['after']
  requestId: string | null
}

/**
 * Record the act when `from` gives a row: the end of a SELECT, whose parameters follow the act's own ten. `before`: an
 * SQL expression over that row, which gives what the act changes, as JSON.
 */
export function actStatement(
  db: Database,
  { actId, at, caller, action, target, after, requestId }: NewAct,
  before: string,
  from: string,
  ...values: SqlValue[]
): Statement {
  return db
    .prepare(
      `INSERT INTO acts (act_id, at, actor_id, actor_role, actor_name, action, target, after_json, request_id,
         before_json)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ${before} ${from}`,
    )
    .bind(
      ...[actId, at, caller.subject, caller.role, caller.name, action, target, JSON.stringify(after), requestId],
      ...values,
    )
}

/** The acts after `seq`, oldest first: see ActsRpc. */
export async function actsAfter(db: Database, seq: number, limit: number) {
  const { results } = await db.prepare('SELECT * FROM acts WHERE seq > ? ORDER BY seq LIMIT ?').bind(seq, limit).all()
  const rows = results.map((row) => rowSchema.parse(row))
  const [newest] = (await db.prepare('SELECT max(seq) AS seq FROM acts').all()).results
  return { acts: rows.map(actOf), last: rows.at(-1)?.seq ?? seq, newest: Number(newest?.['seq'] ?? 0) }
}

/** The same of one of several databases: see ActsRpc. */
export async function actsInOne(shards: OrderShards, seq: number, limit: number, number = 0) {
  const databases = numbered(shards)
  const database = databases.get(number)
  const acts = database === undefined ? { acts: [], last: seq, newest: 0 } : await actsAfter(database, seq, limit)
  return { ...acts, databases: Math.max(...databases.keys()) + 1 }
}

const rowSchema = z.object({
  seq: z.int(),
  act_id: z.string(),
  at: z.string(),
  actor_id: z.string(),
  actor_role: z.string(),
  actor_name: z.string(),
  action: z.string(),
  target: z.string(),
  before_json: z.string().nullable(),
  after_json: z.string().nullable(),
  request_id: z.string().nullable(),
})

function actOf({ act_id, at, action, target, request_id, ...row }: z.infer<typeof rowSchema>): Act {
  return {
    actId: act_id,
    at,
    actor: { id: row.actor_id, role: row.actor_role, name: row.actor_name },
    action,
    target,
    reason: null,
    before: JSON.parse(row.before_json ?? 'null'),
    after: JSON.parse(row.after_json ?? 'null'),
    requestId: request_id,
  }
}
