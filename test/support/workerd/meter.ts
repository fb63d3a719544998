// Takes one order from the shelf to the doorstep through the real code and stores, and counts what a platform would
// bill for it: rows written and read, calls of objects, messages. The provider behind it approves at once.
import { DurableObject } from 'cloudflare:workers'
import { OrderActor } from '../../../src/actor/order-actor.ts'
import type { CommandMeta, OrderCommand } from '../../../src/contract/commands.ts'
import type { Idempotency } from '../../../src/contract/idempotency.ts'
import type { OrderMessage } from '../../../src/contract/message.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import type { Subscriber } from '../../../src/contract/routing.ts'
import type { Checkpoint, SubscriberRpc } from '../../../src/contract/rpc.ts'
import { complete } from '../../../src/delivery/deliveries.ts'
import * as delivery from '../../../src/delivery/event-handler.ts'
import * as message from '../../../src/message/event-handler.ts'
import { recordedOnly } from '../../../src/message/notifier.ts'
import * as mypage from '../../../src/mypage/event-handler.ts'
import { orderService } from '../../../src/order/order-service.ts'
import * as ordermanagement from '../../../src/ordermanagement/event-handler.ts'
import { takeOrder } from '../../../src/ordermanagement/worklist.ts'
import { Payment } from '../../../src/payment/actor/payment-actor.ts'
import * as paymentEvents from '../../../src/payment/event-handler.ts'
import { paymentService } from '../../../src/payment/payment-service.ts'
import { sha256 } from '../../../src/platform/hash.ts'
import { actorSettings } from '../actor-settings.ts'
import { callers } from '../callers.ts'
import { metered, meteredDatabase, zero } from './tally.ts'

export interface MeterEnv {
  ORDER_METER: DurableObjectNamespace<OrderMeter>
  PAYMENT_METER: DurableObjectNamespace<PaymentMeter>
  ORDERMANAGEMENT_DB: D1Database
  DELIVERY_DB: D1Database
  PAYMENT_DB: D1Database
  MESSAGE_DB: D1Database
  MYPAGE_DB: D1Database
}

type CatchUp = (subscriber: Subscriber, ...args: Parameters<SubscriberRpc['catchUp']>) => Promise<Checkpoint>

export class OrderMeter extends DurableObject<MeterEnv> {
  readonly #tally = zero()
  readonly #alarm: { at: number | null } = { at: null }
  /** How far the object's clock runs ahead: an order's steps lie far apart. */
  #aheadMs = 0
  #catchUp: CatchUp = async () => ({ busy: true })
  #background: Promise<void>[] = []
  #sent: { subscriber: Subscriber; message: OrderMessage }[] = []
  readonly #actor = new OrderActor(
    {
      orderId: String(this.ctx.id.name),
      storage: metered(this.ctx.storage, this.#tally, this.#alarm),
      publishers: {
        ordermanagement: this.#publisher('ordermanagement'),
        delivery: this.#publisher('delivery'),
        payment: this.#publisher('payment'),
        message: this.#publisher('message'),
        mypage: this.#publisher('mypage'),
      },
      catchUp: {
        ordermanagement: (...args) => this.#catchUp('ordermanagement', ...args),
        delivery: (...args) => this.#catchUp('delivery', ...args),
        payment: (...args) => this.#catchUp('payment', ...args),
        message: (...args) => this.#catchUp('message', ...args),
        mypage: (...args) => this.#catchUp('mypage', ...args),
      },
      waitUntil: (work) => void this.#background.push(work()),
      hash: sha256,
      now: () => Date.now() + this.#aheadMs,
      random: Math.random,
      log: () => {},
    },
    actorSettings,
  )

