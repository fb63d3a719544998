// All that a shop has written: each row of each table of its databases and durable objects, and what its KV holds.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { experimental_readRawConfig } from 'wrangler'
import { z } from 'zod'
import { contextWorkers } from '../../scripts/workers.ts'
import type { Shop } from './shop.ts'
import type { Held } from './workerd/reader.ts'

/** By `BINDING/table`, and for what an object holds `Worker-Class/id`; each row as JSON. */
export type Written = Record<string, string[]>

/**
 * How often something was tried, so that nobody guesses a password or fills the shop with accounts: a try that is
 * refused must be written here.
 */
export const countedTries = 'IDENTITY_DB/attempts'

/** An order looks by itself, long after its last event, whether its subscribers have heard it. */
const movesByItself = new Set(['outbox.confirmed', 'outbox.missing_since', 'outbox.confirm_at'])

const bindings = z.array(z.looseObject({ binding: z.string() })).default([])
const configSchema = z.object({
  name: z.string(),
  d1_databases: bindings,
  kv_namespaces: bindings,
  exports: z.record(z.string(), z.object({ type: z.string() })).default({}),
})

/** Where the contexts write, as their wrangler files say. */
const stores = contextWorkers.map(({ config }) => configSchema.parse(experimental_readRawConfig({ config }).rawConfig))
export const objectClasses = stores.flatMap(({ name, exports }) =>
  Object.entries(exports).flatMap(([exported, { type }]) =>
    type === 'durable-object' ? [{ worker: name, exported }] : [],
  ),
)

/** The names under which databases and KV are bound. */
export const boundStores = stores.flatMap(({ d1_databases, kv_namespaces }) =>
  [...d1_databases, ...kv_namespaces].map(({ binding }) => binding),
)

/** To run beside the shop: bound to all of its databases and its KV. */
export const readerConfig = {
  name: 'test-reader',
  main: 'test/support/workerd/reader.ts',
  compatibility_date: '2026-11-01',
  d1_databases: stores.flatMap(({ d1_databases }) =>
    d1_databases.map(({ binding, database_name }) => ({ binding, database_name: String(database_name) })),
  ),
  kv_namespaces: stores.flatMap(({ kv_namespaces }) => kv_namespaces.map(({ binding }) => ({ binding }))),
}

export async function everythingWritten({ harness, folder }: Shop): Promise<Written> {
  const answer = await harness.getWorker(readerConfig.name).fetch('/')
  if (!answer.ok) throw new Error(`the reader answered ${answer.status}: ${await answer.text()}`)
  const held = (await answer.json()) as Held
  const rows = Object.entries(held).flatMap(([binding, tables]) =>
    Object.entries(tables).map(([table, rows]) => [`${binding}/${table}`, rows.map((row) => JSON.stringify(row))]),
  )
  return Object.fromEntries([...rows, ...ofObjects(folder)])
}

/** Read where the platform keeps them, a file for each: asked for, hundreds of them would take half a second. */
function ofObjects(folder: string): [string, string[]][] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .flatMap((file): [string, string[]][] => {
      const [, object] = /^miniflare-\w+\/do\/(.+\/[0-9a-f]{64})\.sqlite$/.exec(file) ?? []
      return object === undefined ? [] : [[object, rowsIn(join(folder, file))]]
    })
    .filter(([, rows]) => rows.length > 0)
}

/** An object that goes to sleep has its file for itself for a moment. */
const lockedMsMax = 10_000

/** Of our tables, not the platform's. An object that was asked for and holds nothing is as good as none. */
function rowsIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: lockedMsMax })
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*'`).all()
    return tables.flatMap(({ name }) => {
      const rows = database.prepare(`SELECT * FROM "${name}"`).all()
      return rows.map((row) => `${name}: ${JSON.stringify(stays(String(name), row))}`)
    })
  } finally {
    database.close()
  }
}

function stays(table: string, row: object): [string, unknown][] {
  return Object.entries(row).filter(([column]) => !movesByItself.has(`${table}.${column}`))
}
