// All that a shop has written: each row of each table of its databases, durable objects and KV namespaces, read from
// the files in which the platform keeps them. Asked for through the Workers, it would take a hundred times as long.
import { createHash, createHmac } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { testBundles } from './harness/bundles.ts'

/** By `BINDING/table`, and for an object `Worker-Class/id`; each row as JSON. */
export type Written = Record<string, string[]>

/**
 * The counters that slow down guesses of passwords and the making of accounts: a refused try must be written here.
 */
export const countedTries = 'IDENTITY_DB/attempts'

/** What is made of other rows when somebody reads them, and the counts of calls, whatever they are answered. */
const madeWhenRead = new Set([
  'ANALYTICS_DB/day_sums',
  'DELIVERY_DB/following',
  'MYPAGE_DB_0/followed',
  'MYPAGE_DB_1/followed',
  'OPERATIONS_DB/figure_counters',
  'OPERATIONS_DB/figure_history',
  'OPERATIONS_DB/figure_peaks',
  'OPERATIONS_DB/figure_samples',
  'ORDERMANAGEMENT_DB/following',
])

/** An order asks by itself, long after its last event, whether its subscribers have applied it. */
const movesByItself = new Set(['outbox.confirmed', 'outbox.missing_since', 'outbox.confirm_at'])

const { settings } = await testBundles()
const workers = [...settings.values()]

const unboundSchema = z.array(z.object({ className: z.string() })).default([])

/** Every class of durable objects, as the wrangler files say. */
export const objectClasses = workers.flatMap(({ name, durableObjects, additionalUnboundDurableObjects }) =>
  [...Object.values(Object(durableObjects)), ...unboundSchema.parse(additionalUnboundDurableObjects)].map(
    (object): { worker: string; exported: string } => ({ worker: name, exported: String(Object(object).className) }),
  ),
)

const databases = workers.flatMap(({ d1Databases }) => Object.keys(Object(d1Databases)))
const namespaces = workers.flatMap(({ kvNamespaces }) => Object.keys(Object(kvNamespaces)))

const buckets = workers.flatMap(({ r2Buckets }) =>
  Object.entries(Object(r2Buckets)).map(([name, bucket]) => ({ name, id: String(Object(bucket).id ?? bucket) })),
)

/** The names under which databases, KV namespaces and buckets are bound. */
export const boundStores = [...databases, ...namespaces, ...buckets.map(({ name }) => name)]

/** The SQLite file of each, below the state folder; the local runtime calls the file by the binding. */
const boundFiles = [
  ...databases.map((name) => ({ name, platformTables: '_cf_*', file: fileOf('d1', 'D1DatabaseObject', name) })),
  ...namespaces.map((name) => ({ name, platformTables: '', file: fileOf('kv', 'KVNamespaceObject', name) })),
  ...buckets.map(({ name, id }) => ({ name, platformTables: '', file: fileOf('r2', 'R2BucketObject', id) })),
]

export type Storage = ReturnType<typeof openStorage>

/** The storage of a running shop, by its state folder. Its files stay open, so close it before the shop. */
export function openStorage(folder: string) {
  const files = new Map<string, StoreFile>()

  function rowsOf(path: string, platformTables: string): Written {
    // A bucket has its file once something asks for it.
    if (!existsSync(path)) return {}
    const file = files.get(path) ?? openFile(path)
    files.set(path, file)
    return changedRows(file, platformTables)
  }

  return {
    everythingWritten(): Written {
      const bound = boundFiles.flatMap(({ name, platformTables, file }) =>
        Object.entries(rowsOf(join(folder, file), platformTables)).map(
          ([table, rows]) => [`${name}/${table}`, rows] as const,
        ),
      )
      const objects = objectFiles(folder).flatMap(({ name, path }) => {
        const rows = Object.entries(rowsOf(path, '_*')).flatMap(([table, lines]) =>
          lines.map((line) => `${table}: ${line}`),
        )
        // An object that was asked for and holds nothing counts as none.
        return rows.length === 0 ? [] : [[name, rows] as const]
      })
      // The tables of a bucket are made by the runtime when something first asks for it.
      const isUnused = (name: string, rows: string[]) => name.includes('/_mf_') && rows.length === 0
      return Object.fromEntries(
        [...bound, ...objects].filter(([name, rows]) => !madeWhenRead.has(name) && !isUnused(name, rows)),
      )
    },
    close(): void {
      for (const { database } of files.values()) database.close()
      files.clear()
    },
  }
}

type StoreFile = { database: DatabaseSync; version: StatementSync; readAt: unknown; rows: Written }

/** An object that goes to sleep has its file for itself for a moment. */
const lockedMsMax = 10_000

function openFile(path: string): StoreFile {
  const database = new DatabaseSync(path, { readOnly: true, timeout: lockedMsMax })
  return { database, version: database.prepare('PRAGMA data_version'), readAt: null, rows: {} }
}

/**
 * The rows by table, without the platform's own tables and those in which a search index keeps itself. Read anew when
 * another connection has committed since (SQLite, PRAGMA data_version).
 */
function changedRows(file: StoreFile, platformTables: string): Written {
  const version = file.version.get()?.['data_version']
  if (version === file.readAt) return file.rows
  const tables = file.database
    .prepare(`SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND name NOT GLOB ?
      AND schema = 'main' AND name <> 'sqlite_schema'`)
    .all(platformTables)
  file.rows = Object.fromEntries(
    tables.map(({ name }) => {
      const rows = file.database.prepare(`SELECT * FROM "${name}"`).all()
      return [String(name), rows.map((row) => JSON.stringify(lasting(String(name), row)))]
    }),
  )
  file.readAt = version
  return file.rows
}

function lasting(table: string, row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !movesByItself.has(`${table}.${column}`)))
}

function objectFiles(folder: string): { name: string; path: string }[] {
  const objects = join(folder, 'do')
  if (!existsSync(objects)) return []
  return readdirSync(objects, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
    const [, name] = /^(.+\/[0-9a-f]{64})\.sqlite$/.exec(file) ?? []
    return name === undefined ? [] : [{ name, path: join(objects, file) }]
  })
}

/** The local runtime keeps each store as an object. */
function fileOf(kind: string, objectClass: string, name: string): string {
  const unique = `miniflare-${objectClass}`
  return join(kind, unique, `${objectIdOf(unique, name)}.sqlite`)
}

/** The name of an order's object in what was written. */
export function orderObjectOf(orderId: string): string {
  const unique = 'homeappliance-order-OrderObject'
  return `${unique}/${objectIdOf(unique, orderId)}`
}

/** The id of an object by its class and its name, as workerd makes it. */
function objectIdOf(unique: string, name: string): string {
  const key = createHash('sha256').update(unique).digest()
  const half = (part: string | Buffer) => createHmac('sha256', key).update(part).digest().subarray(0, 16)
  return Buffer.concat([half(name), half(half(name))]).toString('hex')
}
