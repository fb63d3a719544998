// The delivery Worker: the couriers' pages and calls, and the consumer that starts and recalls deliveries.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller } from '../../src/contract/caller.ts'
import type { DeliveryRow } from '../../src/contract/delivery.ts'
import type { AttemptFailed, Handover } from '../../src/contract/handover.ts'
import type { RequestMeta } from '../../src/contract/idempotency.ts'
import type { OrderMessagesRpc } from '../../src/contract/rebuild.ts'
import type { DeliveryRpc, HealthRpc, OrderCommandsRpc, PageRequest } from '../../src/contract/rpc.ts'
import { setOut } from '../../src/delivery/assignment.ts'
import { deliveryConfig } from '../../src/delivery/config.ts'
import { complete, failAttempt, getFor, listFor, newestChange, restart } from '../../src/delivery/deliveries.ts'
import * as events from '../../src/delivery/event-handler.ts'
import { courierPage } from '../../src/delivery/pages.tsx'
import { deliveriesTables } from '../../src/delivery/rebuild.ts'
import { boundDatabases, type DatabaseBindings } from '../../src/platform/bound-databases.ts'
import { recentChanges } from '../../src/platform/changes.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkAllMigrated } from '../../src/platform/migrations.ts'
import { openShards } from '../../src/platform/order-shards.ts'
import { rebuilder } from '../../src/platform/rebuild-entrypoint.ts'
import { databasesOfRegions } from '../../src/platform/region.ts'
import { subscriber } from '../../src/platform/subscriber.ts'

export interface DeliveryEnv extends Vars<typeof deliveryConfig>, DatabaseBindings<'DELIVERY_DB', D1Database> {
  ORDER_COMMANDS: OrderCommandsRpc & OrderMessagesRpc
  DEAD_LETTERS: Queue<unknown>
}

export class Delivery extends WorkerEntrypoint<DeliveryEnv> implements DeliveryRpc, HealthRpc {
  list(caller: Caller, status: DeliveryRow['status'] | null, page: PageRequest) {
    return listFor(portsOf(this.env), caller, status, page)
  }

  get(caller: Caller, orderId: string) {
    return getFor(portsOf(this.env), caller, orderId)
  }

  complete(caller: Caller, orderId: string, request: RequestMeta, handover?: Handover) {
    return complete(portsOf(this.env), caller, orderId, request, handover)
  }

  setOut(caller: Caller, orderId: string, from: string | null) {
    return setOut(portsOf(this.env), caller, orderId, from)
  }

  failAttempt(caller: Caller, orderId: string, failed: AttemptFailed, request: RequestMeta) {
    return failAttempt(portsOf(this.env), caller, orderId, failed, request)
  }

  restart(caller: Caller, orderId: string, attempt: number, request: RequestMeta) {
    return restart(portsOf(this.env), caller, orderId, attempt, request)
  }

  newestChange(caller: Caller, orderId: string | null, after: number) {
    return newestChange(followPorts(this.env), caller, orderId, after)
  }

  page(caller: Caller, request: Request, requestId: string) {
    return courierPage(portsOf(this.env), caller, request, requestId)
  }

  async ready(): Promise<{ ok: true }> {
    portsOf(this.env)
    await checkAllMigrated('delivery', databasesOfRegions(this.env, databasesOf))
    return { ok: true }
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(portsOf, events)

/** For operations. */
export const Rebuild = rebuilder((env: DeliveryEnv) => {
  const { shards, now } = portsOf(env)
  return { tables: deliveriesTables(shards), orders: env.ORDER_COMMANDS, now }
})

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(portsOf(env), messages), log),
} satisfies ExportedHandler<DeliveryEnv>

const log = contextLog('delivery')
const recent = recentChanges(Date.now)

function databasesOf(env: DeliveryEnv): ReadonlyMap<string, D1Database> {
  return boundDatabases<'DELIVERY_DB', D1Database>(env, 'DELIVERY_DB')
}

function shardsOf(env: DeliveryEnv) {
  return openShards(env, 'DELIVERY_DB', (own) => readConfig(deliveryConfig, own).DELIVERY_LAYOUTS)
}

function portsOf(env: DeliveryEnv): events.DeliveryPorts {
  const { PERSONAL_DATA_KEYS: vault } = readConfig(deliveryConfig, env)
  return { shards: shardsOf(env), orders: env.ORDER_COMMANDS, vault, log, now: Date.now }
}

function followPorts(env: DeliveryEnv) {
  const { shards } = portsOf(env)
  return { shards, newest: () => recent(shards.all) }
}
