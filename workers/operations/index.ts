// The operations Worker: stores the dead letters of every subscriber, which ops list, send again or discard; and the
// audit of what staff and ops did, for which it is a subscriber of orders too.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { AlertsRpc } from '../../src/contract/alert.ts'
import type { Caller } from '../../src/contract/caller.ts'
import type { CustomersRpc } from '../../src/contract/customer-data.ts'
import type { CollectorRpc, FigureSample } from '../../src/contract/figures.ts'
import type { OpsRpc } from '../../src/contract/operations.ts'
import type { RebuildsRpc } from '../../src/contract/rebuild.ts'
import type { HealthRpc, OperationsRpc, PageRequest } from '../../src/contract/rpc.ts'
import type { SyntheticRpc } from '../../src/contract/synthetic.ts'
import { judgeAlerts, listAlerts, readMetrics, silenceAlert } from '../../src/operations/alerts/alerts.ts'
import { runAlerts } from '../../src/operations/alerts/run.ts'
import { collectAll, listAuditFor } from '../../src/operations/audit.ts'
import { operationsConfig } from '../../src/operations/config.ts'
import { eraseCustomer, erasureFor, sweepErasures } from '../../src/operations/customer-erasure.ts'
import { exportCustomer } from '../../src/operations/customer-export.ts'
import { findDeadLetters, readDeadLetter, storeDeadLetters } from '../../src/operations/dead-letters.ts'
import * as events from '../../src/operations/event-handler.ts'
import { addSample } from '../../src/operations/figures/store.ts'
import { opsPage } from '../../src/operations/pages.tsx'
import { rebuildFor, rebuildsFor } from '../../src/operations/rebuild.ts'
import { discardDeadLetter, redriveDeadLetter, redriveDeadLetters } from '../../src/operations/redrive.ts'
import { placeSynthetic, placeSyntheticByClock, syntheticRuns } from '../../src/operations/synthetic-order.ts'
import { healSetBack } from '../../src/operations/watermarks.ts'
import { readConfig } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { subscriber } from '../../src/platform/subscriber.ts'
import {
  alertPortsOf,
  customerPortsOf,
  databaseOf,
  eventPortsOf,
  log,
  type OperationsEnv,
  portsOf,
  rebuildPortsOf,
  syntheticPortsOf,
} from './ports.ts'

type Call<T extends keyof OpsRpc> = Parameters<OpsRpc[T]>

export class Operations
  extends WorkerEntrypoint<OperationsEnv>
  implements OperationsRpc, OpsRpc, CustomersRpc, SyntheticRpc, RebuildsRpc, AlertsRpc, HealthRpc
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

  alerts(...args: Parameters<AlertsRpc['alerts']>) {
    return listAlerts(alertPortsOf(this.env), ...args)
  }

  judgeAlerts(...args: Parameters<AlertsRpc['judgeAlerts']>) {
    return judgeAlerts(alertPortsOf(this.env), ...args)
  }

  silenceAlert(...args: Parameters<AlertsRpc['silenceAlert']>) {
    return silenceAlert(alertPortsOf(this.env), ...args)
  }

  metrics(...args: Parameters<AlertsRpc['metrics']>) {
    return readMetrics(alertPortsOf(this.env), ...args)
  }

  page(...args: Call<'page'>) {
    return opsPage(alertPortsOf(this.env), ...args)
  }

  async ready(): Promise<{ ok: true }> {
    readConfig(operationsConfig, this.env)
    await checkMigrated('operations', 'OPERATIONS_DB', this.env.OPERATIONS_DB)
    return { ok: true }
  }
}

/** For the Workers that count without a store of their own. */
export class Collector extends WorkerEntrypoint<OperationsEnv> implements CollectorRpc {
  collect(sample: FigureSample) {
    return addSample(databaseOf(this.env), sample, Date.now())
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(eventPortsOf, events)

/** The first cron of the wrangler file. */
const eachMinute = '* * * * *'
const ownQueue = 'homeappliance-operations-events'

/** Reached through bindings, its own queue, and the dead-letter queues only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    batch.queue === ownQueue
      ? consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(eventPortsOf(env), messages), log)
      : storeDeadLetters(portsOf(env), batch),
  async scheduled({ cron }, env) {
    if (cron === eachMinute) return await runAlerts(alertPortsOf(env))
    await collectAll(portsOf(env))
    await healSetBack({ ...rebuildPortsOf(env), log })
    await sweepErasures(customerPortsOf(env))
    await placeSyntheticByClock(syntheticPortsOf(env), readConfig(operationsConfig, env).SYNTHETIC_ORDER_SECONDS)
  },
} satisfies ExportedHandler<OperationsEnv>
