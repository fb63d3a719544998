// The ids of changes, as clients send them back.
import { expect, test } from 'vitest'
import { changeIdPattern, liveFrameSchema } from '../../../src/contract/live.ts'

const orderId = 'ord_0123456789abcdefghjkmnpqrs'

test.each([
  ['0', '0', undefined],
  ['1795000000000', '1795000000000', undefined],
  [`1795000000000-${orderId}`, '1795000000000', orderId],
])('%s', (id, time, order) => {
  expect(changeIdPattern.exec(id)?.slice(1)).toEqual([time, order])
})

test.each(['', 'x', '-1', '1-', '1-ord_1', `1-${orderId}x`, ` 1`, `${'1'.repeat(21)}`])('"%s" is none', (id) => {
  expect(changeIdPattern.test(id)).toBe(false)
})

test('a frame of another kind is none', () => {
  expect(liveFrameSchema.safeParse({ event: 'start', id: '1' }).success).toBe(true)
  expect(liveFrameSchema.safeParse({ event: 'order', id: '1' }).success).toBe(false)
  expect(liveFrameSchema.safeParse({ event: 'other', id: '1' }).success).toBe(false)
})
