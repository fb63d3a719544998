// Reads all that the databases and the KV hold which are bound to it, as another Worker of the shop would.
import type { D1Database, KVNamespace } from '@cloudflare/workers-types'

export type Held = Record<string, Record<string, unknown[]>>

export default {
  async fetch(_: Request, env: Record<string, D1Database | KVNamespace>): Promise<Response> {
    const each = Object.entries(env).map(async ([binding, store]) => {
      return [binding, 'prepare' in store ? await rowsOf(store) : await valuesOf(store)] as const
    })
    return Response.json(Object.fromEntries(await Promise.all(each)) satisfies Held)
  },
}

async function rowsOf(database: D1Database): Promise<Record<string, unknown[]>> {
  const { results } = await database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'`)
    .all<{ name: string }>()
  const rows = await database.batch(results.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`)))
  return Object.fromEntries(results.map(({ name }, index) => [name, rows[index]?.results ?? []]))
}

async function valuesOf(kv: KVNamespace): Promise<Record<string, unknown[]>> {
  const { keys } = await kv.list()
  return Object.fromEntries(await Promise.all(keys.map(async ({ name }) => [name, [await kv.get(name)]])))
}
