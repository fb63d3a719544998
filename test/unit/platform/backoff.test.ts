// The pauses between retries: the formula, and the numbers of every place that uses it.
import { expect, it, test } from 'vitest'
import { retryMilliseconds } from '../../../src/actor/outbox.ts'
import { storeRetrySeconds } from '../../../src/operations/dead-letters.ts'
import { patientPauseMs, pauseMs } from '../../../src/payment/domain/pace.ts'
import { backoff, withJitter } from '../../../src/platform/backoff.ts'
import { retryDelaySeconds } from '../../../src/platform/consume.ts'
import { resendPauseMs } from '../../../src/sandbox/notices.ts'

const retries = [0, 1, 2, 3, 4, 5, 8, 12, 1e6]
const unjittered = { retryMs: 1000, random: () => 1 }

test.each<[place: string, pause: (retry: number) => number, pauses: number[]]>([
  ['a charge (ms)', (n) => pauseMs(n, unjittered), [1e3, 2e3, 4e3, 8e3, 16e3, 16e3, 16e3, 16e3, 16e3]],
  ['a refund (ms)', (n) => patientPauseMs(n, unjittered), [1e3, 2e3, 4e3, 8e3, 16e3, 16e3, 16e3, 128e3, 3600e3]],
  ['a send to a queue (ms)', (n) => retryMilliseconds(n + 1, 0), [1e3, 2e3, 4e3, 8e3, 16e3, 16e3, 16e3, 16e3, 16e3]],
  ['a queue message (s)', (n) => retryDelaySeconds(n + 1), [1, 2, 4, 8, 16, 32, 256, 300, 300]],
  ['a dead letter to be kept (s)', (n) => storeRetrySeconds(n + 1), [2, 4, 8, 16, 32, 64, 512, 3600, 3600]],
  ['a webhook of the sandbox (ms)', resendPauseMs, [1e3, 4e3, 16e3, 64e3, 256e3, 1024e3, 18e6, 18e6, 18e6]],
])('%s is tried again after the pauses of its place', (_, pause, pauses) => {
  expect(retries.map(pause)).toEqual(pauses)
})

test.each<[random: number, payment: number, queue: number]>([
  [0, 4000, 8000],
  [0.25, 5000, 7000],
  [0.3, 5200, 6800],
  [0.75, 7000, 5000],
])('with chance %d a payment waits %d ms and a queue %d ms of their eight seconds', (random, payment, queue) => {
  expect(pauseMs(3, { retryMs: 1000, random: () => random })).toBe(payment)
  expect(retryMilliseconds(4, random)).toBe(queue)
})

it('never waits longer than the maximum, however often it was tried', () => {
  expect(backoff(5000, { base: 3, growth: 10, max: 7 })).toBe(7)
})

it('shortens a pause by up to a half', () => {
  expect([0, 0.5, 1].map((random) => withJitter(1000, random))).toEqual([1000, 750, 500])
})
