// A call has its answer within the limit, or none.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TimeoutError, withTimeout } from '../../../src/platform/timeout.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A call that settles after some milliseconds, as `settle` does. */
const after = <T>(milliseconds: number, settle: () => Promise<T>) =>
  new Promise<T>((resolve) => void setTimeout(() => resolve(settle()), milliseconds))
const fails = (fault: Error) => async () => {
  throw fault
}

test('an answer within the limit is the result, and no timer stays', async () => {
  const answer = withTimeout(
    100,
    after(99, async () => 7),
  )
  await vi.advanceTimersByTimeAsync(99)
  expect(await answer).toBe(7)
  expect(vi.getTimerCount()).toBe(0)
})

test('the fault of a call within the limit is thrown as it is, and no timer stays', async () => {
  const fault = withTimeout(100, after(10, fails(new RangeError('no')))).catch((thrown: unknown) => thrown)
  await vi.advanceTimersByTimeAsync(10)
  expect(await fault).toBeInstanceOf(RangeError)
  expect(vi.getTimerCount()).toBe(0)
})

test('without an answer it throws at the limit, and a later answer or fault disturbs nobody', async () => {
  const late = [after(200, async () => 7), after<number>(200, fails(new Error('late')))]
  const faults = late.map((call) => withTimeout(100, call).catch((thrown: unknown) => thrown))
  await vi.advanceTimersByTimeAsync(100)
  for (const fault of await Promise.all(faults)) {
    expect(fault).toBeInstanceOf(TimeoutError)
    expect(String(fault)).toBe('TimeoutError: no answer within 100 ms')
  }
  await vi.advanceTimersByTimeAsync(100)
})
