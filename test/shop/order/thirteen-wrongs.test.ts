// The faults of the old shop: for each, the test that would have caught it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '../../../src/contract/events.ts'
import { orderMessage } from '../../../src/contract/message.ts'
import { subscribers, subscribesTo } from '../../../src/contract/routing.ts'
import { fold } from '../../../src/order/evolve.ts'
import { summarize } from '../../../src/order/summary.ts'
import { meta, tellTo, world } from '../../support/actor-world.ts'
import { commands } from '../../support/orders.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { kangsForm, type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop({ breakable: ['payment', 'mypage'], vars: { sandbox: { SANDBOX_SLOW_MS: '1000' } } })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

test('1: with payment down, an unpaid order never stands as good', async () => {
  await shop.outage(true)
  const order = await kang.place({ ...kangsForm, paymentToken: 'tok_approved' })
  expect(order).toMatchObject({ orderStatus: 'orderStarted', payment: { status: 'deferred' } })
  const later = await kang.pay(order.orderId)
  expect([later.status, later.body]).toMatchObject([503, { code: 'payment_overloaded' }])
  expect(Number(later.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await kang.take(order.orderId)).body).toMatchObject({ code: 'order_not_paid' })

  await shop.outage(false)
  const paid = await kang.pay(order.orderId)
  expect([paid.status, paid.body.orderStatus]).toEqual([200, 'payApproved'])
  expect(await kang.ledger(order.orderId)).toMatchObject({ charges: [{ amount: { amount: 4500 } }], refunds: [] })
})

test('2: an event is published if and only if it was recorded, whenever the process dies', async () => {
  const { wakeUp, run, storage, sent } = world()
  storage.dieAt(5)
  expect(() => wakeUp().handle(commands.PlaceOrder, meta)).toThrow('the process died')
  storage.dieAt(Number.POSITIVE_INFINITY)
  await run(wakeUp())
  expect([wakeUp().read(), sent.mypage]).toEqual([null, []])

  tellTo(wakeUp(), commands.PlaceOrder)
  await run(wakeUp())
  expect(sent.mypage.map(({ data }) => data.event.type)).toEqual(['OrderPlaced'])
})

test('3: no client sets a status that is not theirs to set, on an order that is not theirs, at a price of their own', async () => {
  const orderId = await kang.upTo('orderStarted')
  const tries = [
    ['customer', `/orders/${orderId}`, { orderStatus: 'payApproved' }],
    ['customer', `/orders/${orderId}`, { orderStatus: 'deliveryCompleted' }],
    ['customer', `/ordermgmts/${orderId}`, { orderStatus: 'orderTaken' }],
    ['customer', `/deliveries/${orderId}`, { orderStatus: 'deliveryCompleted' }],
    ['customer2', `/orders/${orderId}`, { orderStatus: 'orderCancel' }],
    ['customer2', `/payments/${orderId}`, { orderStatus: 'payApproved' }],
    ['staff', `/payments/${orderId}`, { orderStatus: 'payApproved' }],
    [null, `/orders/${orderId}`, { orderStatus: 'orderCancel' }],
  ] as const
  const statuses = []
  for (const [who, path, body] of tries) statuses.push((await shop.call(who, 'PATCH', path, body)).status)
  expect(statuses).toEqual([422, 422, 403, 403, 404, 404, 403, 401])
  expect(await kang.read(orderId)).toMatchObject({ orderStatus: 'orderStarted', seq: 1 })
  const cheap = await shop.call('customer', 'POST', '/orders', { ...kangsForm, itemPrice: 1 })
  expect([cheap.status, cheap.body]).toMatchObject([409, { code: 'price_changed', field: 'itemPrice' }])
})

test('4: a cancel that meets a payment in flight wins, and the late approval is refunded by itself', async () => {
  const orderId = await kang.upTo('orderStarted')
  const paying = kang.pay(orderId, 'tok_slow')
  await until(
    () => shop.call<{ attempts?: { status: string }[] }>('customer', 'GET', `/payments/${orderId}`),
    ({ body }) => body.attempts?.[0]?.status === 'processing',
  )
  expect((await kang.cancel(orderId)).body.orderStatus).toBe('orderCanceled')
  const late = await paying
  expect([late.status, late.body]).toMatchObject([409, { code: 'order_already_canceled' }])
  await kang.reaches(orderId, 'payCanceled')
  expect(await kang.ledger(orderId)).toMatchObject({ charges: [{}], refunds: [{}] })
  expect(await kang.history(orderId)).toEqual([
    'OrderPlaced',
    'OrderCanceled',
    'PayApproved',
    'CancelOrderTaken',
    'PayCanceled',
  ])
})

test('5: a cancel after the delivery has ended is refused', async () => {
  const orderId = await kang.upTo('deliveryCompleted')
  const answer = await kang.cancel(orderId)
  expect([answer.status, answer.body]).toMatchObject([409, { code: 'order_already_delivered' }])
  expect((await kang.read(orderId)).orderStatus).toBe('deliveryCompleted')
})

