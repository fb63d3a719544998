// The business's own story, with every Worker at work: from the shelf to the doorstep, and back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop({ breakable: ['delivery'] })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

test('place, pay, take, deliver: the customer is told each step once, and charged once', async () => {
  const { orderId } = await kang.place()
  const paid = await kang.pay(orderId)
  expect([paid.status, paid.body.orderStatus]).toEqual([200, 'payApproved'])
  expect((await kang.take(orderId)).body.orderStatus).toBe('orderTaken')
  await kang.reaches(orderId, 'deliveryStarted')
  const [message] = await kang.tells(orderId, 4)
  expect(message).toMatchObject({ kind: 'deliveryStarted', text: expect.stringContaining('Gangnam') })
  expect((await kang.complete(orderId)).body.orderStatus).toBe('deliveryCompleted')
  await kang.agrees(orderId)
  expect(await kang.history(orderId)).toEqual([
    'OrderPlaced',
    'PayApproved',
    'OrderTaken',
    'DeliveryStarted',
    'DeliveryCompleted',
  ])
  expect(await kang.ledger(orderId)).toMatchObject({ charges: [{ amount: { amount: 4500 } }], refunds: [] })
})

test('pay in the same call', async () => {
  const order = await kang.place({ ...kangForm, paymentToken: 'tok_approved' })
  expect(order.orderStatus).toBe('payApproved')
})

describe('cancel', () => {
  test('before it is paid: the order is closed, and nothing was charged', async () => {
    const orderId = await kang.upTo('orderStarted')
    expect((await kang.cancel(orderId)).body.orderStatus).toBe('orderCanceled')
    expect((await kang.pay(orderId)).body).toMatchObject({ code: 'order_already_canceled' })
    expect(await kang.ledger(orderId)).toEqual({ charges: [], refunds: [], disputes: [] })
    expect((await kang.agrees(orderId)).payment.status).toBe('none')
  })

  test('when it is paid: the money goes back, and there is no delivery to tell of', async () => {
    const orderId = await kang.upTo('payApproved')
    expect((await kang.cancel(orderId)).body.orderStatus).toBe('orderCanceled')
    await kang.reaches(orderId, 'payCanceled')
    await refundedInFull(orderId)
    await kang.agrees(orderId)
    const kinds = (await kang.messages(orderId)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind.startsWith('delivery'))).toEqual([])
  })

  test('when it is taken and no courier has it yet: no delivery ever starts, and the money goes back', async () => {
    await shop.outage(true)
    const orderId = await kang.upTo('payApproved')
    expect((await kang.take(orderId)).body.orderStatus).toBe('orderTaken')
    expect((await kang.cancel(orderId)).body.orderStatus).toBe('orderCanceled')
    await shop.outage(false)
    await kang.reaches(orderId, 'payCanceled')
    await until(
      () => shop.call('courier', 'GET', `/deliveries/${orderId}`),
      ({ body }) => body['status'] === 'canceled',
    )
    expect(await kang.history(orderId)).toEqual([
      'OrderPlaced',
      'PayApproved',
      'OrderTaken',
      'OrderCanceled',
      'CancelOrderTaken',
      'PayCanceled',
    ])
    const kinds = (await kang.messages(orderId)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind.startsWith('delivery'))).toEqual([])
  })

  test('when it is canceled already: accepted, and nothing more happens', async () => {
    const orderId = await kang.upTo('payApproved')
    await kang.cancel(orderId)
    const { seq } = await kang.reaches(orderId, 'payCanceled')
    const retry = await kang.cancel(orderId)
    expect([retry.status, retry.body.orderStatus, retry.body.seq]).toEqual([200, 'payCanceled', seq])
    await refundedInFull(orderId)
  })

  test('when the delivery has started: recalled, refunded, told', async () => {
    const orderId = await kang.upTo('deliveryStarted')
    await kang.tells(orderId, 4)
    await kang.cancel(orderId)
    const canceled = await kang.reaches(orderId, 'payCanceled')
    expect(canceled.delivery).toMatchObject({ status: 'canceled' })
    await refundedInFull(orderId)
    const result = await kang.tells(orderId, 7)
    const kinds = ['deliveryCanceled', 'deliveryStarted', 'orderCanceled', 'packed', 'paid', 'received', 'refunded']
    expect(result.map((message) => message.kind).sort()).toEqual(kinds)
    await kang.agrees(orderId)
    const delivery = await shop.call('courier', 'GET', `/deliveries/${orderId}`)
    expect(delivery.body).toMatchObject({ status: 'canceled' })
  })

  test('when it is delivered: refused, and nothing changes', async () => {
    const orderId = await kang.upTo('deliveryCompleted')
    const refusal = await kang.cancel(orderId)
    expect([refusal.status, refusal.body]).toMatchObject([409, { code: 'order_already_delivered' }])
    expect((await kang.read(orderId)).orderStatus).toBe('deliveryCompleted')
  })

  test('by the staff, with a reason the customer can read', async () => {
    const orderId = await kang.upTo('payApproved')
    const without = await shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderCanceled' })
    expect([without.status, without.body]).toMatchObject([422, { code: 'invalid_request', field: 'reason' }])
    const reason = 'The last one was damaged in the store.'
    await shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderCanceled', reason })
    await kang.reaches(orderId, 'payCanceled')
    expect(await kang.agrees(orderId)).toMatchObject({ cancel: { reason: 'staffDecision', note: reason } })
    await refundedInFull(orderId)
  })
})

