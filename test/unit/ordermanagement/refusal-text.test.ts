// Refusals on the staff's pages: a clerk by name, a time in the reader's zone, and everything in their language.
import { expect, test } from 'vitest'
import { refusalText } from '../../../src/ordermanagement/refusal-text.ts'
import { refusals } from '../../../src/ordermanagement/refusals.ts'

const english = { language: 'en', timeZone: 'Asia/Seoul' } as const
const korean = { language: 'ko', timeZone: 'UTC' } as const
const { rejection } = refusals.claimed({ id: 'usr_1', name: 'Park', since: '2026-11-02T10:00:00.000Z' })

test('names the clerk who has the order, and since when', () => {
  expect(refusalText(rejection, english)).toBe('The order has been in the hands of Park since 2 Nov 2026, 19:00.')
  expect(refusalText(rejection, korean)).toBe('Park 님이 2026. 11. 2. 10:00부터 이 주문을 맡고 있습니다.')
})

test('names nobody whose name is not known', () => {
  const taken = { by: 'usr_1', name: null, at: '2026-11-02T10:00:00.000Z' }
  const packed = { code: 'order_already_taken', detail: 'usr_1 at 10', taken } as const
  expect(refusalText(packed, english)).toBe('The order was packed by another clerk, at 2 Nov 2026, 19:00.')
})

test('tells any other refusal as its context does', () => {
  expect(refusalText(refusals.notOnWorklist.rejection, korean)).toBe('작업 목록에 이 주문이 없습니다.')
})
