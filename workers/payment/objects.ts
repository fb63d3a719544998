// The Durable Objects of the payment Worker: thin shells around a payment, and around the gate to the provider.
import { DurableObject } from 'cloudflare:workers'
import type { CollectorRpc } from '../../src/contract/figures.ts'
import { encodeId } from '../../src/contract/ids.ts'
import { regionOf } from '../../src/contract/region.ts'
import type { OrderCommandsRpc } from '../../src/contract/rpc.ts'
import type { MaybeSealed } from '../../src/contract/sealed.ts'
import { Payment } from '../../src/payment/actor/payment-actor.ts'
import type { SettlementRequest } from '../../src/payment/actor/settle-refund.ts'
import { type PaymentConfig, type PaymentVars, paymentConfig } from '../../src/payment/config.ts'
import type { SettledRefund } from '../../src/payment/domain/refund.ts'
import { Gate } from '../../src/payment/providers/gate.ts'
import type {
  Charge,
  ChargeOfOrder,
  ChargeOutcome,
  ChargeQuery,
  FindOutcome,
  ListedRefund,
  PageQuery,
  RefundOrder,
  RefundOutcome,
  Rejected,
} from '../../src/payment/providers/provider.ts'
import { recordSettlement } from '../../src/payment/reconciliation/acts.ts'
import type { NamedRecord } from '../../src/payment/reconciliation/records.ts'
import {
  chooseProvider,
  configuredProviders,
  gateNameFor,
  gateSettingsOf,
  openProvider,
  type ProviderFetch,
  providerOfGate,
  timingOf,
  unnamedProvider,
} from '../../src/payment/settings.ts'
import { AlarmGuard } from '../../src/platform/alarm-guard.ts'
import { readConfig } from '../../src/platform/config.ts'
import { detachRpcResult } from '../../src/platform/detach-rpc-result.ts'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { contextLog } from '../../src/platform/log.ts'
import { outlastingReset } from '../../src/platform/object-calls.ts'
import { inRegion } from '../../src/platform/region.ts'
import { withTimeout } from '../../src/platform/timeout.ts'

export interface PaymentEnv extends PaymentVars {
  PAYMENT_OBJECT: DurableObjectNamespace<PaymentObject>
  PAYMENT_GATE: DurableObjectNamespace<PaymentGate>
  PAYMENT_DB: D1Database
  ORDER_COMMANDS: OrderCommandsRpc
  SANDBOX: Fetcher
  /** Absent until operations is deployed. */
  COLLECTOR?: CollectorRpc
  DEAD_LETTERS: Queue<unknown>
}

const log = contextLog('payment')

export class PaymentObject extends DurableObject<PaymentEnv> {
  readonly #guard = new AlarmGuard(this.ctx, () => paymentOf(this.ctx, this.env), log)

  pay(...args: Parameters<Payment['pay']>) {
    return this.#guard.instance().pay(...args)
  }

  lookUp(traceparent?: string) {
    return this.#guard.instance().lookUp(traceparent)
  }

  next() {
    return this.#guard.instance().next()
  }

  requestRefunds(order: MaybeSealed) {
    this.#guard.instance().requestRefunds(order)
  }

  hasAllRefunds(order: MaybeSealed) {
    return this.#guard.instance().hasAllRefunds(order)
  }

  settle(request: SettlementRequest) {
    return this.#guard.instance().settle(request)
  }

  news() {
    this.#guard.instance().news()
  }

  repair(order: MaybeSealed, records: readonly NamedRecord[]) {
    this.#guard.instance().repair(order, records)
  }

  state() {
    return this.#guard.instance().state()
  }

  view() {
    return this.#guard.instance().view()
  }

  override async alarm() {
    await this.#guard.alarm()
  }
}

