// The figures of payment: what came of each call, how long it took, and which breakers are not closed.
import { expect, test } from 'vitest'
import type { PayOutcome } from '../../../src/contract/payment.ts'
import type { RejectionCode } from '../../../src/contract/rejections.ts'
import { accepted, type Result, refused } from '../../../src/contract/result.ts'
import { countPay, gateFigures } from '../../../src/payment/figures.ts'

const outcome = (told: object) => accepted({ order: {}, ...told } as PayOutcome)
const refusal = (code: RejectionCode) => refused({ code, detail: '' })

/** What is counted of a call that takes so long. */
async function counted(answer: Result<PayOutcome> | Error, ms = 0) {
  const counts: Record<string, number> = {}
  let now = 0
  let hurries = 0
  const meter = {
    count: (name: string, labels: readonly string[] = [], by = 1) => {
      counts[[name, ...labels].join(' ')] = by
    },
    hurry: () => {
      hurries += 1
    },
  }
  const pay = async () => {
    now += ms
    if (answer instanceof Error) throw answer
    return answer
  }
  const returned = await countPay(meter, () => now, pay).catch((fault: unknown) => fault)
  expect(returned).toBe(answer)
  return { counts, isUrgent: hurries > 0 }
}

test.each([
  ['paid', outcome({ outcome: 'paid' }), false],
  ['action', outcome({ outcome: 'pending', action: { url: 'https://bank.example', until: '' } }), false],
  ['unknown', outcome({ outcome: 'pending' }), true],
  ['declined', refusal('payment_declined'), false],
  ['deferred', refusal('payment_overloaded'), true],
  ['refused', refusal('order_already_canceled'), false],
  ['unavailable', new Error('the order is out of reach'), true],
] as const)('%s is counted as such', async (name, answer, urgent) => {
  const { counts, isUrgent } = await counted(answer)
  expect(counts).toMatchObject({ [`homeappliance_payments_total ${name}`]: 1 })
  expect(isUrgent).toBe(urgent)
})

test('the buckets of a histogram each hold those below them', async () => {
  const { counts } = await counted(outcome({ outcome: 'paid' }), 2500)
  const bucket = (le: string) => counts[`homeappliance_payment_duration_seconds_bucket ${le}`]
  expect(['0.1', '1', '2.5', '5', '30', '+Inf'].map(bucket)).toEqual([undefined, undefined, 1, 1, 1, 1])
  expect(counts).toMatchObject({
    homeappliance_payment_duration_seconds_sum: 2.5,
    homeappliance_payment_duration_seconds_count: 1,
  })
})

test('a breaker that is open, or tries one call, is not closed', () => {
  const figures = gateFigures({
    a: { breaker: 'closed' },
    b: { breaker: 'open' },
    c: { breaker: 'halfOpen' },
  })
  expect(figures.map(({ labels, value }) => [...labels, value])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 1],
  ])
})
