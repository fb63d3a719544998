// The isolate cache: how old its value may be, which call loads the next one, and a load that fails.
import { expect, test } from 'vitest'
import { isolateCache } from '../../../src/platform/isolate-cache.ts'

const msMax = 1000

/** A cache of the number of the load, with a clock of its own. */
function world() {
  let nowMs = 5_000_000
  let loads = 0
  const cache = isolateCache<number>(msMax, () => nowMs)
  const load = async () => {
    loads += 1
    return loads
  }
  return {
    get: (by = load) => cache(by),
    load,
    pass: (milliseconds: number) => {
      nowMs += milliseconds
    },
  }
}

const down = async () => {
  throw new Error('down')
}

test('a value is loaded once and given until half its time is over', async () => {
  const { get, pass } = world()
  expect([await get(), await get()]).toEqual([1, 1])
  pass(msMax / 2 - 1)
  expect(await get()).toBe(1)
})

test('past half its time one call loads the next value, and the others do not wait for it', async () => {
  const { get, load, pass } = world()
  await get()
  pass(msMax / 2)
  const { promise: loaded, resolve } = Promise.withResolvers<void>()
  const first = get(async () => {
    await loaded
    return await load()
  })
  expect(await get()).toBe(1)
  resolve()
  expect([await first, await get()]).toEqual([2, 2])
})

test('a load that fails in the meantime costs no call its answer, and is made again later', async () => {
  const { get, pass } = world()
  await get()
  pass(msMax / 2)
  expect(await get(down)).toBe(1)
  expect(await get()).toBe(1)
  pass(msMax / 2 - 1)
  expect(await get(down)).toBe(1)
})

test('nothing older than its time is given, whoever is down', async () => {
  const { get, pass } = world()
  await get()
  pass(msMax)
  await expect(get(down)).rejects.toThrow('down')
  expect(await get()).toBe(2)
})

test('its age counts from when it was asked for, not from when it came', async () => {
  const { get, pass } = world()
  await get(async () => {
    pass(msMax - 1)
    return 7
  })
  expect(await get(down)).toBe(7)
  pass(1)
  expect(await get()).toBe(1)
})

test('of two loads at a time the one that was begun later stays', async () => {
  const { get, pass } = world()
  const { promise: loaded, resolve } = Promise.withResolvers<void>()
  const slow = get(async () => {
    await loaded
    return 10
  })
  pass(1)
  await get(async () => 20)
  resolve()
  expect([await slow, await get()]).toEqual([10, 20])
})
