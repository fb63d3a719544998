// The payment Worker: the services for verified callers, the provider's webhooks, the queue of order events, the clock.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ActsRpc } from '../../src/contract/audit.ts'
import type { FiguresRpc } from '../../src/contract/figures.ts'
import type { GateState } from '../../src/contract/payment.ts'
import type { PaymentRpc } from '../../src/contract/payment-rpc.ts'
import type { ReconciliationRpc } from '../../src/contract/reconciliation.ts'
import type { HealthRpc, Readiness } from '../../src/contract/rpc.ts'
import * as events from '../../src/payment/event-handler.ts'
import { countPay, gateFigures } from '../../src/payment/figures.ts'
import { paymentService } from '../../src/payment/payment-service.ts'
import { reconcileByClock } from '../../src/payment/reconciliation/run.ts'
import { reconciliationService } from '../../src/payment/reconciliation/service.ts'
import { configuredProviders, firstGate, gateNames } from '../../src/payment/settings.ts'
import { actsAfter } from '../../src/platform/acts.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { meter } from '../../src/platform/meter.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { inRegion } from '../../src/platform/region.ts'
import { subscriber } from '../../src/platform/subscriber.ts'
import { configOf, gateNamed, gateOf, type PaymentEnv, paymentObject, providerNamed } from './objects.ts'

export { PaymentGate, PaymentObject } from './objects.ts'

const log = contextLog('payment')
const counted = meter(Date.now)

function serviceOf(env: PaymentEnv) {
  return paymentService({
    orders: env.ORDER_COMMANDS,
    vault: configOf(env).PERSONAL_DATA_KEYS,
    payment: (orderId) => paymentObject(env, orderId),
    ...recordPortsOf(env),
    orderOfRefund: (provider, refundId) => gateOf(env, provider, refundId).orderOfRefund(refundId),
    openPage: (provider, page) => gateOf(env, provider, page.key).openPage(page),
    dispute: (provider, disputeId) => gateOf(env, provider, disputeId).dispute(disputeId),
    gates: () => gatesOf(env),
    provider: (name) => providerNamed(name, env),
    now: () => Date.now(),
    log,
  })
}

export class Payments extends WorkerEntrypoint<PaymentEnv> implements PaymentRpc, HealthRpc {
  readonly #service = serviceOf(this.env)

  async pay(...args: Parameters<PaymentRpc['pay']>) {
    const answer = await countPay(counted, Date.now, () => this.#service.pay(...args))
    this.ctx.waitUntil(counted.flush(this.env.COLLECTOR, log))
    return answer
  }

  checkout(...args: Parameters<PaymentRpc['checkout']>) {
    return this.#service.checkout(...args)
  }

  openPage(...args: Parameters<PaymentRpc['openPage']>) {
    return this.#service.openPage(...args)
  }

  get(...args: Parameters<PaymentRpc['get']>) {
    return this.#service.get(...args)
  }

  providerRecord(...args: Parameters<PaymentRpc['providerRecord']>) {
    return this.#service.providerRecord(...args)
  }

  settleRefund(...args: Parameters<PaymentRpc['settleRefund']>) {
    return this.#service.settleRefund(...args)
  }

  webhook(...args: Parameters<PaymentRpc['webhook']>) {
    return this.#service.webhook(...args)
  }

  gates(...args: Parameters<PaymentRpc['gates']>) {
    return this.#service.gates(...args)
  }

  async ready(): Promise<Readiness> {
    configOf(this.env)
    await checkMigrated('payment', 'PAYMENT_DB', this.env.PAYMENT_DB)
    const gates = Object.entries(await gatesOf(this.env))
    return { ok: true, breakers: Object.fromEntries(gates.map(([gate, { breaker }]) => [gate, breaker])) }
  }
}

/** The reconciliation service, for ops. */
export class Reconciliations extends WorkerEntrypoint<PaymentEnv> implements ReconciliationRpc {
  readonly #service = reconciliationService(reconcilePortsOf(this.env))

  reconcile(...args: Parameters<ReconciliationRpc['reconcile']>) {
    return this.#service.reconcile(...args)
  }

  reconciliation(...args: Parameters<ReconciliationRpc['reconciliation']>) {
    return this.#service.reconciliation(...args)
  }

  reconciliations(...args: Parameters<ReconciliationRpc['reconciliations']>) {
    return this.#service.reconciliations(...args)
  }

  inquire(...args: Parameters<ReconciliationRpc['inquire']>) {
    return this.#service.inquire(...args)
  }
}

/** For operations. */
export class Figures extends WorkerEntrypoint<PaymentEnv> implements FiguresRpc {
  async figures() {
    return gateFigures(await gatesOf(this.env))
  }
}

/** For operations. */
export class Acts extends WorkerEntrypoint<PaymentEnv> implements ActsRpc {
  actsAfter(seq: number, limit: number) {
    return actsAfter(databaseOf(this.env), seq, limit)
  }
}

function reconcilePortsOf(env: PaymentEnv) {
  return {
    database: databaseOf(env),
    orders: env.ORDER_COMMANDS,
    paymentState: (orderId: string) => paymentObject(env, orderId).state(),
    payment: (orderId: string) => paymentObject(env, orderId),
    ...recordPortsOf(env),
    ledger: (provider: string, from: number, to: number, cursor: string | null) =>
      gateNamed(env, firstGate(provider)).ledger(from, to, cursor),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    settleMs: 1000 * configOf(env).RECONCILE_SETTLE_SECONDS,
    log,
  }
}

function recordPortsOf(env: PaymentEnv) {
  return {
    providers: configuredProviders(configOf(env)),
    record: (provider: string, orderId: string) => gateOf(env, provider, orderId).record(orderId),
  }
}

function eventPortsOf(env: PaymentEnv) {
  return { database: databaseOf(env), payments: { getByName: (orderId: string) => paymentObject(env, orderId) } }
}

function databaseOf(env: PaymentEnv) {
  return env.PAYMENT_DB.withSession('first-primary')
}

async function gatesOf(env: PaymentEnv): Promise<Record<string, GateState>> {
  const named = [null, ...configOf(env).REGIONS].flatMap((region) =>
    gateNames(configOf(env)).map(async (name) => {
      const state = await gateNamed(inRegion(env, region), name).state()
      return [region === null ? name : `${name}.${region}`, state] as const
    }),
  )
  return Object.fromEntries(await Promise.all(named))
}

/** Takes the sandbox's webhooks. The sandbox has no binding to the gateway, which takes those of other providers. */
export class SandboxWebhooks extends WorkerEntrypoint<PaymentEnv> {
  override async fetch(request: Request): Promise<Response> {
    const received = await serviceOf(this.env).webhook(
      'sandbox',
      Object.fromEntries(request.headers),
      new Uint8Array(await request.arrayBuffer()),
    )
    if (received.ok) return new Response(null, { status: 204 })
    return new Response(null, { status: received.rejection.code === 'signature_invalid' ? 401 : 503 })
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(eventPortsOf, events)

/** Called only through bindings, its queue and its clock. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(eventPortsOf(env), messages), log),
  scheduled: (_, env) => reconcileByClock(reconcilePortsOf(env)),
} satisfies ExportedHandler<PaymentEnv>
