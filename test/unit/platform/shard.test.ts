// The shard of a key never changes, and keys spread over all shards.
import { expect, it, test } from 'vitest'
import { shardOf } from '../../../src/platform/shard.ts'

/** As rows are stored today. A change of one of these numbers loses rows. */
it.each<[key: string, of2: number, of4: number, of16: number]>([
  ['usr_1', 0, 0, 12],
  ['usr_2', 0, 2, 14],
  ['냉장고', 0, 2, 10],
  ['', 1, 3, 11],
])('%j stays in shards %d of 2, %d of 4 and %d of 16', (key, ...shards) => {
  expect([2, 4, 16].map((count) => shardOf(key, count))).toEqual(shards)
})

test('keys spread evenly, and all are in the one shard where there is one', () => {
  const keys = Array.from({ length: 8000 }, (_, number) => `usr_${number}`)
  const counts = new Map<number, number>()
  for (const key of keys) counts.set(shardOf(key, 8), (counts.get(shardOf(key, 8)) ?? 0) + 1)
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(Math.min(...counts.values())).toBeGreaterThan(850)
  expect(new Set(keys.map((key) => shardOf(key, 1)))).toEqual(new Set([0]))
})
