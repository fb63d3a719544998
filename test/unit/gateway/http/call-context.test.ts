// A call to a context: a fault and silence are distinguished, and a refusal is passed on.
import { afterEach, expect, it, test, vi } from 'vitest'
import {
  answerMsMax,
  callContext,
  UpstreamUnavailable,
  upstreamProblem,
} from '../../../../src/gateway/http/call-context.ts'
import { statusOf } from '../../../../src/gateway/http/problems.ts'
import { TimeoutError } from '../../../../src/platform/timeout.ts'

afterEach(() => vi.useRealTimers())

const silent = () => new Promise<never>(() => {})

test('its answer comes through, and no timer stays behind', async () => {
  vi.useFakeTimers()
  expect(await callContext('order', async () => ({ ok: false }))).toEqual({ ok: false })
  expect(vi.getTimerCount()).toBe(0)
})

test('silence ends as late, a fault does not', async () => {
  vi.useFakeTimers()
  const late = callContext('order', silent).catch((fault: unknown) => fault)
  await vi.advanceTimersByTimeAsync(answerMsMax)
  expect(await late).toMatchObject({ name: 'UpstreamUnavailable', context: 'order', isLate: true })
  const broken = await callContext('order', () => Promise.reject(new Error('x'))).catch((fault: unknown) => fault)
  expect(broken).toMatchObject({ context: 'order', isLate: false })
})

test('within another call it keeps its own name', async () => {
  const inner = () => callContext('identity', () => Promise.reject(new Error('x')))
  await expect(callContext('mypage', inner)).rejects.toThrow('identity did not answer')
  await expect(callContext('mypage', inner)).rejects.toBeInstanceOf(UpstreamUnavailable)
})

it.each([
  ['GET', new Error('x'), 503, false],
  ['PATCH', new Error('x'), 503, true],
  ['GET', new TimeoutError('x'), 504, false],
  ['POST', new TimeoutError('x'), 504, true],
])('%s after %s is told as %i, and a change that it is to be sent again', (method, cause, status, isUnknown) => {
  const fault = upstreamProblem(new UpstreamUnavailable('order', cause), method)
  expect([statusOf(fault.code), fault.detail.includes('under the same Idempotency-Key')]).toEqual([status, isUnknown])
})
