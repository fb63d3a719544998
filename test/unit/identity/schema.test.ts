// Identity's database is migrated by hand-kept files: they must hold all that better-auth wants.
import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { missingSchema } from '../../../scripts/identity-schema.ts'

const folder = new URL('../../../migrations/identity/', import.meta.url)

function migrated(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const name of readdirSync(folder).sort()) database.exec(readFileSync(new URL(name, folder), 'utf8'))
  return database
}

it('the committed migrations hold every table, column and index that better-auth wants', async () => {
  expect(await missingSchema(migrated())).toBe('')
})

it('a column that is missing would be noticed', async () => {
  const database = migrated()
  database.exec('ALTER TABLE user DROP COLUMN role')
  expect(await missingSchema(database)).toContain('"role"')
})
