// The parts that bodies share: what a text, a number and an id may be, and how they are read.
import { describe, expect, test } from 'vitest'
import { line, orderBody, outsideId, pageQuery, whole } from '../../../../src/gateway/http/body.ts'
import { summarize } from '../../../../src/order/summary.ts'
import { orderId, situations, tell } from '../../../support/orders.ts'

describe('a line of text', () => {
  const text = line(5)
  test.each([
    ['  Kang ', 'Kang'],
    ['e\u0301', '\u00e9'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
  ])('%j is read as %j', (input, read) => expect(text.safeParse(input).data).toBe(read))
  test.each(['', '   ', '123456', 'a\nb', 'a\u0000', 'a\u202eb', '\u200b', 7, null])('%j is refused', (input) =>
    expect(text.safeParse(input).success).toBe(false),
  )
})

describe('a whole number', () => {
  const quantity = whole(1, 999)
  test.each([
    [2, 2],
    ['2', 2],
    ['002', 2],
    [999, 999],
  ])('%j is read as %i', (input, read) => expect(quantity.safeParse(input).data).toBe(read))
  test.each([0, 1000, 1.5, '1.5', '-1', '', ' 2', '1e2', 'Infinity', '1'.repeat(16), true, null, []])(
    '%j is refused',
    (input) => expect(quantity.safeParse(input).success).toBe(false),
  )
})

describe('an id of the outside', () => {
  test.each([
    [7, '7'],
    ['itm_1-A', 'itm_1-A'],
  ])('%j is read as %j', (input, read) => expect(outsideId().safeParse(input).data).toBe(read))
  test.each(['', 'a b', '../x', 'x'.repeat(65), 1.5, Number.MAX_SAFE_INTEGER + 1, {}])('%j is refused', (input) =>
    expect(outsideId().safeParse(input).success).toBe(false),
  )
})

describe('a page', () => {
  test('has twenty rows unless told otherwise', () => {
    expect(pageQuery.parse({})).toEqual({ limit: 20 })
    expect(pageQuery.parse({ limit: '100', cursor: 'c' })).toEqual({ limit: 100, cursor: 'c' })
  })
  test.each(['0', '101', '1.5', 'many', ''])('has no %j rows', (limit) =>
    expect(pageQuery.safeParse({ limit }).success).toBe(false),
  )
})

describe('an order’s body', () => {
  const order = summarize(orderId, tell(...(situations['payApproved'] ?? [])).state)

  test('has the contact beside the rest', () => {
    if (order?.contact == null) throw new Error('the example order has a contact')
    const { contact, ...rest } = order
    expect(orderBody(order, 'customer')).toEqual({ ...rest, ...contact, personalDataErasedAt: null })
  })
  test('is never made of an order without its contact', () => {
    if (order === null) throw new Error('the example order is placed')
    expect(() => orderBody({ ...order, contact: null }, 'customer')).toThrow('without its contact')
  })
})