  #publisher(subscriber: Subscriber) {
    return async (batch: OrderMessage[]) => {
      this.#sent.push(...batch.map((message) => ({ subscriber, message })))
    }
  }

  handle(command: OrderCommand, meta: CommandMeta) {
    this.#tally.calls++
    return this.#actor.handle(command, meta)
  }

  read() {
    this.#tally.calls++
    return this.#actor.read()
  }

  history(asOf: number | string | null) {
    this.#tally.calls++
    return this.#actor.history(asOf)
  }

  verify() {
    this.#tally.calls++
    return this.#actor.verify()
  }

  republish() {
    this.#tally.calls++
    return this.#actor.republish()
  }

  /** Let time pass, ring the alarm if it is due, and hand over what was published. */
  async ring(passesMs: number, catchUp: CatchUp) {
    this.#catchUp = catchUp
    this.#aheadMs += passesMs
    await Promise.all(this.#background.splice(0))
    if (this.#alarm.at !== null && this.#alarm.at <= Date.now() + this.#aheadMs) {
      this.#alarm.at = null
      this.#tally.alarms++
      await this.#actor.onAlarm()
    }
    return this.#sent.splice(0)
  }

  tally() {
    return this.#tally
  }
}

export class PaymentMeter extends DurableObject<MeterEnv> {
  readonly #tally = zero()
  readonly #alarm: { at: number | null } = { at: null }
  readonly #payment = new Payment(
    {
      orderId: String(this.ctx.id.name),
      storage: metered(this.ctx.storage, this.#tally, this.#alarm),
      provider: {
        charge: async () => ({ status: 'approved', chargeId: 'ch_1' }),
        find: async () => ({ status: 'absent' }),
        refund: async () => ({ status: 'refunded' }),
      },
      orders: {
        handle: async (orderId, command, meta) => await this.env.ORDER_METER.getByName(orderId).handle(command, meta),
        read: async (orderId) => await this.env.ORDER_METER.getByName(orderId).read(),
      },
      now: Date.now,
      random: Math.random,
      newRefundId: () => 'rfd_1',
      log: () => {},
    },
    { providerName: 'meter', testToken: 'tok', retryMs: 1000, recoverAfterMs: 3000, lateArrivalMs: 120_000 },
  )

