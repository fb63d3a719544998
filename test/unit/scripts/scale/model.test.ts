// The model of scale: what it says follows from the counts of an order and the limits of the platform.
import { describe, expect, test } from 'vitest'
import { databasesPerOrder, messagesPerOrder } from '../../../../scripts/scale/counts.ts'
import { type Load, scaleOf, usualLoad } from '../../../../scripts/scale/model.ts'

const at = (ordersPerSecond: number, change: Partial<Load> = {}) => {
  const scale = scaleOf({ ...usualLoad, ordersPerSecond, ...change })
  return { ...scale, of: (name: string) => scale.parts.find((part) => part.name === name) }
}

test('each part that an order uses is there, and what it does not use is not', () => {
  const names = at(1).parts.map(({ name }) => name)
  for (const [subscriber, messages] of Object.entries(messagesPerOrder)) {
    expect(names.includes(`queues of ${subscriber}`)).toBe(messages > 0)
  }
  for (const database of Object.keys(databasesPerOrder)) expect(names).toContain(`D1 ${database}, time`)
  expect(names).not.toContain('D1 archive, space')
})

test('the first limit is the lowest, and at a small rate nothing has to change but where rows are kept', () => {
  const { parts, first, firstFull } = at(0.01)
  expect(firstFull.holdsUntil).toBe(Math.min(...parts.map(({ holdsUntil }) => holdsUntil)))
  expect([first.name, firstFull.name]).toEqual(['D1 message, time', 'D1 message, space'])
  expect(parts.filter(({ needed, today }) => needed !== today)).toEqual([])
  expect(parts.filter(({ how }) => how !== '')).toEqual([])
})

describe('at a rate', () => {
  test('gates by the time that the provider takes', () => {
    expect(at(5000).of('gates before the provider')).toMatchObject({
      today: 4,
      needed: Math.ceil((5000 * 0.6) / 64),
      how: 'PAYMENT_GATE_SHARDS = "47" in workers/payment/wrangler.toml',
    })
    expect(at(5000, { providerSeconds: 0.05 }).of('gates before the provider')).toMatchObject({ needed: 4, how: '' })
  })

  test('queues by their messages', () => {
    expect(at(5000).of('queues of mypage')).toMatchObject({ holdsUntil: 5000 / 3, needed: 3 })
    expect(at(5000).of('queues of mypage')?.how).toContain('MYPAGE_EVENTS_1 to _2:')
    expect(at(5000).of('queues of ordermanagement')?.how).toContain('ORDERMANAGEMENT_EVENTS_1:')
    expect(at(5000).of('queues of delivery')).toMatchObject({ holdsUntil: 5000, needed: 1, how: '' })
  })

  test('databases by the time of their calls, and by the days that rows are kept', () => {
    const slow = at(100, { writeMs: 50 }).of('D1 message, time')
    const quick = at(100, { writeMs: 50, batch: 100 }).of('D1 message, time')
    expect(slow?.holdsUntil).toBeLessThan(quick?.holdsUntil ?? 0)
    const kept = (keptDays: number) => at(10, { keptDays }).of('D1 mypage, space')
    expect(kept(365)?.needed).toBeGreaterThan(kept(30)?.needed ?? 0)
    expect(kept(30)?.how).toContain('MYPAGE_SHARDS = "2 to')
    expect(kept(3650)?.how).toBe('99 databases at most: keep rows for fewer days')
    const layouts = 'ORDERMANAGEMENT_LAYOUTS = "0; 0-44 from <a time to come>" in workers/ordermanagement/wrangler.toml'
    expect(at(5000).of('D1 ordermanagement, time')?.how).toBe(`45 databases bound, and ${layouts}`)
  })

  test('it costs what a million orders cost', () => expect(at(1_000_000 / 86_400).dollarsPerDay).toBeCloseTo(69.17))
})
