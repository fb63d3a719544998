// The store of the alerts: how each was judged, the silences, and whose turn it is to judge.
import * as z from 'zod'
import type { Database, Statement } from '../../platform/database.ts'
import { type AlertState, alertStateSchema, unjudged } from './judge.ts'
import type { Rule } from './rules.ts'

export type Silence = { until: string; by: string; reason: string }

/** A run that was cut off keeps the turn no longer than this. */
export const turnMs = 60_000

/** Take the turn to judge; false while another run has it. `now`: epoch milliseconds. */
export async function takeTurn(database: Database, now: number): Promise<boolean> {
  const sql = 'UPDATE alert_turn SET until = ? WHERE id = 1 AND until <= ? RETURNING id'
  const { results } = await database
    .prepare(sql)
    .bind(now + turnMs, now)
    .all()
  return results.length > 0
}

export async function endTurn(database: Database): Promise<void> {
  await database.prepare('UPDATE alert_turn SET until = 0 WHERE id = 1').run()
}

export async function readStates(database: Database, rules: readonly Rule[]): Promise<ReadonlyMap<string, AlertState>> {
  const { results } = await database.prepare('SELECT rule, state FROM alerts').all()
  const stored = new Map(results.map((row) => [String(row['rule']), String(row['state'])]))
  return new Map(
    rules.map(({ name }) => {
      const state = stored.get(name)
      return [name, state === undefined ? unjudged : alertStateSchema.parse(JSON.parse(state))]
    }),
  )
}

/** Only the run that has the turn writes states. */
export function stateStatement(database: Database, rule: string, state: AlertState): Statement {
  const sql = 'INSERT INTO alerts (rule, state) VALUES (?, ?) ON CONFLICT (rule) DO UPDATE SET state = excluded.state'
  return database.prepare(sql).bind(rule, JSON.stringify(state))
}

const silenceSchema = z.object({ rule: z.string(), until: z.string(), by_id: z.string(), reason: z.string() })

/** Those that are not over, by rule. */
export async function readSilences(database: Database, now: number): Promise<ReadonlyMap<string, Silence>> {
  const sql = 'SELECT rule, until, by_id, reason FROM alert_silences WHERE until > ?'
  const { results } = await database.prepare(sql).bind(new Date(now).toISOString()).all()
  return new Map(
    results.map((row) => {
      const { rule, until, by_id, reason } = silenceSchema.parse(row)
      return [rule, { until, by: by_id, reason }]
    }),
  )
}

/** Null: the silence is over. */
export function silenceStatement(database: Database, rule: string, silence: Silence | null): Statement {
  if (silence === null) return database.prepare('DELETE FROM alert_silences WHERE rule = ?').bind(rule)
  return database
    .prepare('INSERT OR REPLACE INTO alert_silences (rule, until, by_id, reason) VALUES (?, ?, ?, ?)')
    .bind(rule, silence.until, silence.by, silence.reason)
}
