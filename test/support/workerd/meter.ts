// Takes one order from the shelf to the doorstep through the real code and stores, and counts what a platform would
// bill for it: rows written and read, calls of objects, messages.

import { openActor } from '../../../src/actor/open-actor.ts'
import { chargingBy } from '../../../src/contract/charging.ts'
import type { CommandMeta, OrderCommand } from '../../../src/contract/commands.ts'
import { forEachSubscriber, type Subscriber, serviceOf } from '../../../src/contract/routing.ts'
import { complete } from '../../../src/delivery/deliveries.ts'
import { orderService } from '../../../src/order/order-service.ts'
import { takeOrder } from '../../../src/ordermanagement/worklist.ts'
import { paymentService } from '../../../src/payment/payment-service.ts'
import { callers } from '../callers.ts'
import { inOne } from '../shards.ts'
import { subscriberHandlers } from '../subscriber-handlers.ts'
import { testVault } from '../vault.ts'
import type { CatchUp, OrderMeter } from './order-meter.ts'
import type { PaymentMeter } from './payment-meter.ts'
import { meteredDatabase } from './tally.ts'

export { OrderMeter } from './order-meter.ts'
export { PaymentMeter } from './payment-meter.ts'

type Databases = Record<`${Uppercase<Subscriber>}_DB`, D1Database>

export interface MeterEnv extends Databases {
  ORDER_METER: DurableObjectNamespace<OrderMeter>
  PAYMENT_METER: DurableObjectNamespace<PaymentMeter>
}

const request = { requestId: 'req_meter', idempotencyKey: null }

/** The happy path, paid in the same call; each message is handled as soon as it is published. */
async function happyPath(env: MeterEnv) {
  const { databases, staff, couriers, handlers } = contexts(env)
  const sent: string[] = []
  const brought: string[] = []
  const polled: Subscriber[] = []
  const catchUp: CatchUp = async (subscriber, order, messages) => {
    if (messages.length === 0) polled.push(subscriber)
    for (const { data } of messages) brought.push(`${data.event.type} → ${subscriber}`)
    if (messages.length > 0) await handlers[subscriber].handle(messages)
    return { busy: false, appliedSeq: await handlers[subscriber].appliedSeq(order, messages) }
  }
  /** Handle the messages of a step, then let a minute pass, in which the order polls its subscribers. */
  async function settle(orderId: string): Promise<void> {
    for (let passesMs = 0; ; ) {
      const batch = await env.ORDER_METER.getByName(orderId).runAlarm(passesMs, catchUp)
      if (batch.length === 0 && passesMs > 0) break
      passesMs = batch.length === 0 ? 60_000 : 0
      for (const { subscriber, message: published } of batch) {
        sent.push(`${published.data.event.type} → ${subscriber}`)
        await handlers[subscriber].handle([published])
      }
    }
    await env.PAYMENT_METER.getByName(orderId).runAlarm()
  }

  const orderId = await placeAndPay(env)
  await settle(orderId)
  await takeOrder(staff, callers.staff, orderId, request)
  await settle(orderId)
  const completed = await complete(couriers, callers.courier, orderId, request)
  await settle(orderId)
  return {
    orderStatus: completed.ok ? completed.value.orderStatus : completed.rejection.code,
    sent,
    brought,
    questions: polled.length,
    order: await env.ORDER_METER.getByName(orderId).tally(),
    payment: await env.PAYMENT_METER.getByName(orderId).tally(),
    databases: Object.fromEntries(Object.entries(databases).map(([name, { tally }]) => [name, tally])),
  }
}

/** The order context as the other contexts call it. */
function orderCommands(env: MeterEnv) {
  return {
    handle: async (orderId: string, command: OrderCommand, meta: CommandMeta) =>
      await env.ORDER_METER.getByName(orderId).handle(command, meta),
    read: async (orderId: string) => await env.ORDER_METER.getByName(orderId).read(),
  }
}

function contexts(env: MeterEnv) {
  const databases = forEachSubscriber((subscriber) => meteredDatabase(env[`${serviceOf(subscriber)}_DB`]))
  const orders = orderCommands(env)
  const common = { vault: testVault, orders, now: Date.now, log: () => {} }
  const staff = { ...common, shards: inOne(databases.ordermanagement.database) }
  const couriers = { ...common, shards: inOne(databases.delivery.database) }
  const payments = { getByName: (orderId: string) => env.PAYMENT_METER.getByName(orderId) }
  const stores = forEachSubscriber((subscriber) => databases[subscriber].database)
  const handlers = subscriberHandlers(stores, { orders, payments, now: Date.now })
  return { databases, staff, couriers, handlers }
}

async function placeAndPay(env: MeterEnv): Promise<string> {
  const price = { amount: 1500, currency: 'KRW' }
  const item = { itemId: '2', itemName: 'Air conditional', description: '', category: 'climate', price }
  const catalog = { find: async () => ({ '2': item }) }
  const orders = orderService({
    actor: (id) => openActor(testVault, env.ORDER_METER.getByName(id)),
    catalog,
    shelf: catalog,
    chargingOf: chargingBy.sandbox,
  })
  const form = {
    contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
    lines: [{ itemId: '2', qty: 3 }],
    withPaymentToken: true,
  }
  const placed = await orders.place(callers.customer, form, { ...request, idempotencyKey: 'an idempotency key' })
  if (!placed.ok) throw new Error(placed.rejection.code)
  const { orderId } = placed.value.order
  const payments = paymentService({
    vault: testVault,
    orders: orderCommands(env),
    payment: (id) => env.PAYMENT_METER.getByName(id),
    providers: [],
    record: async () => ({ status: 'rejected' }),
    orderOfRefund: async () => ({ status: 'rejected' }),
    openPage: async () => ({ status: 'rejected' }),
    dispute: async () => ({ status: 'rejected' }),
    gates: async () => ({}),
    provider: () => null,
    now: Date.now,
    log: () => {},
  })
  await payments.pay(callers.customer, orderId, 'tok', request)
  return orderId
}

export default {
  fetch: async (_request, env) => Response.json(await happyPath(env)),
} satisfies ExportedHandler<MeterEnv>
