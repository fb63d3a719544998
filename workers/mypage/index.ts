// The mypage Worker: each customer's own view of their orders, and the consumer that projects it.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller } from '../../src/contract/caller.ts'
import { type LiveRequest, type LiveRpc, liveRequestHeader } from '../../src/contract/live.ts'
import type { Freshness } from '../../src/contract/mypage.ts'
import type { PaymentRpc } from '../../src/contract/payment-rpc.ts'
import type { OrderMessagesRpc } from '../../src/contract/rebuild.ts'
import type { HealthRpc, MyPageRpc, OrderCommandsRpc, OrderRpc, PageRequest } from '../../src/contract/rpc.ts'
import { myPageConfig } from '../../src/mypage/config.ts'
import * as events from '../../src/mypage/event-handler.ts'
import { type FreshReadPorts, readFresh } from '../../src/mypage/fresh-read.ts'
import { type CustomerPagePorts, customerPage } from '../../src/mypage/pages.tsx'
import {
  changedSince,
  changesOfOwn,
  followOwn,
  getOwn,
  listOwn,
  newestChangeOfOwn,
} from '../../src/mypage/projection.ts'
import { myPageTables } from '../../src/mypage/rebuild.ts'
import { sellerOf } from '../../src/mypage/receipt.tsx'
import { readShards } from '../../src/mypage/shards.ts'
import { boundDatabases } from '../../src/platform/bound-databases.ts'
import { readConfig } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkAllMigrated } from '../../src/platform/migrations.ts'
import { outlastingReset } from '../../src/platform/object-calls.ts'
import { rebuilder } from '../../src/platform/rebuild-entrypoint.ts'
import { byRegion, databasesOfRegions, inRegion, regionsIn } from '../../src/platform/region.ts'
import { subscriber } from '../../src/platform/subscriber.ts'
import type { LiveEnv, LiveObject } from './live-object.ts'

export { LiveObject } from './live-object.ts'

export interface MyPageEnv extends LiveEnv {
  LIVE_OBJECT: DurableObjectNamespace<LiveObject>
  ORDER_API: OrderRpc
  ORDER_COMMANDS: OrderCommandsRpc & OrderMessagesRpc
  PAYMENT: PaymentRpc
  DEAD_LETTERS: Queue<unknown>
}

export class MyPages extends WorkerEntrypoint<MyPageEnv> implements MyPageRpc, LiveRpc, HealthRpc {
  list(caller: Caller, page: PageRequest, freshness?: Freshness) {
    return readFresh(portsFor(this.env, caller), caller, freshness, (ports) => listOwn(ports, caller, page))
  }

  get(caller: Caller, orderId: string, freshness?: Freshness) {
    return readFresh(portsFor(this.env, caller), caller, freshness, (ports) => getOwn(ports, caller, orderId))
  }

  follow(caller: Caller, after: number | null) {
    return followOwn(portsFor(this.env, caller), caller, after)
  }

  changes(caller: Caller, after: number) {
    return changesOfOwn(portsFor(this.env, caller), caller, after)
  }

  changedSince(caller: Caller, since: string | null, page: PageRequest) {
    const ports = regionsIn(this.env).map((region) => portsOf(inRegion(this.env, region)))
    return changedSince({ shards: ports.flatMap(({ shards }) => shards) }, caller, since, page)
  }

  newestChange(caller: Caller, orderId: string | null, after: number) {
    return newestChangeOfOwn(portsFor(this.env, caller), caller, orderId, after)
  }

  page(caller: Caller, request: Request, requestId: string) {
    return customerPage(portsFor(this.env, caller), caller, request, requestId)
  }

  /** The WebSocket of a customer's changes, as the gateway asks for it. */
  override async fetch(request: Request): Promise<Response> {
    const { customerId, region }: LiveRequest = JSON.parse(request.headers.get(liveRequestHeader) ?? '')
    return await liveOf(inRegion(this.env, region ?? null), customerId).fetch(request)
  }

  async endSession(caller: Caller, sessionId: string): Promise<void> {
    await liveOf(envFor(this.env, caller), caller.subject).endSession(sessionId)
  }

  async ready(): Promise<{ ok: true }> {
    for (const region of regionsIn(this.env)) portsOf(inRegion(this.env, region))
    await checkAllMigrated('mypage', databasesOfRegions(this.env, databasesOf))
    return { ok: true }
  }
}

const handler = byRegion(portsOf, events)

/** For the order's actor. */
export const Subscriber = subscriber((env: MyPageEnv) => env, handler)

/** For operations. */
export const Rebuild = rebuilder((env: MyPageEnv) => {
  const tables = regionsIn(env).flatMap((region) => {
    const own = inRegion(env, region)
    return myPageTables([...databasesOf(own).values()], portsOf(own), region)
  })
  return { tables, orders: env.ORDER_COMMANDS, now: Date.now }
})

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    consume(batch, env.DEAD_LETTERS, (messages) => handler.handleOrderEvents(env, messages, 'queue'), log),
} satisfies ExportedHandler<MyPageEnv>

const log = contextLog('mypage')

/** The orders of a customer are kept together, in the region of their account. */
function envFor(env: MyPageEnv, { region }: Caller): MyPageEnv {
  return inRegion(env, region ?? null)
}

function portsFor(env: MyPageEnv, caller: Caller) {
  return portsOf(envFor(env, caller))
}

function liveOf({ LIVE_OBJECT }: MyPageEnv, customerId: string) {
  return outlastingReset(() => LIVE_OBJECT.getByName(customerId))
}

function databasesOf(env: MyPageEnv): ReadonlyMap<string, D1Database> {
  return boundDatabases<'MYPAGE_DB', D1Database>(env, 'MYPAGE_DB')
}

function portsOf(env: MyPageEnv): CustomerPagePorts & FreshReadPorts {
  const config = readConfig(myPageConfig, env)
  const shards = readShards(config.MYPAGE_SHARDS, [...databasesOf(env).values()])
  const live = (customerId: string) => liveOf(env, customerId).changed()
  return {
    ...shards,
    live,
    vault: config.PERSONAL_DATA_KEYS,
    now: Date.now,
    orders: env.ORDER_API,
    orderCommands: env.ORDER_COMMANDS,
    payments: env.PAYMENT,
    seller: () => sellerOf(config),
    log,
  }
}
