// The operations Worker: stores the dead letters of every subscriber, which ops list, send again or discard; and the
// audit of what staff and ops did, for which it is a subscriber of orders too.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ActsRpc } from '../../src/contract/audit.ts'
import type { Caller } from '../../src/contract/caller.ts'
import type { AccountDataRpc, CustomerDataRpc, CustomersRpc } from '../../src/contract/customer-data.ts'
import type { OpsRpc } from '../../src/contract/operations.ts'
import type { ArchivedOrdersRpc, RebuildRpc, RebuildsRpc } from '../../src/contract/rebuild.ts'
import { bindingsOf, forEachSubscriber, type SubscriberBindings } from '../../src/contract/routing.ts'
import type {
  HealthRpc,
  MyPageRpc,
  OperationsRpc,
  OrderCommandsRpc,
  OrderRpc,
  PageRequest,
} from '../../src/contract/rpc.ts'
import type { SyntheticRpc } from '../../src/contract/synthetic.ts'
import { collectAll, listAuditFor } from '../../src/operations/audit.ts'
import { operationsConfig } from '../../src/operations/config.ts'
import { type CustomerPorts, eraseCustomer, erasureFor, sweepErasures } from '../../src/operations/customer-erasure.ts'
import { exportCustomer } from '../../src/operations/customer-export.ts'
import { findDeadLetters, readDeadLetter, storeDeadLetters } from '../../src/operations/dead-letters.ts'
import * as events from '../../src/operations/event-handler.ts'
import { opsPage } from '../../src/operations/pages.tsx'
import type { OperationsPorts } from '../../src/operations/ports.ts'
import { type RebuildPorts, rebuildFor, rebuildsFor } from '../../src/operations/rebuild.ts'
import { discardDeadLetter, redriveDeadLetter, redriveDeadLetters } from '../../src/operations/redrive.ts'
import {
  placeSynthetic,
  placeSyntheticByClock,
  type SyntheticPorts,
  syntheticRuns,
} from '../../src/operations/synthetic-order.ts'
import { healSetBack } from '../../src/operations/watermarks.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { subscriber } from '../../src/platform/subscriber.ts'

/** The subscribers' own queues, to which messages are sent again. One that gets its events together has none. */
type EventQueues = Partial<Record<SubscriberBindings['queue'], Queue<unknown>>>

export interface OperationsEnv extends Vars<typeof operationsConfig>, EventQueues {
  OPERATIONS_DB: D1Database
  DEAD_LETTERS: Queue<unknown>
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

type Call<T extends keyof OpsRpc> = Parameters<OpsRpc[T]>

export class Operations
  extends WorkerEntrypoint<OperationsEnv>
  implements OperationsRpc, OpsRpc, CustomersRpc, SyntheticRpc, RebuildsRpc, HealthRpc
{
  deadLetters(caller: Caller, subscriber: string | null, page: PageRequest) {
    return findDeadLetters(portsOf(this.env), caller, { subscriber: subscriber ?? undefined }, page)
  }

  findDeadLetters(...args: Call<'findDeadLetters'>) {
    return findDeadLetters(portsOf(this.env), ...args)
  }

  deadLetter(...args: Call<'deadLetter'>) {
    return readDeadLetter(portsOf(this.env), ...args)
  }

  redrive(...args: Call<'redrive'>) {
    return redriveDeadLetter(portsOf(this.env), ...args)
  }

  redriveAll(...args: Call<'redriveAll'>) {
    return redriveDeadLetters(portsOf(this.env), ...args)
  }

  discard(...args: Call<'discard'>) {
    return discardDeadLetter(portsOf(this.env), ...args)
  }

  audit(...args: Call<'audit'>) {
    return listAuditFor(portsOf(this.env), ...args)
  }

  rebuild(...args: Parameters<RebuildsRpc['rebuild']>) {
    return rebuildFor(rebuildPortsOf(this.env), ...args)
  }

  rebuilds(...args: Parameters<RebuildsRpc['rebuilds']>) {
    return rebuildsFor(rebuildPortsOf(this.env), ...args)
  }

  eraseCustomer(...args: Parameters<CustomersRpc['eraseCustomer']>) {
    return eraseCustomer(customerPortsOf(this.env), ...args)
  }

  customerErasure(...args: Parameters<CustomersRpc['customerErasure']>) {
    return erasureFor(portsOf(this.env), ...args)
  }

  placeSynthetic(...args: Parameters<SyntheticRpc['placeSynthetic']>) {
    return placeSynthetic(syntheticPortsOf(this.env), ...args)
  }

  syntheticRuns(...args: Parameters<SyntheticRpc['syntheticRuns']>) {
    return syntheticRuns(portsOf(this.env), ...args)
  }

  exportCustomer(...args: Parameters<CustomersRpc['exportCustomer']>) {
    return exportCustomer(customerPortsOf(this.env), ...args)
  }

  page(...args: Call<'page'>) {
    return opsPage(portsOf(this.env), ...args)
  }

  async ready(): Promise<{ ok: true }> {
    readConfig(operationsConfig, this.env)
    await checkMigrated('operations', 'OPERATIONS_DB', this.env.OPERATIONS_DB)
    return { ok: true }
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(eventPortsOf, events)

const ownQueue = 'homeappliance-operations-events'

/** Reached through bindings, its own queue, and the dead-letter queues only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    batch.queue === ownQueue
      ? consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(eventPortsOf(env), messages), log)
      : storeDeadLetters(portsOf(env), batch),
  async scheduled(_, env) {
    await collectAll(portsOf(env))
    await healSetBack({ ...rebuildPortsOf(env), log })
    await sweepErasures(customerPortsOf(env))
    await placeSyntheticByClock(syntheticPortsOf(env), readConfig(operationsConfig, env).SYNTHETIC_ORDER_SECONDS)
  },
} satisfies ExportedHandler<OperationsEnv>

const log = contextLog('operations')

function eventPortsOf(env: OperationsEnv) {
  return { database: databaseOf(env), orders: env.ORDER_COMMANDS }
}

function databaseOf(env: OperationsEnv) {
  return env.OPERATIONS_DB.withSession('first-primary')
}

function portsOf(env: OperationsEnv): OperationsPorts {
  return {
    database: databaseOf(env),
    queues: forEachSubscriber((subscriber) => env[bindingsOf(subscriber).queue]),
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

function syntheticPortsOf(env: OperationsEnv): SyntheticPorts {
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

function customerPortsOf(env: OperationsEnv): CustomerPorts {
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

function rebuildPortsOf(env: OperationsEnv): RebuildPorts {
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
