// Each promise about payment under load is kept by a good run, and broken by a run that breaks it.
import { expect, test } from 'vitest'
import type { Answer } from '../../bench/answers.ts'
import type { Ended } from '../../bench/books.ts'
import type { Change } from '../../bench/breakers.ts'
import { judgeAnswers, judgeBooks, judgeCalm, judgeDeath, type Promises } from '../../bench/promises.ts'

const death = { beganAt: 0, diedAt: 10_000, backAt: 30_000, endedAt: 50_000 }
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
const ended: Ended = {
  ends: { payApproved: 2, orderCanceled: 1 },
  open: [],
  wrong: [],
  sums: { owed: 200, captured: 300, refunded: 100, charged: 300, givenBack: 100 },
}
const broken = (promises: Promises) => promises.flatMap(({ kept, promise }) => (kept ? [] : [promise]))

test('a good run keeps them all', () => {
  const calm = { answers: [pay(0, 503, 10)], callsOfProvider: 2, tries: 2 }
  const all = [judgeAnswers(answers), judgeDeath(answers, changes, death), judgeCalm(calm), judgeBooks(answers, ended)]
  expect(all.flatMap(broken)).toEqual([])
})

test.each([
  ['no answer at all', judgeAnswers([])],
  ['a fault', judgeAnswers([...answers, pay(1, 500, 1)])],
  ['a breaker that opens late', judgeDeath(answers, [...changes, step(16_000, 'third', 'open')], death)],
  ['a breaker that stays closed', judgeDeath(answers, changes.slice(0, 3), death), 2],
  ['slow answers', judgeDeath([...answers, ...seconds(14, 30).flatMap(slow)], changes, death)],
  ['no payments afterwards', judgeDeath(answers.slice(0, 35), changes, death)],
  ['payments late afterwards', judgeDeath(answers, changes, { ...death, backAt: 24_000 })],
  ['a slow answer to one customer', judgeCalm({ answers: [pay(0, 503, 30)], callsOfProvider: 0, tries: 0 })],
  ['nobody told "later"', judgeCalm({ answers: [], callsOfProvider: 0, tries: 0 })],
  ['a provider that is called', judgeCalm({ answers: [pay(0, 503, 1)], callsOfProvider: 2, tries: 1 })],
  ['an order that never ends', judgeBooks(answers, { ...ended, open: ['ord_1'] })],
  ['an order with wrong money', judgeBooks(answers, { ...ended, wrong: ['ord_1'] })],
  ['sums that differ', judgeBooks(answers, { ...ended, sums: { ...ended.sums, charged: 301 } })],
])('%s breaks one', (_, promises, count = 1) => {
  expect(broken(promises)).toHaveLength(count)
})

function slow(at: number): Answer[] {
  return [pay(at + 1, 503, 90), pay(at + 2, 503, 90)]
}
