// The orders in the archive, in pieces: where a rebuild finds them.
import { keyOfName, nameOfKey, type ObjectStore, rootPrefix } from './objects.ts'
import { readObject } from './read.ts'

export const ordersPerPiece = 50

/**
 * See ArchivedOrdersRpc. A cursor is the name of an object, and how many of its orders were given. An object is read
 * for each of its pieces: it has some megabytes, and no memory is kept in between.
 */
export async function archivedOrders(
  store: Pick<ObjectStore, 'list' | 'read'>,
  cursor: string | null,
): Promise<{ orderIds: string[]; cursor: string | null }> {
  const [name = '', given = '0'] = cursor?.split('/') ?? []
  const key = keyOfName(name)
  const [object] = await store.list(rootPrefix, key === null ? null : justBefore(key), 1)
  if (object === undefined) return { orderIds: [], cursor: null }
  const orderIds = [...new Set((await readObject(store, object)).map(({ orderId }) => orderId))]
  const from = object.key === key ? Number(given) : 0
  const to = from + ordersPerPiece
  if (to < orderIds.length) return { orderIds: orderIds.slice(from, to), cursor: `${nameOfKey(object.key)}/${to}` }
  const [next] = await store.list(rootPrefix, object.key, 1)
  return { orderIds: orderIds.slice(from), cursor: next === undefined ? null : `${nameOfKey(next.key)}/0` }
}

/** A list begins after a key: this one comes before it, and after all that are smaller. */
function justBefore(key: string): string {
  return key.slice(0, -1)
}
