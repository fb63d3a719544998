// The databases and the catalog's namespace of a state folder, without any Worker.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** As `wrangler d1 migrations apply` does it, with the same record of what is applied: either may go on. */
export async function migrate(stores: Miniflare, { name, binding, migrations }: Database): Promise<void> {
  const db = await stores.getD1Database(binding)
  await db.prepare(migrationsTable).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map((row) => row.name))
  const files = readdirSync(migrations).filter((file) => file.endsWith('.sql'))
  for (const file of files.toSorted().filter((file) => !applied.has(file))) {
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
