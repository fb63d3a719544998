// The rebuild of projections over databases in Node.
import { daysIn } from '../../src/analytics/period.ts'
import { factsTable } from '../../src/analytics/rebuild.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type {
  ArchivedOrdersRpc,
  OrderMessagesRpc,
  Projection,
  RebuildRpc,
  RebuildsRpc,
} from '../../src/contract/rebuild.ts'
import type { MyPageRpc } from '../../src/contract/rpc.ts'
import { withoutPersonalData } from '../../src/contract/sealed.ts'
import { deliveriesTables } from '../../src/delivery/rebuild.ts'
import { myPageTables } from '../../src/mypage/rebuild.ts'
import { rebuildFor, rebuildsFor } from '../../src/operations/rebuild.ts'
import { worklistTables } from '../../src/ordermanagement/rebuild.ts'
import type { Database } from '../../src/platform/database.ts'
import type { ProjectionTable } from '../../src/platform/rebuild.ts'
import { compareAll, markAll, rowsOfAll } from '../../src/platform/sharded-rebuild.ts'
import { inOne } from './shards.ts'
import { testVault } from './vault.ts'

type Databases = Record<Projection | 'operations', Database>
type Others = {
  orders: OrderMessagesRpc
  archive: ArchivedOrdersRpc
  myPages: Pick<MyPageRpc, 'changedSince'>
  now: () => number
}

export function tablesOf(databases: Record<Projection, Database>): Record<Projection, ProjectionTable> {
  const [mypage] = myPageTables([databases.mypage], { shards: [databases.mypage], now: Date.now })
  const [ordermanagement] = worklistTables({ shards: inOne(databases.ordermanagement), vault: testVault })
  const [delivery] = deliveriesTables(inOne(databases.delivery))
  if (!mypage || !ordermanagement || !delivery) throw new Error('each of them has a database')
  return {
    mypage,
    ordermanagement,
    delivery,
    analytics: factsTable(databases.analytics, daysIn('Asia/Seoul')),
  }
}

export function rebuildsOver(databases: Databases, { orders, archive, myPages, now }: Others): RebuildsRpc {
  const tables = tablesOf(databases)
  const rebuilderOf = (table: ProjectionTable): RebuildRpc => ({
    rowsAfter: (...args) => rowsOfAll([table], ...args),
    mark: (mark) => markAll([table], mark),
    compare: (...args) => compareAll([table], { orders, now }, ...args),
  })
  const rebuilders = {
    mypage: rebuilderOf(tables.mypage),
    ordermanagement: rebuilderOf(tables.ordermanagement),
    delivery: rebuilderOf(tables.delivery),
    analytics: rebuilderOf(tables.analytics),
  }
  const ports = { database: databases.operations, rebuilders, archive, myPages, now }
  return {
    rebuild: (...args) => rebuildFor(ports, ...args),
    rebuilds: (...args) => rebuildsFor(ports, ...args),
  }
}

/** The messages of an order among those of many. */
export function messagesAmong(messages: () => readonly OrderMessage[]): OrderMessagesRpc {
  return {
    messages: async (orderId, withContact) =>
      messages()
        .filter(({ subject }) => subject === orderId)
        .map((message) =>
          withContact
            ? message
            : { ...message, data: { ...message.data, order: withoutPersonalData(message.data.order) } },
        ),
  }
}