test('an order that nobody pays is canceled by its deadline', async () => {
  const quick = await openShop({ vars: { order: { UNPAID_SECONDS: '1' } } })
  try {
    const guest = storyOf(quick)
    const { orderId } = await guest.place()
    const canceled = await guest.reaches(orderId, 'orderCanceled')
    expect(canceled).toMatchObject({ cancel: { reason: 'paymentTimeout' }, payment: { status: 'none' } })
  } finally {
    await quick.close()
  }
})

test('two customers see nothing of each other', async () => {
  const yoon = storyOf(shop, 'customer2')
  const orderId = await kang.upTo('deliveryStarted')
  const other = await yoon.place()
  const [message] = await kang.tells(orderId, 4)
  for (const [method, path, body] of [
    ['GET', `/orders/${orderId}`],
    ['GET', `/orders/${orderId}/events`],
    ['PATCH', `/orders/${orderId}`, { orderStatus: 'orderCancel' }],
    ['GET', `/payments/${orderId}`],
    ['PATCH', `/payments/${orderId}`, { orderStatus: 'payApproved', paymentToken: 'tok_approved' }],
    ['GET', `/myPages/${orderId}`],
    ['GET', `/messages/${message?.messageId}`],
  ] as const) {
    const answer = await shop.call('customer2', method, path, body)
    expect([method, path, answer.status]).toEqual([method, path, 404])
  }
  expect(await yoon.messages(orderId)).toEqual([])
  await until(
    () => shop.call<{ items: OrderAnswer[] }>('customer2', 'GET', '/myPages'),
    ({ body }) => body.items.map((row) => row.orderId).join() === other.orderId,
  )
  expect((await kang.read(orderId)).orderStatus).toBe('deliveryStarted')
})

test('the five calls that the old shop’s users know work as they are', async () => {
  const placed = await shop.call<OrderAnswer>('customer', 'POST', '/orders', {
    customerId: 1,
    customerName: 'Kang',
    itemId: 2,
    itemName: 'Air conditional',
    qty: '3',
    itemPrice: '1500',
    deliveryAddress: 'Gangnam',
    deliveryPhoneNumber: '010-0123-4567',
    orderStatus: 'orderStarted',
  })
  expect(placed.status).toBe(201)
  const id = placed.body.orderId
  expect(placed.headers.get('location')).toBe(`/orders/${id}`)
  expect((await shop.call('customer', 'PATCH', `/payments/${id}`, { orderStatus: 'payApproved' })).status).toBe(200)
  expect((await shop.call('staff', 'PATCH', `/ordermgmts/${id}`, { orderStatus: 'orderTaken' })).status).toBe(200)
  const [message] = await kang.tells(id, 4)
  const read = await shop.call('customer', 'GET', `/messages/${message?.messageId}`)
  expect(read.body).toMatchObject({ orderId: id, kind: 'deliveryStarted' })
  expect((await shop.call('customer', 'PATCH', `/orders/${id}`, { orderStatus: 'orderCancel' })).status).toBe(200)
  await kang.reaches(id, 'payCanceled')
})

test('the other spellings lead to the same places', async () => {
  const orderId = await kang.upTo('payApproved')
  await kang.agrees(orderId)
  const row = await until(
    () => shop.call('staff', 'GET', `/ordermanagements/${orderId}`),
    (answer) => answer.status === 200,
  )
  expect(row.body).toMatchObject({ orderId })
  expect((await shop.call('customer', 'GET', `/mypages/${orderId}`)).body).toMatchObject({ orderId })
})

const kangForm = {
  customerName: 'Kang',
  lines: [
    { itemId: '2', qty: 1 },
    { itemId: '9', qty: 2, itemPrice: 189_000 },
  ],
  deliveryAddress: 'Gangnam',
  deliveryPhoneNumber: '+82 10 0123 4567',
}

async function refundedInFull(orderId: string): Promise<void> {
  const { charges, refunds } = await kang.ledger(orderId)
  expect(charges).toHaveLength(1)
  expect(refunds.map((refund) => refund.amount)).toEqual(charges.map((charge) => charge.amount))
}
