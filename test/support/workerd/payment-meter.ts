// The payment's actor in an object that counts what a platform would bill. The provider behind it approves at once.
import { DurableObject } from 'cloudflare:workers'
import type { Idempotency } from '../../../src/contract/idempotency.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { Payment } from '../../../src/payment/actor/payment-actor.ts'
import type { OrderMeter } from './order-meter.ts'
import { metered, zero } from './tally.ts'

type Env = { ORDER_METER: DurableObjectNamespace<OrderMeter> }

export class PaymentMeter extends DurableObject<Env> {
  readonly #tally = zero()
  readonly #alarm: { at: number | null } = { at: null }
  readonly #payment = new Payment(
    {
      orderId: String(this.ctx.id.name),
      storage: metered(this.ctx.storage, this.#tally, this.#alarm),
      provider: () => ({
        charge: async () => ({ status: 'approved', chargeId: 'ch_1' }),
        find: async () => ({ status: 'absent' }),
        cancel: async () => ({ status: 'absent' }),
        refund: async () => ({ status: 'refunded' }),
        refunds: async () => [],
      }),
      orders: {
        handle: async (orderId, command, meta) => await this.env.ORDER_METER.getByName(orderId).handle(command, meta),
        read: async (orderId) => await this.env.ORDER_METER.getByName(orderId).read(),
      },
      now: Date.now,
      random: Math.random,
      newRefundId: () => 'rfd_1',
      recordSettlement: async () => {},
      log: () => {},
    },
    {
      providerName: 'meter',
      unnamedProvider: 'meter',
      testToken: 'tok',
      retryMs: 1000,
      recoverAfterMs: 3000,
      lateArrivalMs: 120_000,
      unpaidMs: 1_800_000,
    },
  )

  pay(order: OrderSummary, token: string | null, idempotency: Idempotency | null) {
    this.#tally.calls++
    return this.#payment.pay(order, token, idempotency)
  }

  lookUp() {
    return this.#payment.lookUp()
  }

  next() {
    return this.#payment.next()
  }

  requestRefunds(order: OrderSummary) {
    this.#tally.calls++
    this.#payment.requestRefunds(order)
  }

  hasAllRefunds(order: OrderSummary) {
    this.#tally.calls++
    return this.#payment.hasAllRefunds(order)
  }

  view() {
    return this.#payment.view()
  }

  state() {
    return this.#payment.state()
  }

  settle(...args: Parameters<Payment['settle']>) {
    return this.#payment.settle(...args)
  }

  news() {
    this.#payment.news()
  }

  /** Run the alarm, if one is set: it is due in seconds, and the order's steps lie minutes apart. */
  async runAlarm() {
    if (this.#alarm.at === null) return
    this.#alarm.at = null
    this.#tally.alarms++
    await this.#payment.onAlarm()
  }

  tally() {
    return this.#tally
  }
}
