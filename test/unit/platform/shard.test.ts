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
  const counts = Array.from({ length: 8 }, () => 0)
  for (let number = 0; number < 8000; number++) {
    const shard = shardOf(`usr_${number}`, 8)
    counts[shard] = (counts[shard] ?? 0) + 1
    expect(shardOf(`usr_${number}`, 1)).toBe(0)
  }
  expect(counts).toHaveLength(8)
  expect(Math.min(...counts)).toBeGreaterThan(850)
})