  pay(order: OrderSummary, token: string | null, idempotency: Idempotency | null) {
    this.#tally.calls++
    return this.#payment.pay(order, token, idempotency)
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

  news() {
    this.#payment.news()
  }

  async ring() {
    if (this.#alarm.at === null || this.#alarm.at > Date.now()) return
    this.#alarm.at = null
    this.#tally.alarms++
    await this.#payment.onAlarm()
  }

  tally() {
    return this.#tally
  }
}

/** The happy path, paid in the same call; each message is handled as soon as it is published. */
async function happyPath(env: MeterEnv) {
  const databases = {
    ordermanagement: meteredDatabase(env.ORDERMANAGEMENT_DB),
    delivery: meteredDatabase(env.DELIVERY_DB),
    payment: meteredDatabase(env.PAYMENT_DB),
    message: meteredDatabase(env.MESSAGE_DB),
    mypage: meteredDatabase(env.MYPAGE_DB),
  }
  const actor = (orderId: string) => env.ORDER_METER.getByName(orderId)
  const commands = {
    handle: async (orderId: string, command: OrderCommand, meta: CommandMeta) =>
      await actor(orderId).handle(command, meta),
    read: async (orderId: string) => await actor(orderId).read(),
  }
  const newId = () => crypto.randomUUID()
  const common = { orders: commands, newId, now: Date.now, log: () => {} }
  const staff = { ...common, database: databases.ordermanagement.database }
  const couriers = { ...common, database: databases.delivery.database }
  const refunds = {
    database: databases.payment.database,
    payments: { getByName: (orderId: string) => env.PAYMENT_METER.getByName(orderId) },
  }
  const notices = { database: databases.message.database, notifier: recordedOnly, now: Date.now }
  const pages = { shards: [databases.mypage.database], now: Date.now }
  const applyTo: Record<Subscriber, (messages: OrderMessage[]) => Promise<void>> = {
    ordermanagement: (messages) => ordermanagement.handleOrderEvents(staff, messages),
    delivery: (messages) => delivery.handleOrderEvents(couriers, messages),
    payment: (messages) => paymentEvents.handleOrderEvents(refunds, messages),
    message: (messages) => message.handleOrderEvents(notices, messages),
    mypage: (messages) => mypage.handleOrderEvents(pages, messages),
  }
  const sent: string[] = []
  const asked: Subscriber[] = []
  const appliedSeqOf: Record<Subscriber, (order: OrderSummary) => Promise<number>> = {
    ordermanagement: (order) => ordermanagement.appliedSeq(staff, order),
    delivery: (order) => delivery.appliedSeq(couriers, order),
    message: (order) => message.appliedSeq(notices, order),
    mypage: (order) => mypage.appliedSeq(pages, order),
    payment: (order) => paymentEvents.appliedSeq(refunds, order),
  }
  const catchUp: CatchUp = async (subscriber, order, messages) => {
    asked.push(subscriber)
    if (messages.length > 0) throw new Error(`${subscriber} has to be brought what its queue has brought it`)
    return { busy: false, appliedSeq: await appliedSeqOf[subscriber](order) }
  }
  /** Handle what comes of a step, then let a minute pass, in which the order asks what has taken effect. */
  async function settle(orderId: string): Promise<void> {
    for (let passesMs = 0; ; ) {
      const batch = await actor(orderId).ring(passesMs, catchUp)
      if (batch.length === 0 && passesMs > 0) break
      passesMs = batch.length === 0 ? 60_000 : 0
      for (const { subscriber, message: published } of batch) {
        sent.push(`${published.data.event.type} → ${subscriber}`)
        await applyTo[subscriber]([published])
      }
    }
    await env.PAYMENT_METER.getByName(orderId).ring()
  }

  const price = { amount: 1500, currency: 'KRW' }
  const item = { itemId: '2', itemName: 'Air conditional', description: '', category: 'climate', price }
  const catalog = { find: async () => ({ '2': item }) }
  const counter = orderService({ actor, catalog, shelf: catalog })
  const request = { requestId: 'req_meter', idempotencyKey: null }
  const form = {
    contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
    lines: [{ itemId: '2', qty: 3 }],
    withPaymentToken: true,
  }
  const placed = await counter.place(callers.customer, form, { ...request, idempotencyKey: 'an idempotency key' })
  if (!placed.ok) throw new Error(placed.rejection.code)
  const { orderId } = placed.value.order
  const cashier = paymentService({
    orders: commands,
    payment: (id) => env.PAYMENT_METER.getByName(id),
    gate: () => ({ record: async () => null }),
    gates: async () => ({}),
    provider: {
      name: 'meter',
      testToken: null,
      charge: async () => ({ status: 'unknown' }),
      find: async () => ({ status: 'unknown' }),
      refund: async () => ({ status: 'unknown' }),
      record: async () => ({ charges: [], refunds: [] }),
      ledger: async () => ({ entries: [], cursor: null }),
      verifyWebhook: async () => ({ genuine: false }),
    },
    now: Date.now,
  })
  await cashier.pay(callers.customer, orderId, 'tok', request)
  await settle(orderId)
  await takeOrder(staff, callers.staff, orderId, request)
  await settle(orderId)
  const completed = await complete(couriers, callers.courier, orderId, request)
  await settle(orderId)
  return {
    orderStatus: completed.ok ? completed.value.orderStatus : completed.rejection.code,
    sent,
    questions: asked.length,
    order: await actor(orderId).tally(),
    payment: await env.PAYMENT_METER.getByName(orderId).tally(),
    databases: Object.fromEntries(Object.entries(databases).map(([name, { tally }]) => [name, tally])),
  }
}

export default {
  fetch: async (_request, env) => Response.json(await happyPath(env)),
} satisfies ExportedHandler<MeterEnv>
