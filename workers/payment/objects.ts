// The payment Worker's objects: the thin shells of a payment, and of the gate to the provider.
import { DurableObject } from 'cloudflare:workers'
import type { Idempotency } from '../../src/contract/idempotency.ts'
import { encodeId } from '../../src/contract/ids.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { OrderCommandsRpc, ProviderRecord } from '../../src/contract/rpc.ts'
import { Gate } from '../../src/payment/gate.ts'
import { Payment } from '../../src/payment/payment.ts'
import type {
  Charge,
  ChargeOutcome,
  ChargeQuery,
  FindOutcome,
  RefundOrder,
  RefundOutcome,
  TurnedAway,
} from '../../src/payment/provider.ts'
import {
  chooseProvider,
  gateNameFor,
  type PaymentVars,
  readGateSettings,
  readTiming,
} from '../../src/payment/settings.ts'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { contextLog } from '../../src/platform/log.ts'
import { released } from '../../src/platform/release.ts'

export interface PaymentEnv extends PaymentVars {
  PAYMENT_OBJECT: DurableObjectNamespace<PaymentObject>
  PAYMENT_GATE: DurableObjectNamespace<PaymentGate>
  PAYMENT_DB: D1Database
  RECONCILE_SETTLE_SECONDS: string
  ORDER: OrderCommandsRpc
  SANDBOX: Fetcher
  DEAD_LETTERS: Queue<unknown>
}

export class PaymentObject extends DurableObject<PaymentEnv> {
  readonly #payment: Payment

  constructor(ctx: DurableObjectState, env: PaymentEnv) {
    super(ctx, env)
    const orderId = String(ctx.id.name)
    const { name, testToken } = providerOf(env)
    // A stub that broke stays broken, so each call takes a new one.
    const gate = () => env.PAYMENT_GATE.getByName(gateNameFor(orderId, env))
    const ports = {
      orderId,
      storage: durableStorage(ctx.storage),
      provider: {
        charge: (charge: Charge) => released<ChargeOutcome | TurnedAway>(gate().charge(charge)),
        find: (query: ChargeQuery) => released<FindOutcome | TurnedAway>(gate().find(query)),
        refund: (refund: RefundOrder) => released<RefundOutcome | TurnedAway>(gate().refund(refund)),
      },
      orders: {
        handle: (...args: Parameters<OrderCommandsRpc['handle']>) => released(env.ORDER.handle(...args)),
        read: (...args: Parameters<OrderCommandsRpc['read']>) => released(env.ORDER.read(...args)),
      },
      now: () => Date.now(),
      random: () => Math.random(),
      newRefundId: () => encodeId('rfd', crypto.getRandomValues(new Uint8Array(17))),
      log: contextLog('payment'),
    }
    this.#payment = new Payment(ports, { providerName: name, testToken, ...readTiming(env) })
  }

  pay(order: OrderSummary, token: string | null, idempotency: Idempotency | null) {
    return this.#payment.pay(order, token, idempotency)
  }

  giveBack(order: OrderSummary) {
    this.#payment.giveBack(order)
  }

  givesBack(order: OrderSummary) {
    return this.#payment.givesBack(order)
  }

  news() {
    this.#payment.news()
  }

  inquire(order: OrderSummary, record: ProviderRecord) {
    this.#payment.inquire(order, record)
  }

  books() {
    return this.#payment.books()
  }

  view() {
    return this.#payment.view()
  }

  override async alarm() {
    await this.#payment.wake()
  }
}

export class PaymentGate extends DurableObject<PaymentEnv> {
  readonly #gate = new Gate(providerOf(this.env), readGateSettings(this.env), contextLog('payment'))

  charge(charge: Charge) {
    return this.#gate.charge(charge)
  }

  find(query: ChargeQuery) {
    return this.#gate.find(query)
  }

  refund(refund: RefundOrder) {
    return this.#gate.refund(refund)
  }

  record(orderId: string) {
    return this.#gate.record(orderId)
  }

  ledger(from: number, to: number, cursor: string | null) {
    return this.#gate.ledger(from, to, cursor)
  }

  state() {
    return this.#gate.state()
  }
}

export function providerOf(env: PaymentEnv) {
  return chooseProvider(env, {
    sandbox: (url, init) => env.SANDBOX.fetch(url, init),
    internet: (url, init) => fetch(url, init),
  })
}
