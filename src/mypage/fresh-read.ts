// How new what a customer reads is. A replica answers what its bookmark allows; an order that the reader knows to be
// newer than its row is fetched from the order itself, and written as any event of it is.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { Bookmarked, Freshness } from '../contract/mypage.ts'
import type { OrderRecord } from '../contract/order.ts'
import { regionOf } from '../contract/region.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { shardOf } from '../platform/shard.ts'
import { withTimeout } from '../platform/timeout.ts'
import { type MyPagePorts, projectOrders } from './event-handler.ts'
import { databaseOf } from './shards.ts'
import { seqsOf } from './store.ts'

export type FreshReadPorts = MyPagePorts & { orderCommands: Pick<OrderCommandsRpc, 'read'> }

/** A replica that is behind a bookmark waits until it is not. After this time the database itself is asked. */
const replicaMsMax = 2000
const fetchedAtOnceMax = 5

/**
 * What `read` reads, with every order at least as new as the reader has seen it. Without `freshness` the database
 * itself is read, and no replica. Throws when an order that must be newer does not answer: an older row is never shown.
 */
export async function readFresh<T extends object>(
  ports: FreshReadPorts,
  caller: Caller,
  freshness: Freshness | undefined,
  read: (ports: MyPagePorts) => Promise<Result<T>>,
): Promise<Result<T & Bookmarked>> {
  if (freshness === undefined || !mayCall(caller.role, 'readMyPage')) return await read(ports)
  const { bookmark, minSeqs } = freshness
  const shard = shardOf(caller.subject, ports.shards.length)
  const database = databaseOf(ports.shards, caller.subject)

  async function readFrom(start: string) {
    const session = database.withSession?.(start)
    const used = session ?? database
    const behind = await ordersBehind(used, caller.subject, minSeqs)
    const found = await read({ ...ports, shards: ports.shards.map((one) => (one === database ? used : one)) })
    const reached = session?.getBookmark() ?? null
    return { behind, found: found.ok ? accepted({ ...found.value, bookmark: bookmarkOf(shard, reached) }) : found }
  }

  const near = await withTimeout(replicaMsMax, readFrom(startOf(bookmark, shard))).catch((fault: unknown) => {
    // Such as a bookmark from before the database was set back.
    if (bookmark === null) throw fault
    return readFrom(atPrimary)
  })
  // A row tells its own age, and a missing one does not: what a replica lacks is looked for in the database itself.
  if (near.behind.length === 0 && near.found.ok) return near.found
  await bringUp(ports, caller, near.behind)
  return (await readFrom(atPrimary)).found
}

const atPrimary = 'first-primary'

/** As clients have it: a bookmark is of one database. */
function bookmarkOf(shard: number, reached: string | null): string | null {
  return reached === null ? null : `${shard}.${reached}`
}

/** Who has read another database, before a move, may have seen more than a replica of this one has. */
function startOf(bookmark: string | null, shard: number): string {
  if (bookmark === null) return 'first-unconstrained'
  const [of, at] = bookmark.split('.')
  return at !== undefined && of === String(shard) ? at : atPrimary
}

/** The orders whose rows are older than the reader knows. */
async function ordersBehind(
  database: Database,
  customerId: string,
  minSeqs: Freshness['minSeqs'],
): Promise<readonly string[]> {
  const orderIds = Object.keys(minSeqs)
  if (orderIds.length === 0) return []
  const known = await seqsOf(database, customerId, orderIds)
  return orderIds.filter((orderId) => (known.get(orderId) ?? 0) < (minSeqs[orderId] ?? 0))
}

/** Of an order that is not the caller's, that is kept elsewhere, or that does not exist, nothing is written. */
async function bringUp(ports: FreshReadPorts, caller: Caller, orderIds: readonly string[]): Promise<void> {
  const fetched = await settleAll(orderIds, fetchedAtOnceMax, (orderId) => ports.orderCommands.read(orderId))
  throwFirst(fetched)
  const isOwn = ({ customerId, orderId }: OrderRecord) =>
    customerId === caller.subject && regionOf(orderId) === (caller.region ?? null)
  const own = valuesOf(fetched).filter((order) => order !== null && isOwn(order))
  await projectOrders(
    ports,
    own.filter((order) => order !== null),
  )
}
