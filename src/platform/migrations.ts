// The migrations that this code needs, so that a Worker can tell whether its database has them.
import type { Database } from './database.ts'

/** The newest migration of each folder in `migrations/`. */
export const newestMigrations = {
  analytics: '0002_watermark.sql',
  archive: '0001_staged.sql',
  delivery: '0006_watermark.sql',
  identity: '0005_country.sql',
  message: '0007_channel.sql',
  mypage: '0004_watermark.sql',
  operations: '0009_figures.sql',
  ordermanagement: '0010_watermark.sql',
  payment: '0004_acts.sql',
} as const

/** A table of each database that it cannot do without: a record of migrations may outlive what they made. */
const neededTables = {
  analytics: 'order_facts',
  archive: 'staged',
  delivery: 'deliveries',
  identity: 'user',
  message: 'messages',
  mypage: 'orders',
  operations: 'dead_letters',
  ordermanagement: 'worklist',
  payment: 'journal',
} as const satisfies Record<keyof typeof newestMigrations, string>

/** The database was not migrated before the Worker was deployed. The message names both, and may be shown to anyone. */
export class NotMigrated extends Error {
  override readonly name = 'NotMigrated'
}

/**
 * A readiness check, over wrangler's own record of migrations. Newer ones do no harm: migrations only add. Throws
 * NotMigrated, or what the database throws when it does not answer. `binding` names the database.
 */
export async function checkMigrated(
  folder: keyof typeof newestMigrations,
  binding: string,
  database: Database,
): Promise<void> {
  const sql = `SELECT name FROM d1_migrations LEFT JOIN (SELECT 1 FROM ${neededTables[folder]} LIMIT 1) WHERE name = ?`
  const applied = database.prepare(sql).bind(newestMigrations[folder])
  const { results } = await applied.all().catch((fault: unknown) => {
    if (fault instanceof Error && fault.message.includes('no such table')) return { results: [] }
    throw fault
  })
  if (results.length === 0) throw new NotMigrated(`${binding} lacks the migration ${newestMigrations[folder]}`)
}

/** The same of each of these databases, by their bindings. */
export async function checkAllMigrated(
  folder: keyof typeof newestMigrations,
  databases: ReadonlyMap<string, Database>,
): Promise<void> {
  await Promise.all([...databases].map(([binding, database]) => checkMigrated(folder, binding, database)))
}
