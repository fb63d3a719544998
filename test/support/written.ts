// All that a shop has written: each row of each table of its databases and durable objects, and what its KV holds.
import { experimental_readRawConfig } from 'wrangler'
import { z } from 'zod'
import { contextWorkers } from '../../scripts/workers.ts'
import type { Shop } from './shop.ts'
import type { Held } from './workerd/reader.ts'

/** By `BINDING/table`, and for what an object holds `Class/id`; each row as JSON. */
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

export async function everythingWritten({ harness }: Shop): Promise<Written> {
  const answer = await harness.getWorker(readerConfig.name).fetch('/')
  if (!answer.ok) throw new Error(`the reader answered ${answer.status}: ${await answer.text()}`)
  const held = (await answer.json()) as Held
  const rows = Object.entries(held).flatMap(([binding, tables]) =>
    Object.entries(tables).map(([table, rows]) => [`${binding}/${table}`, rows.map((row) => JSON.stringify(row))]),
  )
  const objects = await Promise.all(objectClasses.map(({ worker, exported }) => ofObjects(harness, worker, exported)))
  return Object.fromEntries([...rows, ...objects.flat()])
}

/** An object that was asked for and holds nothing is as good as none. */
async function ofObjects(harness: Shop['harness'], worker: string, exported: string): Promise<[string, string[]][]> {
  const handle = harness.getWorker(worker)
  const ids = await handle.listDurableObjectIds(exported)
  const each = ids.map(async (id): Promise<[string, string[]]> => {
    const storage = await handle.getDurableObjectStorage(exported, { id })
    const columns = await storage.exec<{ table: string; column: string }>(columnsOfAll)
    const tables = Map.groupBy(columns, ({ table }) => table)
    if (tables.size === 0) return [`${exported}/${id}`, []]
    const [rows = {}] = await storage.exec(`SELECT ${[...tables].map(rowsAsText).join(', ')}`)
    const texts = Object.entries(rows).flatMap(([table, all]) =>
      z
        .array(z.string())
        .parse(JSON.parse(String(all)))
        .map((row) => `${table}: ${row}`),
    )
    return [`${exported}/${id}`, texts]
  })
  return (await Promise.all(each)).filter(([, rows]) => rows.length > 0)
}

/** Of our tables, not the platform's. */
const columnsOfAll = `SELECT t.name AS "table", c.name AS "column" FROM sqlite_master t, pragma_table_info(t.name) c
  WHERE t.type = 'table' AND t.name NOT GLOB '_*'`

function rowsAsText([table, columns]: [string, { column: string }[]]): string {
  const kept = columns.filter(({ column }) => !movesByItself.has(`${table}.${column}`))
  const row = kept.map(({ column }) => `quote("${column}")`).join(` || ',' || `)
  return `(SELECT json_group_array(${row}) FROM "${table}") AS "${table}"`
}
