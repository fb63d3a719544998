// Duplicate messages: every message of an order comes again, twice and in reverse, and nothing happens again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '../../../src/contract/events.ts'
import { orderMessage } from '../../../src/contract/message.ts'
import { subscribers, subscribesTo } from '../../../src/contract/routing.ts'
import { fold } from '../../../src/order/evolve.ts'
import { summarize } from '../../../src/order/summary.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop()
  kang = storyOf(shop)
})
afterAll(() => shop.close())

test('a delivered order: one row, one delivery, five messages, one charge', async () => {
  const orderId = await kang.upTo('deliveryCompleted')
  await kang.tells(orderId, 5)
  await kang.agrees(orderId)
  await worklistShows(orderId, 'deliveryCompleted')
  const before = await everythingAbout(orderId)
  await repeatAll(orderId)
  expect(await everythingAbout(orderId)).toEqual(before)
  expect(before.messages).toHaveLength(5)
  expect(before.ledger.charges).toHaveLength(1)
})

test('a recalled order: one refund, one recall, seven messages', async () => {
  const orderId = await kang.upTo('deliveryStarted')
  await kang.cancel(orderId)
  await kang.reaches(orderId, 'payCanceled')
  await kang.tells(orderId, 7)
  await kang.agrees(orderId)
  await worklistShows(orderId, 'payCanceled')
  const before = await everythingAbout(orderId)
  await repeatAll(orderId)
  expect(await everythingAbout(orderId)).toEqual(before)
  expect(before.ledger).toMatchObject({ charges: [{}], refunds: [{}] })
})

async function everythingAbout(orderId: string) {
  return {
    history: await kang.history(orderId),
    messages: await kang.messages(orderId),
    ledger: await kang.ledger(orderId),
    payment: (await shop.call('customer', 'GET', `/payments/${orderId}`)).body,
    worklist: (await shop.call('staff', 'GET', `/ordermgmts/${orderId}`)).body,
    // A repeated report is answered with the order as it stands now, so only the age of what is known may change.
    delivery: { ...(await shop.call('courier', 'GET', `/deliveries/${orderId}`)).body, updatedAt: '' },
    mypage: { ...(await kang.mypage(orderId)), ageSeconds: 0 },
  }
}

function worklistShows(orderId: string, orderStatus: string) {
  return until(
    () => shop.call('staff', 'GET', `/ordermgmts/${orderId}`),
    (row) => row.body['orderStatus'] === orderStatus,
  )
}

/**
 * Every message of the order again, twice and in reverse; then another order's, whose arrival shows they were handled.
 */
async function repeatAll(orderId: string): Promise<void> {
  const { body } = await shop.call<{ events: RecordedEvent[] }>('staff', 'GET', `/orders/${orderId}/events`)
  const messages = body.events.map((event) => {
    const order = summarize(orderId, fold(body.events.filter(({ seq }) => seq <= event.seq)))
    if (order === null) throw new Error('the history does not begin with the order')
    return orderMessage(event, { ...order, sealed: null })
  })
  const reversed = messages.toReversed()
  await shop.replay(
    subscribers.map((subscriber) => ({
      subscriber,
      bodies: [...reversed, ...reversed].filter(({ data }) => subscribesTo(subscriber, data.event.type)),
    })),
  )
  const sentinel = await kang.upTo('deliveryStarted')
  await kang.tells(sentinel, 4)
  await kang.cancel(sentinel)
  await kang.reaches(sentinel, 'payCanceled')
  await kang.tells(sentinel, 7)
  await kang.agrees(sentinel)
  await worklistShows(sentinel, 'payCanceled')
}
