// The databases and the catalog's namespace of a state folder, without any Worker.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Miniflare } from 'miniflare'
import type { Database } from '../workers.ts'
import { miniflareOfWrangler } from '../wrangler-parts.ts'

/** Which migration of which database failed, and why. What stood before it in the list is applied. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

export const catalogNamespace = 'CATALOG_KV'
const migrationsTable = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** The stores alone: no Worker sees a database before it is migrated. */
export function storesIn(state: string, databases: readonly Database[]): Miniflare {
  const { convertV4MiniflareOptions, Miniflare } = miniflareOfWrangler()
  return new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      resourcePersistencePath: join(state, 'v3'),
      workers: [
        {
          name: 'stores',
          modules: true,
          script: 'export default {}',
          compatibilityDate: '2026-11-01',
          d1Databases: Object.fromEntries(databases.map(({ binding }) => [binding, binding])),
          kvNamespaces: { [catalogNamespace]: catalogNamespace },
        },
      ],
    }),
  )
}

/**
 * Whether each database has all its migrations, from the files that the local runtime keeps them in: opening the stores
 * would take most of a second. Not while they are open. A file does not say whose it is, but what it has applied does.
 */
export function hasMigrations(state: string, databases: readonly Database[]): boolean {
  const folder = join(state, 'v3', 'd1')
  if (!existsSync(folder)) return false
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sqlite'))
  const unmatched = files.map((file) => new Set(appliedIn(join(folder, file))))
  return databases.every(({ migrations }) => {
    const wanted = filesIn(migrations)
    const match = unmatched.findIndex((applied) => wanted.every((file) => applied.has(file)))
    if (match < 0) return false
    unmatched.splice(match, 1)
    return true
  })
}

function appliedIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const rows = database.prepare('SELECT name FROM d1_migrations').all()
    return rows.map(({ name }) => String(name))
  } catch {
    return []
  } finally {
    database.close()
  }
}

function filesIn(migrations: string): string[] {
  return readdirSync(migrations)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
}

/** As `wrangler d1 migrations apply` does it, with the same record of what is applied: either may go on. */
export async function migrate(stores: Miniflare, { name, binding, migrations }: Database): Promise<void> {
  const db = await stores.getD1Database(binding)
  await db.prepare(migrationsTable).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map((row) => row.name))
  for (const file of filesIn(migrations).filter((file) => !applied.has(file))) {
    // One transaction, and the local database takes all statements of a file at once.
    const statements = [
      db.prepare(readFileSync(join(migrations, file), 'utf8')),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(file),
    ]
    await db.batch(statements).catch((fault: unknown) => {
      throw new MigrationFailed(`The migration ${file} of the database ${name} failed: ${fault}`)
    })
  }
}
