// Work on many items: the limit holds, the order stands, and a failure stops no other.
import { expect, test } from 'vitest'
import { settleAll, throwFirst, valuesOf } from '../../../src/platform/concurrency.ts'

const numbers = Array.from({ length: 10 }, (_, index) => index)

test('at most so many run at a time, started in their order, and the results are in that order', async () => {
  const started: number[] = []
  let running = 0
  let runningMax = 0
  const results = await settleAll(numbers, 3, async (item) => {
    started.push(item)
    running += 1
    runningMax = Math.max(runningMax, running)
    // Later items take fewer turns, so that they end before earlier ones.
    for (let turn = item; turn < 10; turn++) await null
    running -= 1
    return item * item
  })
  expect(runningMax).toBe(3)
  expect(started).toEqual(numbers)
  expect(valuesOf(results)).toEqual(numbers.map((item) => item * item))
})

test('a failure stops no other item, and stands at the place of its own', async () => {
  const results = await settleAll(numbers, 2, async (item) => {
    if (item % 4 === 1) throw new Error(`no ${item}`)
    return item
  })
  expect(results.map(({ status }) => status === 'rejected')).toEqual(numbers.map((item) => item % 4 === 1))
  expect(valuesOf(results)).toEqual([0, 2, 3, 4, 6, 7, 8])
  expect(() => throwFirst(results)).toThrow('no 1')
})

test('work that throws at once counts as a failure too', async () => {
  const [result] = await settleAll(['a'], 1, () => {
    throw new Error('at once')
  })
  expect(result?.status).toBe('rejected')
})

test('no items are no work, and no failure throws nothing', async () => {
  const results = await settleAll([], 5, async () => 1)
  expect(results).toEqual([])
  expect(() => throwFirst(results)).not.toThrow()
  expect(() => throwFirst([{ status: 'fulfilled', value: 1 }])).not.toThrow()
})
