// Messages grouped by order: each group sorted, whatever order they come in.
import { expect, test } from 'vitest'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { groupByOrder, newestOf } from '../../../src/platform/order-messages.ts'
import { OrderBook, orderIdOf, permutations, tell } from '../../support/order-book.ts'

const book = new OrderBook()
await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay', 'take')
await tell(book, orderIdOf(2), 'usr_2', 'place')

const shown = (groups: readonly (readonly OrderMessage[])[]) =>
  groups.map((group) => group.map(({ subject, data }) => `${subject.slice(-1)}/${data.event.seq}`).join(' ')).sort()

test('each order has one group, with its oldest event first, in whatever order the messages come', () => {
  for (const messages of permutations(book.messages)) {
    expect(shown(groupByOrder(messages))).toEqual(['1/1 1/2 1/3', '2/1'])
  }
})

test('the batch itself is left as it is, and an empty one has no groups', () => {
  const messages = book.messages.toReversed()
  groupByOrder(messages)
  expect(messages).toEqual(book.messages.toReversed())
  expect(groupByOrder([])).toEqual([])
})

test('the newest message of a group is its last', () => {
  const newest = groupByOrder(book.messages.toReversed()).map((group) => newestOf(group).data.order.orderStatus)
  expect(newest.sort()).toEqual(['orderStarted', 'orderTaken'])
})

test('a repeated message stays in its group', () => {
  expect(shown(groupByOrder([...book.messages, ...book.messages]))).toEqual(['1/1 1/1 1/2 1/2 1/3 1/3', '2/1 2/1'])
})
