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

export class Payments extends WorkerEntrypoint<PaymentEnv> implements PaymentRpc, HealthRpc {
  readonly #desk = desk({
    orders: this.env.ORDER,
    payment: (orderId) => this.env.PAYMENT_OBJECT.getByName(orderId),
    gate: (orderId) => this.env.PAYMENT_GATE.getByName(gateNameFor(orderId, this.env)),
    gates: () => gatesOf(this.env),
    provider: providerOf(this.env),
    now: () => Date.now(),
  })

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
