// Prints the SQL of the tables better-auth needs, for a new migration when it asks for more than the last one has.
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { getMigrations } from 'better-auth/db/migration'
import { authOptions } from '../src/identity/oauth/auth.ts'

/** The statements that bring `database` to what better-auth wants; empty when it is there already. */
export async function missingSchema(database: DatabaseSync): Promise<string> {
  const { compileMigrations } = await getMigrations(
    authOptions({
      database,
      origin: 'http://localhost',
      audience: 'urn:unused',
      secret: 'unused: nothing is signed while the schema is compared',
      keyTimes: { announceSeconds: 1, rotateSeconds: 1, retiredSeconds: 1 },
      sendLink: async () => {},
      recovered: async () => {},
      log: () => {},
    }),
  )
  const sql = await compileMigrations()
  return sql === ';' ? '' : sql
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(await missingSchema(new DatabaseSync(':memory:')))
}
