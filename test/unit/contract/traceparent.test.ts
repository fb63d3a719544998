// The `traceparent` of W3C Trace Context: the cases of its own test suite (github.com/w3c/trace-context, test/test.py).
import { expect, test } from 'vitest'
import { parseTraceparent, traceparentOf } from '../../../src/contract/traceparent.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

test.each([
  ['of this version', `00-${traceId}-${spanId}-01`, '01'],
  ['with flags that nobody knows', `00-${traceId}-${spanId}-ff`, 'ff'],
  ['of a later version', `cc-${traceId}-${spanId}-01`, '01'],
  ['of a later version with more fields', `cc-${traceId}-${spanId}-01-what-the-future-will-be-like`, '01'],
])('one %s is read', (_, text, flags) => {
  expect(parseTraceparent(text)).toEqual({ traceId, spanId, flags })
})

test.each([
  ['is empty', ''],
  ['has a version that is no version', `ff-${traceId}-${spanId}-01`],
  ['has more fields than its version', `00-${traceId}-${spanId}-01-more`],
  ['ends in a dash', `00-${traceId}-${spanId}-01-`],
  ['is of a later version and runs on without a dash', `cc-${traceId}-${spanId}-01.what`],
  ['has a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['has a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['has capital letters', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['has other characters', `00-${traceId.slice(1)}.-${spanId}-01`],
  ['has a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
  ['has a long trace id', `00-${traceId}0-${spanId}-01`],
  ['has a short span id', `00-${traceId}-${spanId.slice(1)}-01`],
  ['has short flags', `00-${traceId}-${spanId}-1`],
  ['has long flags', `00-${traceId}-${spanId}-001`],
  ['comes twice', `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`],
  ['has a line break', `00-${traceId}-${spanId}-01\n`],
  ['has spaces', ` 00-${traceId}-${spanId}-01`],
])('one that %s is none', (_, text) => {
  expect(parseTraceparent(text)).toBeNull()
})

test('none is none, and what is read is written as it was', () => {
  expect([parseTraceparent(null), parseTraceparent(undefined)]).toEqual([null, null])
  const text = `00-${traceId}-${spanId}-03`
  const context = parseTraceparent(text)
  expect(context && traceparentOf(context)).toBe(text)
})