/** The payment over the object's own storage. Throws when a variable is missing or wrong. */
function paymentOf(ctx: DurableObjectState, env: PaymentEnv): Payment {
  const orderId = String(ctx.id.name)
  const config = configOf(env)
  const { name, testToken } = chooseProvider(config, fetchesOf(env))
  const configured: readonly string[] = configuredProviders(config)
  const timing = timingOf(config)
  // A call may last until the guarding alarm goes off.
  const inTime = <T>(call: Promise<T>) => withTimeout(timing.recoverAfterMs, call)
  const callsTo = (provider: string) => {
    // What moves money is never sent again blindly: its outcome is unknown then, and is looked up. A broken stub stays
    // broken, so each call gets a new one.
    const once = () => gateStub(env, provider, orderId)
    const gate = gateOf(env, provider, orderId)
    return {
      charge: (charge: Charge) => inTime(detachRpcResult<ChargeOutcome | Rejected>(once().charge(charge))),
      find: (query: ChargeQuery) => inTime(detachRpcResult<FindOutcome | Rejected>(gate.find(query))),
      cancel: (query: ChargeQuery) => inTime(detachRpcResult<FindOutcome | Rejected>(gate.cancel(query))),
      refund: (refund: RefundOrder) => inTime(detachRpcResult<RefundOutcome | Rejected>(once().refund(refund))),
      refunds: (charge: ChargeOfOrder) => inTime(detachRpcResult<ListedRefund[] | null>(gate.refunds(charge))),
    }
  }
  const ports = {
    orderId,
    storage: durableStorage(ctx.storage),
    provider: (named: string) => (configured.includes(named) ? callsTo(named) : null),
    orders: {
      handle: (...args: Parameters<OrderCommandsRpc['handle']>) =>
        withTimeout(orderMillisecondsMax, detachRpcResult(env.ORDER_COMMANDS.handle(...args))),
      read: (...args: Parameters<OrderCommandsRpc['read']>) =>
        withTimeout(orderMillisecondsMax, detachRpcResult(env.ORDER_COMMANDS.read(...args))),
    },
    now: () => Date.now(),
    random: () => Math.random(),
    newRefundId: () => encodeId('rfd', crypto.getRandomValues(new Uint8Array(17))),
    recordSettlement: (refund: SettledRefund) => recordSettlement(env.PAYMENT_DB, orderId, refund),
    log,
  }
  return new Payment(ports, { providerName: name, unnamedProvider: unnamedProvider(config), testToken, ...timing })
}

/** An order that has not answered by then does not answer any more. */
const orderMillisecondsMax = 10_000

/** Of an order, in the jurisdiction of its region. A repeated `pay` finds the attempt of the first, and looks it up. */
export function paymentObject(env: PaymentEnv, orderId: string) {
  return outlastingReset(() => inRegion(env, regionOf(orderId)).PAYMENT_OBJECT.getByName(orderId))
}

/** Of an order, or of another thing that the provider has; for the calls that move no money, each idempotent. */
export function gateOf(env: PaymentEnv, provider: string, id: string) {
  return outlastingReset(() => gateStub(env, provider, id))
}

/** As `gateOf`. */
export function gateNamed({ PAYMENT_GATE }: PaymentEnv, name: string) {
  return outlastingReset(() => PAYMENT_GATE.getByName(name))
}

function gateStub(env: PaymentEnv, provider: string, id: string) {
  return inRegion(env, regionOf(id)).PAYMENT_GATE.getByName(gateNameFor(provider, id, configOf(env)))
}

export class PaymentGate extends DurableObject<PaymentEnv> {
  readonly #gate = openGate(String(this.ctx.id.name), this.env)

  charge(charge: Charge) {
    return this.#gate.charge(charge)
  }

  find(query: ChargeQuery) {
    return this.#gate.find(query)
  }

  cancel(query: ChargeQuery) {
    return this.#gate.cancel(query)
  }

  openPage(page: PageQuery) {
    return this.#gate.openPage(page)
  }

  refund(refund: RefundOrder) {
    return this.#gate.refund(refund)
  }

  record(orderId: string) {
    return this.#gate.record(orderId)
  }

  refunds(charge: ChargeOfOrder) {
    return this.#gate.refunds(charge)
  }

  orderOfRefund(refundId: string) {
    return this.#gate.orderOfRefund(refundId)
  }

  dispute(disputeId: string) {
    return this.#gate.dispute(disputeId)
  }

  ledger(from: number, to: number, cursor: string | null) {
    return this.#gate.ledger(from, to, cursor)
  }

  state() {
    return this.#gate.state()
  }
}

function openGate(name: string, env: PaymentEnv): Gate {
  const provider = providerNamed(providerOfGate(name), env)
  if (provider === null) throw new Error(`the gate ${name} is to a provider that is not configured`)
  return new Gate(provider, gateSettingsOf(configOf(env)), log)
}

export function configOf(env: PaymentEnv): PaymentConfig {
  return readConfig(paymentConfig, env)
}

export function providerNamed(name: string, env: PaymentEnv) {
  return openProvider(name, configOf(env), fetchesOf(env))
}

function fetchesOf(env: PaymentEnv): ProviderFetch {
  return { sandbox: (url, init) => env.SANDBOX.fetch(url, init), internet: (url, init) => fetch(url, init) }
}
