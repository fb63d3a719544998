// The words of the search: what is indexed of an order, and how input becomes a query.
import { expect, test } from 'vitest'
import { matchOf, wordsOf } from '../../../src/ordermanagement/search-index.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

test('an order is indexed by its name, items and phone number, and by parts of its Korean words', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', 'place')
  const { order } = book.message(orderIdOf(1), 'OrderPlaced').data
  const contact = { customerName: '강민호', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '02) 555 0199' }
  expect(wordsOf({ ...order, contact })).toEqual([
    '강민호',
    '민호',
    'air',
    'conditioner',
    '냉방기',
    '방기',
    '025550199',
    '5550199',
    '0199',
  ])
})

test.each([
  ['강민호', '"강민호"*'],
  ['Kang, Min-ho', '"kang"* "min"* "ho"*'],
  [' 010-0123 4567', '"01001234567"*'],
  ['"a" OR b*', '"a"* "or"* "b"*'],
  ['--', null],
  ['☃', null],
])('%j asks for %j', (input, match) => expect(matchOf(input)).toBe(match))

test('a query has a bounded number of words', () => {
  expect(matchOf('a '.repeat(50))?.split(' ')).toHaveLength(8)
})
