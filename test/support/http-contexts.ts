// The contexts behind the gateway, each as its Worker wires it, over SQLite in Node and without a network between them.

import { openActor } from '../../src/actor/open-actor.ts'
import * as analytics from '../../src/analytics/analytics.ts'
import { handleOrderEvents as toAnalytics } from '../../src/analytics/event-handler.ts'
import { analyticsPage } from '../../src/analytics/pages.tsx'
import { daysIn } from '../../src/analytics/period.ts'
import { handleOrderEvents as toArchive } from '../../src/archive/event-handler.ts'
import { findOnShelf } from '../../src/catalog/store.ts'
import type { AlertsRpc } from '../../src/contract/alert.ts'
import type { AnalyticsRpc } from '../../src/contract/analytics.ts'
import { chargingBy } from '../../src/contract/charging.ts'
import type { CustomersRpc, OrderNotesRpc } from '../../src/contract/customer-data.ts'
import type { LiveRpc } from '../../src/contract/live.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OpsRpc } from '../../src/contract/operations.ts'
import type { PaymentRpc } from '../../src/contract/payment-rpc.ts'
import type { RebuildsRpc } from '../../src/contract/rebuild.ts'
import type { ReconciliationRpc } from '../../src/contract/reconciliation.ts'
import { forEachSubscriber } from '../../src/contract/routing.ts'
import type {
  CatalogRpc,
  DeliveryRpc,
  HealthRpc,
  Item,
  MyPageRpc,
  OrderCommandsRpc,
  OrderManagementRpc,
  OrderRpc,
} from '../../src/contract/rpc.ts'
import type { SyntheticRpc } from '../../src/contract/synthetic.ts'
import { setOut } from '../../src/delivery/assignment.ts'
import * as deliveries from '../../src/delivery/deliveries.ts'
import { handleOrderEvents as toDelivery } from '../../src/delivery/event-handler.ts'
import { courierPage } from '../../src/delivery/pages.tsx'
import { handleOrderEvents as toMessage } from '../../src/message/event-handler.ts'
import { handleOrderEvents as toMyPage } from '../../src/mypage/event-handler.ts'
import { readFresh } from '../../src/mypage/fresh-read.ts'
import { customerPage } from '../../src/mypage/pages.tsx'
import * as projection from '../../src/mypage/projection.ts'
import { listAuditFor } from '../../src/operations/audit.ts'
import { findDeadLetters, readDeadLetter } from '../../src/operations/dead-letters.ts'
import { handleOrderEvents as toOperations } from '../../src/operations/event-handler.ts'
import { opsPage } from '../../src/operations/pages.tsx'
import type { OperationsPorts } from '../../src/operations/ports.ts'
import { discardDeadLetter, redriveDeadLetter, redriveDeadLetters } from '../../src/operations/redrive.ts'
import { orderService } from '../../src/order/order-service.ts'
import { handleOrderEvents as toWorklist } from '../../src/ordermanagement/event-handler.ts'
import { notesFor } from '../../src/ordermanagement/notes.ts'
import { adminPage } from '../../src/ordermanagement/pages.tsx'
import * as worklist from '../../src/ordermanagement/worklist.ts'
import { actsAfter } from '../../src/platform/acts.ts'
import { readNewestChange } from '../../src/platform/changes.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { accountsOver } from './accounts.ts'
import { alertsOver } from './alerts.ts'
import { archiveOver } from './archive.ts'
import { customerPortsOver, customersOver } from './customers.ts'
import { type Clock, openActors } from './http-actors.ts'
import { liveContext } from './live-context.ts'
import { messageContext, messagePortsOver } from './message-context.ts'
import { rebuildsOver } from './rebuilds.ts'
import { seller } from './seller.ts'
import { inOne } from './shards.ts'
import { type LocalDatabase, openDatabase } from './sqlite.ts'
import { syntheticOver } from './synthetic.ts'
import { testVault } from './vault.ts'

export type Contexts = ReturnType<typeof openContexts>

