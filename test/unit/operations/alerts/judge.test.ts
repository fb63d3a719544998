// How an alert follows its readings: it waits, fires, and is over.
import { expect, test } from 'vitest'
import { type AlertState, judge, type Reading, readRule, unjudged } from '../../../../src/operations/alerts/judge.ts'
import type { Rule } from '../../../../src/operations/alerts/rules.ts'

const rule: Rule = {
  name: 'breakerOpen',
  severity: 'page',
  summary: { en: 'open', ko: '열림' },
  forSeconds: 60,
  condition: { kind: 'above', figure: 'homeappliance_breaker_open', threshold: 0 },
}
const over: Reading = { value: 1, isOver: true }
const well: Reading = { value: 0, isOver: false }
const unread: Reading = { value: null }

/** The state after each reading, half a minute apart. */
function after(readings: readonly Reading[], from: AlertState = unjudged): AlertState[] {
  const states: AlertState[] = []
  for (const [index, reading] of readings.entries()) {
    states.push(judge(rule, states.at(-1) ?? from, reading, (index + 1) * 30_000))
  }
  return states
}

const told = { ...unjudged, pendingSince: 1, firingSince: 2, isTold: true }

test('it fires when its condition has held for as long as the rule says, and not again', () => {
  const states = after([over, over, over, over])
  expect(states.map(({ firingSince }) => firingSince)).toEqual([null, null, 90_000, 90_000])
  expect(states.map(({ pendingSince }) => pendingSince)).toEqual([30_000, 30_000, 30_000, 30_000])
  expect(states.at(-1)?.notice).toEqual({ kind: 'firing', since: 90_000, tries: 0 })
})

test('a moment in which the condition does not hold begins the wait anew', () => {
  expect(after([over, over, well, over, over]).every(({ firingSince }) => firingSince === null)).toBe(true)
})

test('its end is told when its beginning was', () => {
  expect(after([well], told)).toMatchObject([
    { firingSince: null, recoveredAt: 30_000, notice: { kind: 'recovered', since: 2 } },
  ])
  const waiting = { kind: 'firing', since: 2, tries: 3 } as const
  expect(after([well], { ...told, isTold: false, notice: waiting })).toMatchObject([{ notice: null }])
})

test('one that comes back before its end was sent is told as a new one', () => {
  expect(after([well, over, over, over], told).at(-1)).toMatchObject({
    firingSince: 120_000,
    recoveredAt: null,
    notice: { kind: 'firing', since: 120_000 },
  })
})

test('what cannot be read moves nothing', () => {
  expect(after([unread], told)).toMatchObject([{ ...told, value: null, judgedAt: 30_000 }])
  expect(readRule(rule, [], new Map())).toEqual(unread)
})
