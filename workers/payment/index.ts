// The payment Worker: the counter for verified callers, the provider's webhooks, and the queue that asks for refunds.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { GateState, HealthRpc, PaymentRpc, Readiness, SubscriberRpc } from '../../src/contract/rpc.ts'
import { desk } from '../../src/payment/desk.ts'
import { hear, takenIn } from '../../src/payment/hear.ts'
import { gateNameFor, gateNames } from '../../src/payment/settings.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { type PaymentEnv, providerOf } from './objects.ts'

export { PaymentGate, PaymentObject } from './objects.ts'

function deskOf(env: PaymentEnv) {
  return desk({
    orders: env.ORDER,
    payment: (orderId) => env.PAYMENT_OBJECT.getByName(orderId),
    gate: (orderId) => env.PAYMENT_GATE.getByName(gateNameFor(orderId, env)),
    gates: () => gatesOf(env),
    provider: providerOf(env),
    now: () => Date.now(),
  })
}

export class Payments extends WorkerEntrypoint<PaymentEnv> implements PaymentRpc, HealthRpc {
  readonly #desk = deskOf(this.env)

  pay(...args: Parameters<PaymentRpc['pay']>) {
    return this.#desk.pay(...args)
  }

  get(...args: Parameters<PaymentRpc['get']>) {
    return this.#desk.get(...args)
  }

  providerRecord(...args: Parameters<PaymentRpc['providerRecord']>) {
    return this.#desk.providerRecord(...args)
  }

  webhook(...args: Parameters<PaymentRpc['webhook']>) {
    return this.#desk.webhook(...args)
  }

  gates(...args: Parameters<PaymentRpc['gates']>) {
    return this.#desk.gates(...args)
  }

  async ready(): Promise<Readiness> {
    const gates = Object.entries(await gatesOf(this.env))
    return { ok: true, breakers: Object.fromEntries(gates.map(([gate, { breaker }]) => [gate, breaker])) }
  }
}

async function gatesOf(env: PaymentEnv): Promise<Record<string, GateState>> {
  const state = async (name: string) => [name, await env.PAYMENT_GATE.getByName(name).state()] as const
  return Object.fromEntries(await Promise.all(gateNames(env).map(state)))
}

/** The sandbox's way in for its webhooks: it has no road to the gateway, by which those of others come. */
export class SandboxWebhooks extends WorkerEntrypoint<PaymentEnv> {
  override async fetch(request: Request): Promise<Response> {
    const heard = await deskOf(this.env).webhook('sandbox', Object.fromEntries(request.headers), await request.text())
    return new Response(null, { status: heard.ok ? 204 : 401 })
  }
}

/** For the order's actor. */
export class Subscriber extends WorkerEntrypoint<PaymentEnv> implements SubscriberRpc {
  takenIn(order: OrderSummary) {
    return takenIn(this.env.PAYMENT_OBJECT, order)
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) => consume(batch, env.DEAD_LETTERS, hear(env.PAYMENT_OBJECT), contextLog('payment')),
} satisfies ExportedHandler<PaymentEnv>