/** Every event reaches its subscribers before `settle` ends. */
export function openContexts(clock: Clock, shelf: Item[]) {
  const now = () => clock.now()
  const open = (folder: string) => openDatabase(folder, { now })
  const log = () => {}
  const vault = testVault
  const databases = {
    ordermanagement: open('ordermanagement'),
    delivery: open('delivery'),
    message: open('message'),
    mypage: open('mypage'),
    analytics: open('analytics'),
    operations: open('operations'),
    archive: open('archive'),
    identity: open('identity'),
    payment: open('payment'),
  }
  const ready = async (context: keyof typeof databases): Promise<{ ok: true }> => {
    await checkMigrated(context, `${context}'s database`, databases[context])
    return { ok: true }
  }
  const actors = openActors(clock, databases.payment, {
    ordermanagement: (batch) => toWorklist(worklistPorts, batch),
    delivery: (batch) => toDelivery(deliveryPorts, batch),
    message: (batch) => toMessage(messagePorts, batch),
    mypage: (batch) => toMyPage(mypagePorts, batch),
    analytics: (batch) => toAnalytics(analyticsPorts, batch),
    operations: (batch) => toOperations({ database: databases.operations, orders }, batch),
    archive: (batch) => toArchive({ database: databases.archive }, batch),
  } satisfies Record<string, (batch: OrderMessage[]) => Promise<unknown>>)
  const orders: OrderCommandsRpc = actors.orders
  const CATALOG: CatalogRpc & HealthRpc = {
    list: async () => shelf,
    find: async (ids) => findOnShelf(shelf, ids),
    ready: async () => ({ ok: true }),
  }
  const ORDER_API: OrderRpc & HealthRpc = {
    ...orderService({
      actor: (orderId) => openActor(vault, actors.orderOf(orderId)),
      catalog: CATALOG,
      shelf: CATALOG,
      chargingOf: chargingBy.sandbox,
    }),
    ready: async () => ({ ok: true }),
  }
  const PAYMENTS: PaymentRpc & HealthRpc = {
    ...actors.PAYMENTS,
    ready: async () => ({ ...(await ready('payment')), breakers: { 'sandbox-0': actors.gate.state().breaker } }),
  }
  const { history, refundPart } = ORDER_API
  const ports = { vault, now, log, payments: PAYMENTS }
  const worklistPorts = { ...ports, shards: inOne(databases.ordermanagement), orders, history, refundPart }
  const deliveryPorts = { shards: inOne(databases.delivery), vault, orders, log, now: Date.now }
  const messagePorts = messagePortsOver(databases.message, orders, now)
  const live = liveContext({ shards: [databases.mypage] }, now)
  const mypagePorts = {
    ...ports,
    live: live.changed,
    ...{ shards: [databases.mypage], orders: ORDER_API, orderCommands: orders, seller: () => seller },
  }
  const analyticsPorts = {
    database: databases.analytics,
    dayOf: daysIn('Asia/Seoul'),
    timeZone: 'Asia/Seoul',
    now,
  }
  const alerts = alertsOver(databases, now)
  const operationsPorts: OperationsPorts & typeof alerts.ports = {
    ...alerts.ports,
    database: databases.operations,
    queues: forEachSubscriber((subscriber) => [actors.queues[subscriber]]),
    now,
    newId: () => crypto.randomUUID(),
    sources: Object.fromEntries(
      (['identity', 'payment', 'ordermanagement'] as const).map((name) => {
        return [name, { actsAfter: (seq: number, limit: number) => actsAfter(databases[name], seq, limit) }]
      }),
    ),
    log,
  }
  const ORDERMANAGEMENT: OrderManagementRpc & OrderNotesRpc & HealthRpc = {
    list: (...args) => worklist.listWorklist(worklistPorts, ...args),
    get: (...args) => worklist.readWorklist(worklistPorts, ...args),
    take: (...args) => worklist.takeOrder(worklistPorts, ...args),
    claim: (...args) => worklist.claimRow(worklistPorts, ...args),
    release: (...args) => worklist.releaseRow(worklistPorts, ...args),
    cancel: (...args) => worklist.cancelOrder(worklistPorts, ...args),
    notes: (...args) => notesFor(worklistPorts, ...args),
    newestChange: (...args) => worklist.newestChange(follow(databases.ordermanagement), ...args),
    page: (...args) => adminPage(worklistPorts, ...args),
    ready: () => ready('ordermanagement'),
  }
  const DELIVERY: DeliveryRpc & HealthRpc = {
    list: (...args) => deliveries.listFor(deliveryPorts, ...args),
    get: (...args) => deliveries.getFor(deliveryPorts, ...args),
    complete: (...args) => deliveries.complete(deliveryPorts, ...args),
    setOut: (...args) => setOut(deliveryPorts, ...args),
    failAttempt: (...args) => deliveries.failAttempt(deliveryPorts, ...args),
    restart: (...args) => deliveries.restart(deliveryPorts, ...args),
    newestChange: (...args) => deliveries.newestChange(follow(databases.delivery), ...args),
    page: (...args) => courierPage(deliveryPorts, ...args),
    ready: () => ready('delivery'),
  }
  const MESSAGES = { ...messageContext(messagePorts), ready: () => ready('message') }
  const MYPAGES: MyPageRpc & LiveRpc & HealthRpc = {
    fetch: live.fetch,
    endSession: live.endSession,
    list: (caller, page, freshness) =>
      readFresh(mypagePorts, caller, freshness, (ports) => projection.listOwn(ports, caller, page)),
    get: (caller, orderId, freshness) =>
      readFresh(mypagePorts, caller, freshness, (ports) => projection.getOwn(ports, caller, orderId)),
    follow: (...args) => projection.followOwn(mypagePorts, ...args),
    changes: (...args) => projection.changesOfOwn(mypagePorts, ...args),
    changedSince: (...args) => projection.changedSince(mypagePorts, ...args),
    newestChange: (...args) => projection.newestChangeOfOwn(mypagePorts, ...args),
    page: (...args) => customerPage(mypagePorts, ...args),
    ready: () => ready('mypage'),
  }
  const ANALYTICS: AnalyticsRpc & HealthRpc = {
    sales: (...args) => analytics.salesFor(analyticsPorts, ...args),
    items: (...args) => analytics.itemsFor(analyticsPorts, ...args),
    deliveryTimes: (...args) => analytics.deliveryTimesFor(analyticsPorts, ...args),
    cancellations: (...args) => analytics.cancellationsFor(analyticsPorts, ...args),
    page: (...args) => analyticsPage(analyticsPorts, ...args),
    ready: () => ready('analytics'),
  }
  const OPERATIONS: OpsRpc & CustomersRpc & SyntheticRpc & RebuildsRpc & AlertsRpc & HealthRpc = {
    ...alerts.service,
    ...syntheticOver({ ...operationsPorts, orders: ORDER_API, myPages: MYPAGES, sleep: actors.settle }),
    ...customersOver(customerPortsOver(databases, { orders: ORDER_API, myPages: MYPAGES, now, log })),
    ...rebuildsOver(databases, {
      orders: { messages: actors.messagesOf },
      archive: { archivedOrders: async () => ({ orderIds: [], cursor: null }) },
      myPages: MYPAGES,
      now,
    }),
    findDeadLetters: (...args) => findDeadLetters(operationsPorts, ...args),
    deadLetter: (...args) => readDeadLetter(operationsPorts, ...args),
    redrive: (...args) => redriveDeadLetter(operationsPorts, ...args),
    redriveAll: (...args) => redriveDeadLetters(operationsPorts, ...args),
    discard: (...args) => discardDeadLetter(operationsPorts, ...args),
    audit: (...args) => listAuditFor(operationsPorts, ...args),
    page: (...args) => opsPage(operationsPorts, ...args),
    ready: () => ready('operations'),
  }
  const ARCHIVE = { ...archiveOver(databases.archive, now).service, ready: () => ready('archive') }
  const RECONCILIATIONS: ReconciliationRpc = actors.RECONCILIATIONS
  const ACCOUNTS = accountsOver(databases.identity, clock)
  const bindings = {
    ...{
      CATALOG,
      ORDER_API,
      PAYMENTS,
      RECONCILIATIONS,
      ORDERMANAGEMENT,
      DELIVERY,
      MESSAGES,
      MYPAGES,
      ANALYTICS,
      OPERATIONS,
      ARCHIVE,
    },
    COLLECTOR: alerts.collector,
    ACCOUNTS,
    IDENTITY_HEALTH: { ready: () => ready('identity') },
  }
  return { bindings, databases, settle: actors.settle }
}

function follow(database: LocalDatabase) {
  return { shards: inOne(database), newest: () => readNewestChange([database]) }
}
