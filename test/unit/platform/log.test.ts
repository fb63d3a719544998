// One JSON line for each event, and an error line for a fault.
import { afterEach, expect, it, test, vi } from 'vitest'
import { contextLog, describeFault } from '../../../src/platform/log.ts'

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const [, traceId, spanId] = traceparent.split('-')
const trace = { correlationId: traceId, traceId, spanId }

afterEach(() => void vi.restoreAllMocks())

test('a line names the context, the event, its fields and its span', () => {
  const lines = vi.spyOn(console, 'log').mockImplementation(() => {})
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  const log = contextLog('order')
  log('order_seen', { orderId: 'ord_1', traceparent, seq: 3, isFinal: true, note: null })
  log('order_seen', { orderId: 'ord_1', traceparent: undefined })
  log('order_seen', { orderId: 'ord_1', traceparent: 'nonsense' })
  log('order_idle')
  expect(lines.mock.calls.map(([line]) => JSON.parse(String(line)))).toEqual([
    { context: 'order', event: 'order_seen', orderId: 'ord_1', seq: 3, isFinal: true, note: null, ...trace },
    { context: 'order', event: 'order_seen', orderId: 'ord_1' },
    { context: 'order', event: 'order_seen', orderId: 'ord_1' },
    { context: 'order', event: 'order_idle' },
  ])
  expect(errors).not.toHaveBeenCalled()
})

test('a line with a fault is an error', () => {
  const lines = vi.spyOn(console, 'log').mockImplementation(() => {})
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  contextLog('order')('publish_failed', { fault: 'Error: down' })
  expect(errors.mock.calls).toEqual([['{"context":"order","event":"publish_failed","fault":"Error: down"}']])
  expect(lines).not.toHaveBeenCalled()
})

it.each([
  [new TypeError('no'), 'TypeError: no'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [{ code: 7 }, '[object Object]'],
])('%o is described in short', (fault, text) => expect(describeFault(fault)).toBe(text))

test('a long fault is cut', () => expect(describeFault(new Error('x'.repeat(1000)))).toHaveLength(500))
