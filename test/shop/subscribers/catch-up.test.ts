// The entrypoint by which an order reaches its subscribers, over RPC as it is deployed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

let shop: SingleWorker

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'mypage',
    entrypoint: 'Subscriber',
  })
})
afterAll(() => shop?.close())

test('an order brings what is missing, is told how far it came, and is told the same by a question of the first release', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), callers.customer.subject, 'place', 'pay')
  const order: OrderSummary | null = await book.read(orderIdOf(1))
  expect(await shop.call('catchUp', order, [])).toEqual({ busy: false, appliedSeq: 0 })
  expect(await shop.call('catchUp', order, book.messages)).toEqual({ busy: false, appliedSeq: 2 })
  expect(await shop.call('catchUp', order, book.messages)).toEqual({ busy: false, appliedSeq: 2 })
  expect(await shop.call('takenIn', order)).toBe(2)
})

test('an event of a later release is not applied, and the order is told so until it is', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(2), callers.customer.subject, 'place', 'pay')
  const order: OrderSummary | null = await book.read(orderIdOf(2))
  const later = structuredClone(book.messages)
  Object.assign(later[1]?.data.event ?? {}, { type: 'OrderWrapped' })
  const events = later.map(({ data }) => ({ seq: data.event.seq, type: data.event.type }))
  expect(await shop.call('catchUp', order, later, events)).toEqual({ busy: false, appliedSeq: 1 })
  expect(await shop.call('catchUp', order, book.messages)).toEqual({ busy: false, appliedSeq: 2 })
  expect(await shop.call('catchUp', order, [], events)).toEqual({ busy: false, appliedSeq: 1 })
})
