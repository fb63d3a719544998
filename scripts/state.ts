// The local state folder: every database migrated, the demo shop filled. Filled again only after a change of the demo
// data, or when a database lacked something. It has the layout of `wrangler dev --persist-to`.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Miniflare } from 'miniflare'
import { shelfKey } from '../src/catalog/store.ts'
import { seedAccountsSql } from './demo/accounts.ts'
import { demoItems } from './demo/items.ts'
import { catalogNamespace, hasMigrations, migrate, storesIn } from './state/stores.ts'
import { schemas } from './variables.ts'
import { contextWorkers, root } from './workers.ts'

/** Migrate what is behind and fill the shop, unless that is done. */
export async function prepareState(state: string, log: (line: string) => void): Promise<void> {
  const marker = join(state, 'prepared')
  const wanted = fingerprint()
  const databases = contextWorkers.flatMap((worker) => worker.databases)
  const isFilled = existsSync(marker) && readFileSync(marker, 'utf8') === wanted
  if (isFilled && hasMigrations(state, databases)) return
  log('Preparing the databases and the demo shop …')
  const stores = storesIn(state, databases)
  try {
    await Promise.all(databases.map((database) => migrate(stores, database)))
    await seed(stores)
  } finally {
    await stores.dispose()
  }
  writeFileSync(marker, wanted)
}

/** The Workers that read or write personal data of orders. */
export const personalDataWorkers = Object.keys(schemas).filter(
  (context) => 'PERSONAL_DATA_KEYS' in (schemas[context]?.variables ?? {}),
)

/** The secrets of the local shop: made once and kept with the state, since what is stored is encrypted with them. */
export function localSecrets(state: string) {
  return {
    BETTER_AUTH_SECRET: secretIn(state, 'auth-secret', 'hex'),
    PERSONAL_DATA_KEYS: secretIn(state, 'personal-data-keys', 'base64'),
  }
}

/** The same by Worker, each with what it needs. */
export function localSecretsByWorker(state: string): Record<string, Record<string, string>> {
  const { BETTER_AUTH_SECRET, PERSONAL_DATA_KEYS } = localSecrets(state)
  return {
    'homeappliance-identity': { BETTER_AUTH_SECRET },
    ...Object.fromEntries(personalDataWorkers.map((context) => [`homeappliance-${context}`, { PERSONAL_DATA_KEYS }])),
  }
}

function secretIn(state: string, name: string, encoding: 'hex' | 'base64'): string {
  const file = join(state, name)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString(encoding), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

async function seed(stores: Miniflare): Promise<void> {
  const identity = await stores.getD1Database('IDENTITY_DB')
  await identity.prepare(await seedAccountsSql()).run()
  const catalog = await stores.getKVNamespace(catalogNamespace)
  await catalog.put(shelfKey, JSON.stringify(demoItems))
}

/** A hash over the demo data. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(`${root}scripts/demo`, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)))
  }
  return hash.digest('hex')
}
