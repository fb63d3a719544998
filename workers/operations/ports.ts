// What the operations Worker gives its services: its bindings, and the ports that are made of them.
import type { ActsRpc } from '../../src/contract/audit.ts'
import type { AccountDataRpc, CustomerDataRpc } from '../../src/contract/customer-data.ts'
import type { FiguresRpc } from '../../src/contract/figures.ts'
import type { ArchivedOrdersRpc, RebuildRpc } from '../../src/contract/rebuild.ts'
import { forEachSubscriber, queueOf, subscribers } from '../../src/contract/routing.ts'
import type { MyPageRpc, OrderCommandsRpc, OrderRpc } from '../../src/contract/rpc.ts'
import { alertWebhook } from '../../src/operations/alerts/channel.ts'
import type { AlertPorts } from '../../src/operations/alerts/run.ts'
import { operationsConfig } from '../../src/operations/config.ts'
import type { CustomerPorts } from '../../src/operations/customer-erasure.ts'
import type { OperationsPorts } from '../../src/operations/ports.ts'
import type { RebuildPorts } from '../../src/operations/rebuild.ts'
import type { SyntheticPorts } from '../../src/operations/synthetic-order.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { type EventQueues, queuesOf } from '../../src/platform/event-queues.ts'
import { contextLog } from '../../src/platform/log.ts'

/** The subscribers' own queues, to which messages are sent again. */
export interface OperationsEnv extends Vars<typeof operationsConfig>, EventQueues<Queue<unknown>> {
  OPERATIONS_DB: D1Database
  DEAD_LETTERS: Queue<unknown>
  FIGURES?: AnalyticsEngineDataset
  PAYMENT_FIGURES: FiguresRpc
  ORDERMANAGEMENT_FIGURES: FiguresRpc
  ANALYTICS_FIGURES: FiguresRpc
  IDENTITY_ACTS: ActsRpc
  PAYMENT_ACTS: ActsRpc
  ORDERMANAGEMENT_ACTS: ActsRpc
  MESSAGE_ACTS: ActsRpc
  IDENTITY_CUSTOMERS: AccountDataRpc
  MESSAGE_CUSTOMERS: CustomerDataRpc
  ORDER_API: OrderRpc
  ORDER_COMMANDS: OrderCommandsRpc
  ARCHIVED_ORDERS: ArchivedOrdersRpc
  MYPAGES: MyPageRpc
  MYPAGE_REBUILD: RebuildRpc
  ORDERMANAGEMENT_REBUILD: RebuildRpc
  DELIVERY_REBUILD: RebuildRpc
  ANALYTICS_REBUILD: RebuildRpc
}

export const log = contextLog('operations')

export function eventPortsOf(env: OperationsEnv) {
  return { database: databaseOf(env), orders: env.ORDER_COMMANDS }
}

export function databaseOf(env: OperationsEnv) {
  return env.OPERATIONS_DB.withSession('first-primary')
}

export function portsOf(env: OperationsEnv): OperationsPorts {
  return {
    database: databaseOf(env),
    queues: forEachSubscriber((subscriber) => queuesOf(env, subscriber)),
    now: Date.now,
    newId: () => crypto.randomUUID(),
    sources: {
      identity: env.IDENTITY_ACTS,
      payment: env.PAYMENT_ACTS,
      ordermanagement: env.ORDERMANAGEMENT_ACTS,
      message: env.MESSAGE_ACTS,
    },
    log,
  }
}

/** The others do not need what may be wrong here. */
export function alertPortsOf(env: OperationsEnv): OperationsPorts & AlertPorts {
  return {
    ...portsOf(env),
    figureSources: {
      payment: env.PAYMENT_FIGURES,
      ordermanagement: env.ORDERMANAGEMENT_FIGURES,
      analytics: env.ANALYTICS_FIGURES,
    },
    backlogs: subscribers.flatMap((subscriber) =>
      queuesOf(env, subscriber).map((queue, number) => {
        return { subscriber, queue: queueOf(subscriber, number).name, read: () => queue.metrics() }
      }),
    ),
    dataset: env.FIGURES,
    channel: channelOf(env),
  }
}

export function syntheticPortsOf(env: OperationsEnv): SyntheticPorts {
  return {
    database: databaseOf(env),
    orders: env.ORDER_API,
    myPages: env.MYPAGES,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    sleep: (milliseconds) => scheduler.wait(milliseconds),
    log,
  }
}

function channelOf(env: OperationsEnv) {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret } = readConfig(operationsConfig, env)
  if (url === '' || secret === null) return null
  return alertWebhook({ url, secret, fetch: (input, init) => fetch(input, init), now: Date.now })
}

export function customerPortsOf(env: OperationsEnv): CustomerPorts {
  return {
    database: databaseOf(env),
    orders: env.ORDER_API,
    myPages: env.MYPAGES,
    accounts: env.IDENTITY_CUSTOMERS,
    holders: [env.MESSAGE_CUSTOMERS],
    now: Date.now,
    newId: () => crypto.randomUUID(),
    log,
  }
}

export function rebuildPortsOf(env: OperationsEnv): RebuildPorts {
  return {
    database: databaseOf(env),
    rebuilders: {
      mypage: env.MYPAGE_REBUILD,
      ordermanagement: env.ORDERMANAGEMENT_REBUILD,
      delivery: env.DELIVERY_REBUILD,
      analytics: env.ANALYTICS_REBUILD,
    },
    archive: env.ARCHIVED_ORDERS,
    myPages: env.MYPAGES,
    now: Date.now,
  }
}
