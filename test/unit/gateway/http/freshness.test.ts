// The headers that say how new an answer must be.
import { expect, test } from 'vitest'
import { freshnessOfList, freshnessOfRow, listFreshness, rowFreshness } from '../../../../src/gateway/http/freshness.ts'
import { orderIdOf } from '../../../support/order-book.ts'

const [one, two] = [orderIdOf(1), orderIdOf(2)]

test.each([
  ['', {}],
  [`${one}=3`, { [one]: 3 }],
  [`${one}=3, ${two}=1`, { [one]: 3, [two]: 1 }],
  [`${one}=3,${two}=123456789`, { [one]: 3, [two]: 123456789 }],
])('a list takes "%s"', (value, minSeqs) => {
  const header = value === '' ? {} : { 'min-seq': value }
  expect(freshnessOfList(listFreshness.parse(header))).toEqual({ bookmark: null, minSeqs })
})

test.each([
  '3',
  `${one}`,
  `${one}=`,
  `${one}=0`,
  `${one}=-1`,
  `${one}=1;a`,
  `${one}=1234567890`,
  'ord_x=1',
  Array(11).fill(`${one}=1`).join(','),
])('a list does not take "%s"', (value) => {
  expect(listFreshness.safeParse({ 'min-seq': value }).success).toBe(false)
})

test('a row takes the seq itself', () => {
  expect(freshnessOfRow(one, rowFreshness.parse({ 'min-seq': '3', 'x-bookmark': '1.0000a-0f' }))).toEqual({
    bookmark: '1.0000a-0f',
    minSeqs: { [one]: 3 },
  })
  expect(freshnessOfRow(one, rowFreshness.parse({}))).toEqual({ bookmark: null, minSeqs: {} })
  for (const value of ['0', '-1', '1.5', 'x', '', `${one}=1`])
    expect(rowFreshness.safeParse({ 'min-seq': value }).success).toBe(false)
})

test.each(['', 'x', '1.', '.a', '1.a b', '1.a;b', `1.${'a'.repeat(201)}`])('"%s" is no bookmark', (value) => {
  expect(rowFreshness.safeParse({ 'x-bookmark': value }).success).toBe(false)
})
