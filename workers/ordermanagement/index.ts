// The ordermanagement Worker: the staff's worklist and pages, and the consumer that keeps them.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { OrderSummary } from '../../src/contract/order.ts'
import type {
  HealthRpc,
  OrderCommandsRpc,
  OrderManagementRpc,
  OrderRpc,
  SubscriberRpc,
} from '../../src/contract/rpc.ts'
import { type AdminPorts, adminPage } from '../../src/ordermanagement/pages.tsx'
import * as worklist from '../../src/ordermanagement/worklist.ts'
import { consume } from '../../src/platform/consume.ts'
import { answers } from '../../src/platform/database.ts'
import { contextLog } from '../../src/platform/log.ts'

export interface OrderManagementEnv {
  ORDERMANAGEMENT_DB: D1Database
  ORDER: OrderCommandsRpc
  ORDERS: OrderRpc
  DEAD_LETTERS: Queue<unknown>
}

type Call<T extends keyof OrderManagementRpc> = Parameters<OrderManagementRpc[T]>

export class OrderManagement extends WorkerEntrypoint<OrderManagementEnv> implements OrderManagementRpc, HealthRpc {
  list(...args: Call<'list'>) {
    return worklist.listWorklist(portsOf(this.env), ...args)
  }

  get(...args: Call<'get'>) {
    return worklist.readWorklist(portsOf(this.env), ...args)
  }

  take(...args: Call<'take'>) {
    return worklist.takeOrder(portsOf(this.env), ...args)
  }

  cancel(...args: Call<'cancel'>) {
    return worklist.cancelOrder(portsOf(this.env), ...args)
  }

  page(...args: Call<'page'>) {
    return adminPage(portsOf(this.env), ...args)
  }

  ready() {
    return answers(this.env.ORDERMANAGEMENT_DB)
  }
}

/** For the order's actor. */
export class Subscriber extends WorkerEntrypoint<OrderManagementEnv> implements SubscriberRpc {
  takenIn(order: OrderSummary) {
    return worklist.takenIn(portsOf(this.env), order)
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) => consume(batch, env.DEAD_LETTERS, (message) => worklist.hearOrder(portsOf(env), message), log),
} satisfies ExportedHandler<OrderManagementEnv>

const log = contextLog('ordermanagement')

function portsOf(env: OrderManagementEnv): AdminPorts {
  const database = env.ORDERMANAGEMENT_DB.withSession('first-primary')
  const history: AdminPorts['history'] = (...args) => env.ORDERS.history(...args)
  const refundPart: AdminPorts['refundPart'] = (...args) => env.ORDERS.refundPart(...args)
  return { database, orders: env.ORDER, history, refundPart, log }
}
