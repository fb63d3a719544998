// The order Worker: the actor's thin shell, the counter for verified callers, and the door for the other contexts.
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'
import { durableStorage } from '../../src/actor/durable-storage.ts'
import { type History, OrderActor } from '../../src/actor/order-actor.ts'
import type { CommandMeta, CommandOutcome, OrderCommand } from '../../src/contract/commands.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { CatalogRpc, HealthRpc, OrderCommandsRpc, OrderRpc } from '../../src/contract/rpc.ts'
import { orders } from '../../src/order/orders.ts'
import { positiveSeconds } from '../../src/platform/config.ts'
import { contextLog } from '../../src/platform/log.ts'
import { queuePublisher } from '../../src/platform/publish.ts'

export interface OrderEnv {
  ORDER_OBJECT: DurableObjectNamespace<OrderObject>
  CATALOG: CatalogRpc
  ORDERMANAGEMENT_EVENTS: Queue<OrderMessage>
  DELIVERY_EVENTS: Queue<OrderMessage>
  PAYMENT_EVENTS: Queue<OrderMessage>
  MESSAGE_EVENTS: Queue<OrderMessage>
  MYPAGE_EVENTS: Queue<OrderMessage>
  UNPAID_SECONDS: string
}

export class OrderObject extends DurableObject<OrderEnv> {
  readonly #actor: OrderActor

  constructor(ctx: DurableObjectState, env: OrderEnv) {
    super(ctx, env)
    const ports = {
      orderId: String(ctx.id.name),
      storage: durableStorage(ctx.storage),
      publishers: {
        ordermanagement: queuePublisher(env.ORDERMANAGEMENT_EVENTS),
        delivery: queuePublisher(env.DELIVERY_EVENTS),
        payment: queuePublisher(env.PAYMENT_EVENTS),
        message: queuePublisher(env.MESSAGE_EVENTS),
        mypage: queuePublisher(env.MYPAGE_EVENTS),
      },
      now: () => Date.now(),
      random: () => Math.random(),
      log: contextLog('order'),
    }
    this.#actor = new OrderActor(ports, { unpaidSeconds: positiveSeconds('UNPAID_SECONDS', env.UNPAID_SECONDS) })
  }

  handle(command: OrderCommand, meta: CommandMeta): CommandOutcome {
    return this.#actor.handle(command, meta)
  }

  read(): OrderSummary | null {
    return this.#actor.read()
  }

  history(asOf: number | string | null): History | null {
    return this.#actor.history(asOf)
  }

  override async alarm(): Promise<void> {
    await this.#actor.wake()
  }
}

/** For the gateway and the pages. */
export class Orders extends WorkerEntrypoint<OrderEnv> implements OrderRpc, HealthRpc {
  readonly #orders = orders({
    actor: (orderId) => this.env.ORDER_OBJECT.getByName(orderId),
    catalog: this.env.CATALOG,
    newRequestId: () => crypto.randomUUID(),
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

  history(...args: Parameters<OrderRpc['history']>) {
    return this.#orders.history(...args)
  }

  deferPayment(...args: Parameters<OrderRpc['deferPayment']>) {
    return this.#orders.deferPayment(...args)
  }

  async ready(): Promise<{ ok: true }> {
    await this.env.ORDER_OBJECT.getByName('ready').read()
    return { ok: true }
  }
}

/** For the contexts, which read an order and report what they have done. */
export class OrderCommands extends WorkerEntrypoint<OrderEnv> implements OrderCommandsRpc {
  async handle(orderId: string, command: OrderCommand, meta: CommandMeta): Promise<CommandOutcome> {
    return await this.env.ORDER_OBJECT.getByName(orderId).handle(command, meta)
  }

  async read(orderId: string): Promise<OrderSummary | null> {
    return await this.env.ORDER_OBJECT.getByName(orderId).read()
  }
}

/** Reached through bindings only. */
export default { fetch: () => new Response(null, { status: 404 }) }
