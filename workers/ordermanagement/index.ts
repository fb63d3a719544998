// The ordermanagement Worker: the staff's worklist, and the consumer that keeps it.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller } from '../../src/contract/caller.ts'
import type {
  HealthRpc,
  OrderCommandsRpc,
  OrderManagementRpc,
  PageRequest,
  WorklistFilter,
} from '../../src/contract/rpc.ts'
import { type AttentionVars, attentionAfter } from '../../src/ordermanagement/attention.ts'
import {
  cancelOrder,
  hearOrder,
  listWorklist,
  readWorklist,
  takeOrder,
  type WorklistPorts,
} from '../../src/ordermanagement/worklist.ts'
import { consume } from '../../src/platform/consume.ts'
import { answers } from '../../src/platform/database.ts'
import { contextLog } from '../../src/platform/log.ts'

export interface OrderManagementEnv extends AttentionVars {
  ORDERMANAGEMENT_DB: D1Database
  ORDER: OrderCommandsRpc
  DEAD_LETTERS: Queue<unknown>
}

export class OrderManagement
  extends WorkerEntrypoint<OrderManagementEnv>
  implements Omit<OrderManagementRpc, 'page'>, HealthRpc
{
  list(caller: Caller, filter: WorklistFilter, page: PageRequest) {
    return listWorklist(portsOf(this.env), caller, filter, page)
  }

  get(caller: Caller, orderId: string) {
    return readWorklist(portsOf(this.env), caller, orderId)
  }

  take(caller: Caller, orderId: string) {
    return takeOrder(portsOf(this.env), caller, orderId)
  }

  cancel(caller: Caller, orderId: string, note: string | null) {
    return cancelOrder(portsOf(this.env), caller, orderId, note)
  }

  ready() {
    return answers(this.env.ORDERMANAGEMENT_DB)
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) => consume(batch, env.DEAD_LETTERS, (message) => hearOrder(portsOf(env), message), log),
} satisfies ExportedHandler<OrderManagementEnv>

const log = contextLog('ordermanagement')

function portsOf(env: OrderManagementEnv): WorklistPorts {
  return {
    database: env.ORDERMANAGEMENT_DB.withSession('first-primary'),
    orders: env.ORDER,
    attentionAfter: attentionAfter(env),
    now: Date.now,
    newId: () => `req_${crypto.randomUUID()}`,
    log,
  }
}
