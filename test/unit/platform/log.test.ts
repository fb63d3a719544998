// One JSON line for each event, and an error line for a fault.
import { afterEach, expect, it, test, vi } from 'vitest'
import { contextLog, describeFault } from '../../../src/platform/log.ts'

afterEach(() => void vi.restoreAllMocks())

test('a line names the context, the event and its fields', () => {
  const lines = vi.spyOn(console, 'log').mockImplementation(() => {})
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  const log = contextLog('order')
  log('order_seen', { orderId: 'ord_1', seq: 3, isFinal: true, note: null })
  log('order_idle')
  expect(lines.mock.calls.map(([line]) => JSON.parse(String(line)))).toEqual([
    { context: 'order', event: 'order_seen', orderId: 'ord_1', seq: 3, isFinal: true, note: null },
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
