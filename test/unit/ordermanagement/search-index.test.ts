// The words of the search: what is indexed of an order, and how input becomes a query.
import { expect, test } from 'vitest'
import { matchOf, wordsOf } from '../../../src/ordermanagement/search-index.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const blinded = (word: string) => `~${word}`

test('an order is indexed by its name, items and phone number, and by parts of its Korean words', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', 'place')
  const { order } = book.message(orderIdOf(1), 'OrderPlaced').data
  const contact = { customerName: '강민호', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '02) 555 0199' }
  const words = wordsOf({ ...order, contact }, blinded)
  expect(words.filter((word) => !word.startsWith('~'))).toEqual([
    orderIdOf(1).slice('ord_'.length),
    'air',
    'conditioner',
    '냉방기',
    '방기',
  ])
  const hidden = words.filter((word) => word.startsWith('~'))
  expect(hidden).toEqual(
    expect.arrayContaining(['~강민', '~강민호', '~민호', '~025550199', '~5550199', '~01', '~0199']),
  )
  expect(hidden).not.toContain('~gangnam')
})

test('of a name that is long, as many beginnings are indexed as a row can bear', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', 'place')
  const { order } = book.message(orderIdOf(1), 'OrderPlaced').data
  const contact = { customerName: '가나다라'.repeat(25), deliveryAddress: '', deliveryPhoneNumber: '0' }
  const hidden = wordsOf({ ...order, contact }, blinded).filter((word) => word.startsWith('~'))
  expect(hidden.length).toBeLessThanOrEqual(200)
})

test.each([
  ['강민호', '("강민호"* OR "~강민호")'],
  ['Kang, Min-ho', '("kang"* OR "~kang") AND ("min"* OR "~min") AND ("ho"* OR "~ho")'],
  [' 010-0123 4567', '("01001234567"* OR "~01001234567")'],
  ['0123456789012345', '("0123456789012345"* OR "~012345678901")'],
  ['"a" OR b*', '("a"* OR "~a") AND ("or"* OR "~or") AND ("b"* OR "~b")'],
  ['--', null],
  ['☃', null],
])('%j asks for %j', (input, match) => expect(matchOf(input, blinded)).toBe(match))

test('a query has a bounded number of words', () => {
  expect(matchOf('a '.repeat(50), blinded)?.split(' AND ')).toHaveLength(8)
})
