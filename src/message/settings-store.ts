// The store of what each customer does not want to be told. A customer without a row is told everything.
import * as z from 'zod'
import type { MessageKind } from '../contract/customer-message.ts'
import type { Database } from '../platform/database.ts'

/** By customer. */
export type KindsOff = ReadonlyMap<string, ReadonlySet<MessageKind>>

export async function findKindsOff(database: Database, customerIds: readonly string[]): Promise<KindsOff> {
  const sql = `SELECT customer_id, kinds_off FROM message_settings
    WHERE customer_id IN (SELECT value FROM json_each(?))`
  const { results } = await database.prepare(sql).bind(JSON.stringify(customerIds)).all()
  return new Map(results.map((row) => [String(row['customer_id']), new Set(kinds.parse(row['kinds_off']))]))
}

export async function saveKindsOff(
  database: Database,
  customerId: string,
  off: readonly MessageKind[],
  at: string,
): Promise<void> {
  const sql = `INSERT INTO message_settings (customer_id, kinds_off, updated_at) VALUES (?, ?, ?)
    ON CONFLICT (customer_id) DO UPDATE SET kinds_off = excluded.kinds_off, updated_at = excluded.updated_at`
  await database.prepare(sql).bind(customerId, JSON.stringify(off), at).run()
}

export async function eraseSettings(database: Database, customerId: string): Promise<void> {
  await database.prepare('DELETE FROM message_settings WHERE customer_id = ?').bind(customerId).run()
}

/** A Worker of the next release may have recorded a kind that this one does not know. */
const kinds = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.custom<MessageKind>((kind) => typeof kind === 'string')))
