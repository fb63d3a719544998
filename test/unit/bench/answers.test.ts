// The judge of a load: what it lets pass, and what it does not.
import { describe, expect, it } from 'vitest'
import { type Answer, between, flowsAfter, isAsDesigned, quantile, tableOf } from '../../bench/answers.ts'

const paid: Answer = { call: 'pay', orderId: 'ord_1', status: 200, retryAfterSeconds: null, startedAt: 0, ms: 10 }
const later: Answer = { ...paid, status: 503, retryAfterSeconds: 1 }
const placed: Answer = { ...paid, call: 'place', status: 201 }

describe('an answer', () => {
  it.each([paid, later, { ...later, status: 202 }, placed])('is as designed: $call $status', (answer) => {
    expect(isAsDesigned(answer)).toBe(true)
  })

  it.each([
    { ...later, retryAfterSeconds: null },
    { ...later, retryAfterSeconds: Number.NaN },
    { ...later, status: 202, retryAfterSeconds: null },
    { ...paid, status: 500 },
    { ...paid, status: 0 },
    { ...paid, status: 402 },
    { ...placed, status: 503, retryAfterSeconds: 5 },
  ])('is not: $call $status, to come back after $retryAfterSeconds', (answer) => {
    expect(isAsDesigned(answer)).toBe(false)
  })
})

describe('the figures', () => {
  it('are those of the calls of a time', () => {
    expect(between([paid, { ...paid, startedAt: 100 }], 0, 100)).toEqual([paid])
  })

  it('name the middle and the end', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect([0.5, 0.95, 0.99].map((share) => quantile(values, share))).toEqual([50, 95, 99])
    expect(quantile([7], 0.99)).toBe(7)
    expect(quantile([], 0.5)).toBeNaN()
  })

  it('stand in a line for each call and status', () => {
    expect(tableOf([paid, { ...paid, ms: 20 }, later]).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['pay 200', '2', 'median 10 ms', 'p95 20 ms', 'p99 20 ms'],
      ['pay 503', '1', 'median 10 ms', 'p95 10 ms', 'p99 10 ms'],
    ])
  })

  it('tell when payments flow: in the first second in which most were paid', () => {
    const second = (at: number, answer: Answer) => Array.from({ length: 10 }, () => ({ ...answer, startedAt: at }))
    const answers = [...second(0, later), ...second(1000, later), ...second(2500, paid)]
    expect(flowsAfter(answers, 0, 4000)).toBe(1600)
    expect(flowsAfter(answers, 0, 2000)).toBeNull()
    expect(flowsAfter([], 0, 2000)).toBeNull()
  })
})