test('6: a repeated message makes no second row, delivery or message, and a later cancel goes its way', async () => {
  const orderId = await kang.upTo('deliveryStarted')
  await kang.tells(orderId, 4)
  const { body } = await shop.call<{ events: RecordedEvent[] }>('staff', 'GET', `/orders/${orderId}/events`)
  const messages = body.events.flatMap((event) => {
    const order = summarize(orderId, fold(body.events.slice(0, event.seq)))
    return order === null ? [] : [orderMessage(event, { ...order, sealed: null })]
  })
  const retry = (subscriber: (typeof subscribers)[number]) =>
    messages.filter(({ data }) => subscribesTo(subscriber, data.event.type))
  await shop.replay(
    subscribers.map((subscriber) => ({ subscriber, bodies: [...retry(subscriber), ...retry(subscriber)] })),
  )
  await kang.cancel(orderId)
  await kang.reaches(orderId, 'payCanceled')
  await kang.tells(orderId, 7)
  const rows = await shop.call<{ items: { orderId: string }[] }>('staff', 'GET', '/ordermgmts?limit=100')
  expect(rows.body.items.filter((row) => row.orderId === orderId)).toHaveLength(1)
  const deliveries = await shop.call<{ items: { orderId: string }[] }>('courier', 'GET', '/deliveries?limit=100')
  expect(deliveries.body.items.filter((row) => row.orderId === orderId)).toHaveLength(1)
})

test('7: a later change publishes its own event and no earlier one again', async () => {
  const { wakeUp, run, sent } = world()
  const actor = wakeUp()
  const { PlaceOrder, RecordPayApproved, TakeOrder, RecordDeliveryStarted } = commands
  for (const command of [PlaceOrder, RecordPayApproved, TakeOrder, TakeOrder, RecordDeliveryStarted]) {
    tellTo(actor, command)
    await run(actor)
  }
  expect(sent.mypage.map(({ data }) => data.event.type)).toEqual(['OrderPlaced', 'PayApproved', 'DeliveryStarted'])
})

test('8: mypage shows every step, deliveryStarted too, and agrees with the order after a cancel', async () => {
  const orderId = await kang.upTo('deliveryStarted')
  expect((await kang.agrees(orderId)).orderStatus).toBe('deliveryStarted')
  await kang.cancel(orderId)
  await kang.reaches(orderId, 'payCanceled')
  expect((await kang.agrees(orderId)).payment.status).toBe('refunded')
})

test('9: the message of a canceled delivery names where it was going', async () => {
  const orderId = await kang.upTo('deliveryStarted')
  await kang.cancel(orderId)
  const messages = await kang.tells(orderId, 7)
  for (const { kind, text } of messages) {
    if (kind.startsWith('delivery')) expect(text).toContain('Gangnam')
    expect(text).not.toMatch(/null|undefined/)
  }
})

test('10: a projection that fails is not silent: what it missed comes again', async () => {
  await shop.outage(true)
  const { orderId } = await kang.place()
  expect((await shop.call('customer', 'GET', `/myPages/${orderId}`)).status).toBe(503)
  await shop.outage(false)
  await kang.agrees(orderId)
})

test('11: /mypages and /myPages are one place', async () => {
  const { orderId } = await kang.place()
  await kang.agrees(orderId)
  const answers = await Promise.all(
    ['/mypages', '/myPages'].map((path) => shop.call('customer', 'GET', `${path}/${orderId}`)),
  )
  expect(answers.map(({ status, body }) => [status, body['orderId']])).toEqual([
    [200, orderId],
    [200, orderId],
  ])
})

test('12: ids tell nothing, and mypage lists the caller’s own orders only', async () => {
  const ids = [(await kang.place()).orderId, (await kang.place()).orderId]
  for (const id of ids) expect(id).toMatch(/^ord_[0-9a-hjkmnp-tv-z]{26}$/)
  const [first, second] = ids.map((id) => id.slice(4, 16))
  expect(first).not.toBe(second)
  await kang.agrees(ids[1] ?? '')
  const others = await shop.call<{ items: OrderAnswer[] }>('customer2', 'GET', '/myPages')
  expect(others.body.items).toEqual([])
})

test('13: every event has an id, a version, an author, a cause, and a time with its zone', async () => {
  const { wakeUp, run, sent } = world()
  const actor = wakeUp()
  tellTo(actor, commands.PlaceOrder, commands.RecordPayApproved)
  await run(actor)
  expect(new Set(sent.mypage.map((message) => message.id)).size).toBe(2)
  for (const { id, specversion, time, data } of sent.mypage) {
    expect([id, specversion]).toEqual([`${data.order.orderId}/${data.event.seq}`, '1.0'])
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(data.event).toMatchObject({ version: 1, at: time, by: meta.by, causationId: meta.causationId })
  }
})
