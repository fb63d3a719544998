// The catalog, cached by the isolate for a short time.
import type { CatalogRpc, Item } from '../../contract/rpc.ts'
import { shelfSecondsMax } from '../../contract/shelf.ts'
import { detachRpcResult } from '../../platform/detach-rpc-result.ts'
import { isolateCache } from '../../platform/isolate-cache.ts'
import { callContext } from '../http/call-context.ts'

export type Shelf = (env: { CATALOG: Pick<CatalogRpc, 'list'> }) => Promise<Item[]>

/** Throws UpstreamUnavailable when none is cached and the catalog does not answer. */
export function cachedShelf(now: () => number): Shelf {
  const shelf = isolateCache<Item[]>(shelfSecondsMax.inIsolate * 1000, now)
  return (env) => shelf(() => callContext('catalog', () => detachRpcResult(env.CATALOG.list())))
}
