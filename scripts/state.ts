// The local state folder: every database migrated, the demo shop filled. Done again only when what it is made of
// changed. It has the layout of `wrangler dev --persist-to`.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Miniflare } from 'miniflare'
import { shelfKey } from '../src/catalog/store.ts'
import { seedAccountsSql } from './demo/accounts.ts'
import { demoItems } from './demo/items.ts'
import { contextWorkers, type Database, root } from './workers.ts'
import { miniflareOfWrangler } from './wrangler-parts.ts'

/** Which migration of which database failed, and why. What stood before it in the list is applied. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

const catalogNamespace = 'CATALOG_KV'
const migrationsTable = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** Migrate and fill what is not so yet. */
export async function prepareState(state: string, log: (line: string) => void): Promise<void> {
  const marker = join(state, 'prepared')
  const wanted = fingerprint()
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  log('Preparing the databases and the demo shop …')
  const databases = contextWorkers.flatMap((worker) => worker.databases)
  const stores = storesOf(state, databases)
  try {
    await Promise.all(databases.map((database) => migrate(stores, database)))
    await seed(stores)
  } finally {
    await stores.dispose()
  }
  writeFileSync(marker, wanted)
}

/**
 * The local authorization server's secret: made once and kept with the state, since the signing keys in the database
 * are encrypted with it.
 */
export function localSecret(state: string): string {
  const file = join(state, 'auth-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** The stores alone: no Worker sees a database before it is migrated. */
function storesOf(state: string, databases: readonly Database[]): Miniflare {
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
async function migrate(stores: Miniflare, { name, binding, migrations }: Database): Promise<void> {
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

async function seed(stores: Miniflare): Promise<void> {
  const identity = await stores.getD1Database('IDENTITY_DB')
  await identity.prepare(await seedAccountsSql()).run()
  const catalog = await stores.getKVNamespace(catalogNamespace)
  await catalog.put(shelfKey, JSON.stringify(demoItems))
}

/** A hash over the migrations and the seeds. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const folder of [`${root}migrations`, `${root}scripts/demo`]) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)))
    }
  }
  return hash.digest('hex')
}
