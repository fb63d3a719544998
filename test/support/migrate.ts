// Migrates a database that a test has bound to a Worker beside its own.
import { readdirSync, readFileSync } from 'node:fs'
import type { D1Database } from '@cloudflare/workers-types'

export async function migrate(database: D1Database | undefined, folder: string): Promise<void> {
  if (database === undefined) throw new Error('it is not bound')
  const directory = new URL(`../../migrations/${folder}/`, import.meta.url)
  await database.prepare('CREATE TABLE d1_migrations (name TEXT UNIQUE)').run()
  for (const file of readdirSync(directory).sort()) {
    // The local database takes all statements of a file at once.
    await database.batch([
      database.prepare(readFileSync(new URL(file, directory), 'utf8')),
      database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(file),
    ])
  }
}
