// Each promise about payment under load is kept by a good run, and broken by a run that breaks it.
import { expect, test } from 'vitest'
import type { Answer } from '../../bench/answers.ts'
import type { Change } from '../../bench/breakers.ts'
import { judgeAnswers, judgeOpenBreakers, judgeOutage, judgeSettlement, type Promises } from '../../bench/promises.ts'
import type { Settlement } from '../../bench/settlement.ts'

const outage = { beganAt: 0, downAt: 10_000, backAt: 30_000, endedAt: 50_000 }
const pay = (startedAt: number, status: number, ms: number): Answer => ({
  call: 'pay',
  orderId: `ord_${startedAt}`,
  status,
  retryAfterSeconds: status === 200 ? null : 1,
  startedAt,
  ms,
})
const seconds = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => (from + index) * 1000)
const answers = [
  ...seconds(0, 10).map((at) => pay(at, 200, 500)),
  ...seconds(10, 12).map((at) => pay(at, 202, 610)),
  ...seconds(12, 35).map((at) => pay(at, 503, 10)),
  ...seconds(35, 50).map((at) => pay(at, 200, 500)),
]
const step = (at: number, gate: string, state: Change['state']): Change => ({ at, gate, state })
const changes = [
  ...['one', 'other'].flatMap((gate) => [step(0, gate, 'closed'), step(11_500, gate, 'open')]),
  ...['one', 'other'].map((gate) => step(35_000, gate, 'closed')),
]
const ended: Settlement = {
  ends: { payApproved: 2, orderCanceled: 1 },
  open: [],
  wrong: [],
  sums: { owed: 200, captured: 300, refunded: 100, charged: 300, returned: 100 },
}
const broken = (promises: Promises) => promises.flatMap(({ kept, promise }) => (kept ? [] : [promise]))

test('a good run keeps them all', () => {
  const openBreakers = { answers: [pay(0, 503, 10)], callsOfProvider: 2, tries: 2 }
  const all = [
    judgeAnswers(answers),
    judgeOutage(answers, changes, outage),
    judgeOpenBreakers(openBreakers),
    judgeSettlement(answers, ended),
  ]
  expect(all.flatMap(broken)).toEqual([])
})

test.each([
  ['no answer at all', judgeAnswers([])],
  ['a fault', judgeAnswers([...answers, pay(1, 500, 1)])],
  ['a breaker that opens late', judgeOutage(answers, [...changes, step(16_000, 'third', 'open')], outage)],
  ['a breaker that stays closed', judgeOutage(answers, changes.slice(0, 3), outage), 2],
  ['slow answers', judgeOutage([...answers, ...seconds(14, 30).flatMap(slow)], changes, outage)],
  ['no payments afterwards', judgeOutage(answers.slice(0, 35), changes, outage)],
  ['payments late afterwards', judgeOutage(answers, changes, { ...outage, backAt: 24_000 })],
  ['a slow answer to one customer', judgeOpenBreakers({ answers: [pay(0, 503, 30)], callsOfProvider: 0, tries: 0 })],
  ['nobody told "later"', judgeOpenBreakers({ answers: [], callsOfProvider: 0, tries: 0 })],
  ['a provider that is called', judgeOpenBreakers({ answers: [pay(0, 503, 1)], callsOfProvider: 2, tries: 1 })],
  ['an order that never ends', judgeSettlement(answers, { ...ended, open: ['ord_1'] })],
  ['an order with wrong money', judgeSettlement(answers, { ...ended, wrong: ['ord_1'] })],
  ['sums that differ', judgeSettlement(answers, { ...ended, sums: { ...ended.sums, charged: 301 } })],
])('%s breaks one', (_, promises, count = 1) => {
  expect(broken(promises)).toHaveLength(count)
})

function slow(at: number): Answer[] {
  return [pay(at + 1, 503, 90), pay(at + 2, 503, 90)]
}
