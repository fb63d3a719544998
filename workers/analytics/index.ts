// The analytics Worker: the figures of the shop, and the consumer that keeps what they need.
import { WorkerEntrypoint } from 'cloudflare:workers'
import { cancellationsFor, deliveryTimesFor, itemsFor, salesFor } from '../../src/analytics/analytics.ts'
import { analyticsConfig } from '../../src/analytics/config.ts'
import * as events from '../../src/analytics/event-handler.ts'
import { readOrderFigures } from '../../src/analytics/order-figures.ts'
import { analyticsPage } from '../../src/analytics/pages.tsx'
import { daysIn } from '../../src/analytics/period.ts'
import { factsTable } from '../../src/analytics/rebuild.ts'
import type { AnalyticsRpc, PeriodRequest } from '../../src/contract/analytics.ts'
import type { Caller } from '../../src/contract/caller.ts'
import type { Figure, FiguresRpc } from '../../src/contract/figures.ts'
import type { OrderMessagesRpc } from '../../src/contract/rebuild.ts'
import type { HealthRpc, PageRequest } from '../../src/contract/rpc.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { isolateCache } from '../../src/platform/isolate-cache.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { rebuilder } from '../../src/platform/rebuild-entrypoint.ts'
import { subscriber } from '../../src/platform/subscriber.ts'

export interface AnalyticsEnv extends Vars<typeof analyticsConfig> {
  ANALYTICS_DB: D1Database
  DEAD_LETTERS: Queue<unknown>
  ORDER_COMMANDS: OrderMessagesRpc
}

export class Analytics extends WorkerEntrypoint<AnalyticsEnv> implements AnalyticsRpc, HealthRpc {
  sales(caller: Caller, period: PeriodRequest) {
    return salesFor(portsOf(this.env), caller, period)
  }

  items(caller: Caller, period: PeriodRequest, page: PageRequest) {
    return itemsFor(portsOf(this.env), caller, period, page)
  }

  deliveryTimes(caller: Caller, period: PeriodRequest) {
    return deliveryTimesFor(portsOf(this.env), caller, period)
  }

  cancellations(caller: Caller, period: PeriodRequest) {
    return cancellationsFor(portsOf(this.env), caller, period)
  }

  page(caller: Caller, request: Request) {
    return analyticsPage(portsOf(this.env), caller, request)
  }

  async ready(): Promise<{ ok: true }> {
    readConfig(analyticsConfig, this.env)
    await checkMigrated('analytics', 'ANALYTICS_DB', this.env.ANALYTICS_DB)
    return { ok: true }
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(portsOf, events)

/** For operations. */
export const Rebuild = rebuilder((env: AnalyticsEnv) => {
  const { database, dayOf, now } = portsOf(env)
  return { tables: [factsTable(database, dayOf)], orders: env.ORDER_COMMANDS, now }
})

const figuresMsMax = 300_000
const orderFigures = isolateCache<Figure[]>(figuresMsMax, Date.now)

/** For operations. The orders of the day are read every few minutes only. */
export class Figures extends WorkerEntrypoint<AnalyticsEnv> implements FiguresRpc {
  figures() {
    const { database, dayOf, now } = portsOf(this.env)
    return orderFigures(() => readOrderFigures(database, dayOf(new Date(now()).toISOString())))
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(portsOf(env), messages), log),
} satisfies ExportedHandler<AnalyticsEnv>

const log = contextLog('analytics')

function portsOf(env: AnalyticsEnv) {
  const database = env.ANALYTICS_DB.withSession('first-primary')
  const { SHOP_TIME_ZONE: timeZone } = readConfig(analyticsConfig, env)
  return { database, dayOf: daysIn(timeZone), timeZone, now: Date.now }
}
