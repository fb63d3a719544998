// The order Worker: the API for verified callers, and the commands for the other contexts.
import { WorkerEntrypoint } from 'cloudflare:workers'
import { orderConfig } from '../../src/actor/config.ts'
import { openActor } from '../../src/actor/open-actor.ts'
import { readCharging } from '../../src/contract/charging.ts'
import type { CommandMeta, CommandOutcome, OrderCommand } from '../../src/contract/commands.ts'
import type { EventType } from '../../src/contract/events.ts'
import { orderIdSchema } from '../../src/contract/ids.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderMessagesRpc } from '../../src/contract/rebuild.ts'
import { regionOf } from '../../src/contract/region.ts'
import type { HealthRpc, Item, OrderCommandsRpc, OrderRpc } from '../../src/contract/rpc.ts'
import type { SealedOrder } from '../../src/contract/sealed.ts'
import { findItems, shelfSecondsMax } from '../../src/contract/shelf.ts'
import { notFound, orderService } from '../../src/order/order-service.ts'
import { readConfig } from '../../src/platform/config.ts'
import { detachRpcResult } from '../../src/platform/detach-rpc-result.ts'
import { isolateCache } from '../../src/platform/isolate-cache.ts'
import { outlastingReset } from '../../src/platform/object-calls.ts'
import { inRegion } from '../../src/platform/region.ts'
import type { OrderEnv } from './object.ts'

export { OrderObject } from './object.ts'

const shelf = isolateCache<Item[]>(shelfSecondsMax.inIsolate * 1000, Date.now)

/** For the gateway and the pages. */
export class Orders extends WorkerEntrypoint<OrderEnv> implements OrderRpc, HealthRpc {
  readonly #orders = orderService({
    actor: (orderId) => openActor(readConfig(orderConfig, this.env).PERSONAL_DATA_KEYS, objectOf(this.env, orderId)),
    catalog: this.env.CATALOG,
    chargingOf: readCharging(readConfig(orderConfig, this.env)),
    shelf: { find: async (ids) => findItems(await shelf(() => detachRpcResult(this.env.CATALOG.list())), ids) },
  })

  place(...args: Parameters<OrderRpc['place']>) {
    return this.#orders.place(...args)
  }

  get(...args: Parameters<OrderRpc['get']>) {
    return this.#orders.get(...args)
  }

  cancel(...args: Parameters<OrderRpc['cancel']>) {
    return this.#orders.cancel(...args)
  }

  refundPart(...args: Parameters<OrderRpc['refundPart']>) {
    return this.#orders.refundPart(...args)
  }

  history(...args: Parameters<OrderRpc['history']>) {
    return this.#orders.history(...args)
  }

  verify(...args: Parameters<OrderRpc['verify']>) {
    return this.#orders.verify(...args)
  }

  erase(...args: Parameters<OrderRpc['erase']>) {
    return this.#orders.erase(...args)
  }

  republish(...args: Parameters<OrderRpc['republish']>) {
    return this.#orders.republish(...args)
  }

  deferPayment(...args: Parameters<OrderRpc['deferPayment']>) {
    return this.#orders.deferPayment(...args)
  }

  async ready(): Promise<{ ok: true }> {
    await objectOf(this.env, 'ready').read()
    return { ok: true }
  }
}

/** For the other contexts, which read an order and report to it. A text that is not an order's id wakes no object. */
export class OrderCommands extends WorkerEntrypoint<OrderEnv> implements OrderCommandsRpc, OrderMessagesRpc {
  async handle(orderId: string, command: OrderCommand, meta: CommandMeta): Promise<CommandOutcome> {
    if (!orderIdSchema.safeParse(orderId).success) return notFound
    return await objectOf(this.env, orderId).handle(command, meta)
  }

  async read(orderId: string, after?: EventType): Promise<SealedOrder | null> {
    if (!orderIdSchema.safeParse(orderId).success) return null
    return await objectOf(this.env, orderId).read(after)
  }

  async messages(orderId: string, withContact: boolean): Promise<OrderMessage[]> {
    if (!orderIdSchema.safeParse(orderId).success) return []
    return await objectOf(this.env, orderId).messages(withContact)
  }
}

/** In the jurisdiction of the order's region. Every call is idempotent: a command that repeats records nothing. */
function objectOf(env: OrderEnv, orderId: string) {
  return outlastingReset(() => inRegion(env, regionOf(orderId)).ORDER_OBJECT.getByName(orderId))
}

/** Reached through bindings only. */
export default { fetch: () => new Response(null, { status: 404 }) }
