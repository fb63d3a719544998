// The figures of a bench: what is counted, what is compared with what, and when a run has failed.
import { describe, expect, it } from 'vitest'
import {
  added,
  atLeast,
  atMost,
  exitCodeOf,
  median,
  medianP50Ratio,
  medianRatio,
  promised,
  type Round,
  round,
  summarize,
} from '../../bench/figures.ts'

/** So many answers, each of so many milliseconds, within a second. */
const roundOf = (calls: number, ms = 10, cpuMs: number | null = 100): Round => ({
  clients: 16,
  seconds: 1,
  ms: Array.from({ length: calls }, () => ms),
  errors: {},
  cpuMs,
})

describe('the middle', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, middle) => expect(median(values)).toBe(middle))
  it('of none is no number', () => expect(median([])).toBeNaN())
})

describe('the rounds of a call', () => {
  it('have the middle rate, and the percentiles of all calls', () => {
    const figures = summarize([roundOf(100, 10), roundOf(300, 20), roundOf(200, 30)])
    expect(figures).toMatchObject({ calls: 600, perSecond: 200, p50Ms: 20, p99Ms: 30, cpuMsPerCall: 0.5 })
  })
  it('add up their errors, each by its kind', () => {
    const rounds = [
      { ...roundOf(1), errors: { 503: 2 } },
      { ...roundOf(1), errors: { 503: 1, 'no answer': 1 } },
    ]
    expect(summarize(rounds).errors).toEqual({ 503: 3, 'no answer': 1 })
    expect(added([])).toEqual({})
  })
  it('have no processor time when one of them has none', () => {
    expect(summarize([roundOf(10), roundOf(10, 10, null)]).cpuMsPerCall).toBeNull()
  })
})

describe('a ratio', () => {
  it('is the middle one of rounds that ran side by side, whatever the machine did in the meantime', () => {
    const subject = [roundOf(50), roundOf(5), roundOf(60)]
    const floor = [roundOf(100), roundOf(10), roundOf(30)]
    expect(medianRatio(subject, floor)).toBe(0.5)
  })
  it('of times is one of the middle answers', () => {
    expect(medianP50Ratio([roundOf(9, 30)], [roundOf(99, 20)])).toBe(1.5)
  })
  it('needs a round of each', () => expect(() => medianRatio([roundOf(1)], [])).toThrow('needs one of its floor'))
})

describe('a verdict', () => {
  it.each([
    [atLeast('rate', 0.6, 0.6), true],
    [atLeast('rate', 0.59, 0.6), false],
    [atLeast('rate', Number.NaN, 0.6), false],
    [atMost('cost', 1.05, 1.05), true],
    [atMost('cost', 1.06, 1.05), false],
    [atMost('cost', Number.NaN, 1.05), false],
  ])('%j', (verdict, kept) => expect(verdict.kept).toBe(kept))

  it('of a missed target ends the run with 3, of a broken promise with 1', () => {
    const held = promised('held', true, '')
    expect(exitCodeOf([held])).toBe(0)
    expect(exitCodeOf([held, atLeast('rate', 0, 1)])).toBe(3)
    expect(exitCodeOf([promised('broken', false, ''), atLeast('rate', 0, 1)])).toBe(1)
  })
})

it.each([
  [1234.5, '1235'],
  [12.345, '12.3'],
  [1.2345, '1.23'],
  [0, '0.00'],
  [Number.NaN, '–'],
])('%d is shown as %s', (value, text) => expect(round(value)).toBe(text))
