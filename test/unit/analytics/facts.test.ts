// The fact of an order, from any of its messages.
import { expect, test } from 'vitest'
import { factOf, isCounted, secondsBetween } from '../../../src/analytics/facts.ts'
import { daysIn } from '../../../src/analytics/period.ts'
import { groupByOrder, type OrderMessages } from '../../../src/platform/order-messages.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'

const dayOf = daysIn('Asia/Seoul')

async function groupOf(...steps: Step[]): Promise<OrderMessages> {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', ...steps)
  const [group] = groupByOrder(book.messages)
  if (group === undefined) throw new Error('the story has no message')
  return group
}

test('it has the money, the items and the times, and nobody’s name', async () => {
  const translations = { ko: { itemName: '냉방기' } }
  expect(factOf(await groupOf('place', 'pay', 'take', 'startDelivery', 'completeDelivery'), dayOf)).toEqual({
    day: '2026-11-02',
    orderId: orderIdOf(1),
    seq: 5,
    currency: 'KRW',
    isPaid: true,
    captured: 1_290_000,
    returned: 0,
    cancelReason: null,
    deliveredSeconds: 4,
    lines: [{ itemId: 'itm_ac', itemName: 'Air conditioner', translations, qty: 1, amount: 1_290_000 }],
  })
})

test('what went back counts: a refund, and a dispute that was lost', async () => {
  const refunded = await groupOf('place', 'pay', 'cancel', 'takeCancel', 'refund')
  expect(factOf(refunded, dayOf)).toMatchObject({ returned: 1_290_000, cancelReason: 'customerRequest' })
  const [message] = (await groupOf('place', 'pay')).slice(-1)
  if (message === undefined) throw new Error('it was paid')
  const dispute = { disputeId: 'd', reason: '', evidenceDueBy: null, at: message.time } as const
  const disputes = [
    { ...dispute, amount: { amount: 500, currency: 'KRW' }, status: 'lost' as const },
    { ...dispute, amount: { amount: 900, currency: 'KRW' }, status: 'open' as const },
  ]
  const { order } = message.data
  const disputed = { ...order, payment: { ...order.payment, disputes } }
  expect(factOf([{ ...message, data: { ...message.data, order: disputed } }], dayOf).returned).toBe(500)
})

test('an order counts once it is paid or canceled', async () => {
  const counted = async (...steps: Step[]) => {
    const order = (await groupOf(...steps)).at(-1)?.data.order
    return order !== undefined && isCounted(order)
  }
  expect([await counted('place'), await counted('place', 'pay'), await counted('place', 'cancel')]).toEqual([
    false,
    true,
    true,
  ])
})

test('a time has three digits, and never runs backwards', () => {
  const after = (seconds: number) =>
    secondsBetween('2026-11-01T00:00:00.000Z', new Date(start + seconds * 1000).toISOString())
  expect([0, 59, 1234, 123_456, -5].map(after)).toEqual([0, 59, 1230, 123_000, 0])
})

const start = Date.parse('2026-11-01T00:00:00.000Z')
