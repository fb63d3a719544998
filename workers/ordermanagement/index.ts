// The ordermanagement Worker: the staff's worklist and pages, and the consumer that updates the list.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ActsRpc } from '../../src/contract/audit.ts'
import type { OrderNotesRpc } from '../../src/contract/customer-data.ts'
import type { FiguresRpc } from '../../src/contract/figures.ts'
import type { PaymentRpc } from '../../src/contract/payment-rpc.ts'
import type { OrderMessagesRpc } from '../../src/contract/rebuild.ts'
import type { HealthRpc, OrderCommandsRpc, OrderManagementRpc, OrderRpc } from '../../src/contract/rpc.ts'
import { readAttentionFigures } from '../../src/ordermanagement/attention-figures.ts'
import { orderManagementConfig } from '../../src/ordermanagement/config.ts'
import * as events from '../../src/ordermanagement/event-handler.ts'
import { notesFor } from '../../src/ordermanagement/notes.ts'
import { type AdminPorts, adminPage } from '../../src/ordermanagement/pages.tsx'
import { worklistTables } from '../../src/ordermanagement/rebuild.ts'
import * as worklist from '../../src/ordermanagement/worklist.ts'
import { actsInOne } from '../../src/platform/acts.ts'
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

export interface OrderManagementEnv
  extends Vars<typeof orderManagementConfig>,
    DatabaseBindings<'ORDERMANAGEMENT_DB', D1Database> {
  ORDER_COMMANDS: OrderCommandsRpc & OrderMessagesRpc
  ORDER_API: OrderRpc
  PAYMENT: PaymentRpc
  DEAD_LETTERS: Queue<unknown>
}

type Call<T extends keyof OrderManagementRpc> = Parameters<OrderManagementRpc[T]>

export class OrderManagement
  extends WorkerEntrypoint<OrderManagementEnv>
  implements OrderManagementRpc, OrderNotesRpc, HealthRpc
{
  list(...args: Call<'list'>) {
    return worklist.listWorklist(portsOf(this.env), ...args)
  }

  get(...args: Call<'get'>) {
    return worklist.readWorklist(portsOf(this.env), ...args)
  }

  take(...args: Call<'take'>) {
    return worklist.takeOrder(portsOf(this.env), ...args)
  }

  claim(...args: Call<'claim'>) {
    return worklist.claimRow(portsOf(this.env), ...args)
  }

  release(...args: Call<'release'>) {
    return worklist.releaseRow(portsOf(this.env), ...args)
  }

  cancel(...args: Call<'cancel'>) {
    return worklist.cancelOrder(portsOf(this.env), ...args)
  }

  notes(...args: Parameters<OrderNotesRpc['notes']>) {
    return notesFor(portsOf(this.env), ...args)
  }

  newestChange(...args: Call<'newestChange'>) {
    return worklist.newestChange(followPorts(this.env), ...args)
  }

  page(...args: Call<'page'>) {
    return adminPage(portsOf(this.env), ...args)
  }

  async ready(): Promise<{ ok: true }> {
    portsOf(this.env)
    await checkAllMigrated('ordermanagement', databasesOfRegions(this.env, databasesOf))
    return { ok: true }
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(portsOf, events)

/** For operations. */
export const Rebuild = rebuilder((env: OrderManagementEnv) => {
  const { shards, vault, now } = portsOf(env)
  return { tables: worklistTables({ shards, vault }), orders: env.ORDER_COMMANDS, now }
})

/** For operations. */
export class Figures extends WorkerEntrypoint<OrderManagementEnv> implements FiguresRpc {
  figures() {
    return readAttentionFigures(portsOf(this.env).shards.all)
  }
}

/** For operations. */
export class Acts extends WorkerEntrypoint<OrderManagementEnv> implements ActsRpc {
  actsAfter(seq: number, limit: number, database?: number) {
    return actsInOne(portsOf(this.env).shards, seq, limit, database)
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(portsOf(env), messages), log),
} satisfies ExportedHandler<OrderManagementEnv>

const log = contextLog('ordermanagement')
const recent = recentChanges(Date.now)

function databasesOf(env: OrderManagementEnv): ReadonlyMap<string, D1Database> {
  return boundDatabases<'ORDERMANAGEMENT_DB', D1Database>(env, 'ORDERMANAGEMENT_DB')
}

function shardsOf(env: OrderManagementEnv) {
  return openShards(env, 'ORDERMANAGEMENT_DB', (own) => readConfig(orderManagementConfig, own).ORDERMANAGEMENT_LAYOUTS)
}

function portsOf(env: OrderManagementEnv): AdminPorts {
  const { PERSONAL_DATA_KEYS: vault } = readConfig(orderManagementConfig, env)
  const history: AdminPorts['history'] = (...args) => env.ORDER_API.history(...args)
  const refundPart: AdminPorts['refundPart'] = (...args) => env.ORDER_API.refundPart(...args)
  return {
    shards: shardsOf(env),
    vault,
    orders: env.ORDER_COMMANDS,
    history,
    refundPart,
    payments: env.PAYMENT,
    now: Date.now,
    log,
  }
}

function followPorts(env: OrderManagementEnv) {
  const { shards } = portsOf(env)
  return { shards, newest: () => recent(shards.all) }
}
