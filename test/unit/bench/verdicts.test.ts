// The soak, the outage, the lag and the growing tables: a good run keeps all, and each fault is seen.
import { describe, expect, it } from 'vitest'
import type { Figures, Round } from '../../bench/figures.ts'
import { summarize } from '../../bench/figures.ts'
import { worst } from '../../bench/lag.ts'
import { compare, countsOf, judgeMessages } from '../../bench/outage.ts'
import { judgeSizes } from '../../bench/rows.ts'
import { steady } from '../../bench/soak.ts'
import { commands, tell } from '../../support/orders.ts'

const kept = (verdicts: { kept: boolean }[]) => verdicts.map((verdict) => verdict.kept)

describe('a soak', () => {
  const minute = (perSecond: number, cpuMsPerCall: number): Figures => {
    return { calls: 1, perSecond, cpuMsPerCall, p50Ms: 1, p99Ms: 1, errors: {} }
  }
  const start = [minute(200, 5), minute(100, 10), minute(100, 10), minute(100, 10)]

  it('is steady when its last minute is like its second', () => {
    expect(kept(steady([...start, minute(90, 11.5)]))).toEqual([true, true])
  })
  it('is not when the rate falls', () => expect(kept(steady([...start, minute(89, 10)]))).toEqual([false, true]))
  it('is not when an order costs more', () => expect(kept(steady([...start, minute(100, 12)]))).toEqual([true, false]))
  it('says nothing of what is too short', () => expect(steady(start.slice(0, 2))).toEqual([]))
})

describe('an outage', () => {
  const placed = { ...commands.PlaceOrder, payment: 'processing' as const }
  const result = [
    { orderId: 'one', events: tell(placed, commands.RecordPayApproved).events },
    { orderId: 'other', events: tell(placed, commands.RecordPayUnknown, commands.RecordPayApproved).events },
  ]
  const rows = [
    { orderId: 'one', seq: 2 },
    { orderId: 'other', seq: 3 },
    { orderId: 'a third', seq: 1 },
  ]

  it('is over when each order is shown once, as it stands', () => {
    expect(compare(result, rows)).toEqual({ missing: [], twice: [], stale: [] })
  })
  it('is not when one is missing, twice or old', () => {
    expect(compare(result, rows.slice(0, 1)).missing).toEqual(['other'])
    expect(compare(result, [...rows, ...rows.slice(0, 1)]).twice).toEqual(['one'])
    expect(compare(result, [{ orderId: 'one', seq: 1 }, ...rows.slice(1)]).stale).toEqual(['one'])
  })

  it('calls for the messages that the routing gives each event', () => {
    const counts = countsOf(result, { mypage: 4, ordermanagement: 2, payment: 1, message: 3 })
    expect(counts.filter(({ due, sent }) => due + sent > 0)).toEqual([
      { subscriber: 'ordermanagement', due: 2, sent: 2 },
      { subscriber: 'payment', due: 1, sent: 1 },
      { subscriber: 'message', due: 3, sent: 3 },
      { subscriber: 'mypage', due: 4, sent: 4 },
    ])
    expect(kept(judgeMessages(counts))).toEqual([true, true])
  })
  it('costs too much when events are sent again', () => {
    expect(kept(judgeMessages(countsOf(result, { mypage: 5, ordermanagement: 2, payment: 1, message: 3 })))).toEqual([
      false,
      false,
    ])
    expect(kept(judgeMessages(countsOf(result, { mypage: 4, ordermanagement: 3, payment: 1, message: 3 })))).toEqual([
      true,
      false,
    ])
  })
})

it('the lag is the longer of what the row tells and what a customer sees', () => {
  expect(worst({ own: [10, 20], seen: [15] })).toBe(20)
  expect(worst({ own: [10], seen: [15, 30] })).toBe(30)
  expect(worst({ own: [10], seen: [] })).toBeNaN()
})

describe('growing tables', () => {
  const page = (rows: number, ...p50s: number[]) => {
    const rounds = p50s.map((ms): Round => ({ clients: 1, seconds: 1, ms: [ms], errors: {}, cpuMs: 1 }))
    return { page: 'mypage', rows, rounds, figures: summarize(rounds) }
  }

  it('may slow a page a little', () => {
    expect(kept(judgeSizes([page(1000, 10, 20), page(100_000, 99, 99), page(1_000_000, 13, 26)]))).toEqual([true])
  })
  it('may not slow it much', () => expect(kept(judgeSizes([page(1000, 10), page(1_000_000, 14)]))).toEqual([false]))
  it('say nothing alone', () => expect(judgeSizes([page(1000, 10)])).toEqual([]))
})
