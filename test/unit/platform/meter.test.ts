// The meter of an isolate: counts add up, a peak is the greatest, and a sample leaves once a minute at most.
import { expect, test } from 'vitest'
import type { FigureSample } from '../../../src/contract/figures.ts'
import { meter, sampleMs } from '../../../src/platform/meter.ts'

function openMeter() {
  const clock = { now: 1_000_000 }
  const samples: FigureSample[] = []
  const logged: string[] = []
  const link = { isDown: false }
  const one = meter(() => clock.now)
  const collector = {
    async collect(sample: FigureSample) {
      if (link.isDown) throw new Error('operations is down')
      samples.push(sample)
    },
  }
  const flush = () => one.flush(collector, (event) => void logged.push(event))
  return { ...one, one, flush, samples, logged, clock, link }
}

const placed = 'homeappliance_orders_placed_total'
const age = 'homeappliance_outbox_age_seconds'

test('what was counted leaves at once, and then once a minute', async () => {
  const { count, flush, samples, clock } = openMeter()
  count(placed)
  await flush()
  count(placed)
  count(placed, [], 2)
  clock.now += sampleMs - 1
  await flush()
  expect(samples).toEqual([{ counts: { [placed]: 1 }, peaks: {} }])
  clock.now += 1
  await flush()
  expect(samples[1]).toEqual({ counts: { [placed]: 3 }, peaks: {} })
  clock.now += sampleMs
  await flush()
  expect(samples).toHaveLength(2)
})

test('of peaks the greatest leaves', async () => {
  const { peak, flush, samples } = openMeter()
  for (const value of [3, 61, 5]) peak(age, ['mypage'], value)
  await flush()
  expect(samples).toEqual([{ counts: {}, peaks: { [`${age}|mypage`]: 61 } }])
})

test('what is urgent leaves after five seconds', async () => {
  const { count, hurry, flush, samples, clock } = openMeter()
  count(placed)
  await flush()
  count(placed)
  hurry()
  clock.now += 4999
  await flush()
  expect(samples).toHaveLength(1)
  clock.now += 1
  await flush()
  expect(samples).toHaveLength(2)
})

test('what could not be handed over goes with the next sample, and nothing is thrown', async () => {
  const { count, peak, flush, samples, logged, clock, link } = openMeter()
  link.isDown = true
  count(placed)
  peak(age, ['mypage'], 61)
  await flush()
  expect(logged).toEqual(['figures_not_sent'])
  link.isDown = false
  count(placed)
  clock.now += sampleMs
  await flush()
  expect(samples).toEqual([{ counts: { [placed]: 2 }, peaks: { [`${age}|mypage`]: 61 } }])
})

test('without a collector the counts wait', async () => {
  const { one, count, flush, samples } = openMeter()
  count(placed)
  await one.flush(undefined, () => {})
  await flush()
  expect(samples).toHaveLength(1)
})
