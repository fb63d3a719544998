// The spans of the shop: a repeat is the same span, and a sender's trace goes on while the sender decides nothing.
import { expect, test } from 'vitest'
import { parseTraceparent } from '../../../src/contract/traceparent.ts'
import { childOf, newTrace, traceOfCall } from '../../../src/platform/trace.ts'

const requestId = 'req_6c9d0a52-8d7e-4f3b-9a51-0c6f5b1f2e11'
const sent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-'
const read = (text: string) => parseTraceparent(text) ?? { traceId: '', spanId: '', flags: '' }

test('a child is in the trace of its parent, under an id of its own, and the same at each repeat', () => {
  const parent = newTrace('parent')
  const child = childOf(parent, 'one')
  expect(read(child)).toMatchObject({ traceId: read(parent).traceId, flags: '03' })
  expect(childOf(parent, 'one')).toBe(child)
  const spanIds = [parent, child, childOf(parent, 'two'), childOf(newTrace('other'), 'one')].map(
    (text) => read(text).spanId,
  )
  expect(new Set(spanIds).size).toBe(4)
})

test.each([undefined, '', 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`])(
  'below %j, which is no parent, it begins a trace',
  (parent) => expect(childOf(parent, 'one')).toBe(newTrace('one')),
)

test('a call that brings no trace has that of its request id', () => {
  expect(traceOfCall(requestId, undefined)).toMatch(/^00-6c9d0a528d7e4f3b9a510c6f5b1f2e11-[0-9a-f]{16}-03$/)
  expect(traceOfCall(requestId, 'nonsense')).toBe(traceOfCall(requestId, undefined))
})

test.each([
  ['00', '01'],
  ['01', '01'],
  ['02', '03'],
  ['fd', '01'],
])('a call with a trace goes on with it in a span of its own; its flags %s become %s', (before, after) => {
  const { traceId, spanId, flags } = read(traceOfCall(requestId, sent + before))
  expect([traceId, flags]).toEqual([read(`${sent}01`).traceId, after])
  expect(spanId).not.toBe(read(`${sent}01`).spanId)
})
