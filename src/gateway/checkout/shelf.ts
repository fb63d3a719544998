// The shelf as the gateway shows it: the catalog of a little while ago, near at hand.
import type { CatalogRpc, Item } from '../../contract/rpc.ts'
import { shelfSecondsMax } from '../../contract/shelf.ts'
import { detachRpcResult } from '../../platform/detach-rpc-result.ts'
import { isolateCache } from '../../platform/isolate-cache.ts'
import { callContext } from '../http/call-context.ts'

export type Shelf = (env: { CATALOG: Pick<CatalogRpc, 'list'> }) => Promise<Item[]>

/** Throws ContextUnavailable when there is none near at hand and the catalog does not answer. */
export function nearbyShelf(now: () => number): Shelf {
  const shelf = isolateCache<Item[]>(shelfSecondsMax.inIsolate * 1000, now)
  return (env) => shelf(() => callContext('catalog', () => detachRpcResult(env.CATALOG.list())))
}
