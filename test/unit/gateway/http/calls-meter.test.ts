// The calls of the gateway to the core contexts, counted as answered or failed, and handed over.
import { expect, test, vi } from 'vitest'
import type { FigureSample } from '../../../../src/contract/figures.ts'
import { refused } from '../../../../src/contract/result.ts'
import { callContext } from '../../../../src/gateway/http/call-context.ts'
import { countPlaced, sendSample } from '../../../../src/gateway/http/calls-meter.ts'
import { sampleMs } from '../../../../src/platform/meter.ts'

/** What was counted since the last time. */
async function counts() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + sampleMs })
  const samples: FigureSample[] = []
  await sendSample({ collect: async (sample) => void samples.push(sample) })
  return samples[0]?.counts ?? {}
}

test('an answer is one, a refusal of the caller too; no answer and a refusal of the shop have failed', async () => {
  await counts()
  const call = (context: string, answer: unknown) =>
    callContext(context, async () => {
      if (answer instanceof Error) throw answer
      return answer
    }).catch(() => null)
  await call('order', { ok: true, value: 1 })
  await call('order', null)
  await call('order', refused({ code: 'order_not_found', detail: '' }))
  await call('order', new Error('order is down'))
  await call('payment', refused({ code: 'payment_overloaded', detail: '' }))
  await call('payment', refused({ code: 'payment_declined', detail: '' }))
  await call('mypage', new Error('no core context'))
  countPlaced()
  expect(await counts()).toEqual({
    'homeappliance_calls_total|order|answered': 3,
    'homeappliance_calls_total|order|failed': 1,
    'homeappliance_calls_total|payment|failed': 1,
    'homeappliance_calls_total|payment|answered': 1,
    homeappliance_orders_placed_total: 1,
  })
  expect(await counts()).toEqual({})
  vi.useRealTimers()
})
