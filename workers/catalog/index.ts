// The catalog Worker: items and prices, for the Workers with a binding to it.
import { WorkerEntrypoint } from 'cloudflare:workers'
import { findOnShelf, readShelf } from '../../src/catalog/store.ts'
import type { CatalogRpc, HealthRpc, Item } from '../../src/contract/rpc.ts'

export interface CatalogEnv {
  CATALOG_KV: KVNamespace
}

export class Catalog extends WorkerEntrypoint<CatalogEnv> implements CatalogRpc, HealthRpc {
  list(): Promise<Item[]> {
    return readShelf(this.env.CATALOG_KV)
  }

  async find(itemIds: string[]): Promise<Record<string, Item>> {
    return findOnShelf(await readShelf(this.env.CATALOG_KV), itemIds)
  }

  async ready(): Promise<{ ok: true }> {
    await this.env.CATALOG_KV.get('ready')
    return { ok: true }
  }
}

/** Reached through bindings only. */
export default { fetch: () => new Response(null, { status: 404 }) }
