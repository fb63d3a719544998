// The shards of mypage: customers are spread evenly over the databases that are bound.
import { describe, expect, test } from 'vitest'
import { shardsIn } from '../../../src/mypage/shards.ts'
import { shardOf } from '../../../src/platform/shard.ts'

describe('shards', () => {
  test('customers are spread evenly, and a customer never moves', () => {
    const counts = [0, 0, 0, 0]
    for (let number = 0; number < 4000; number += 1) {
      const shard = shardOf(`usr_${number}`, 4)
      counts[shard] = (counts[shard] ?? 0) + 1
    }
    expect(Math.min(...counts)).toBeGreaterThan(900)
    expect(['usr_customer', 'usr_stranger', 'Kang', ''].map((id) => shardOf(id, 1024))).toMatchInlineSnapshot(`
      [
        836,
        810,
        188,
        11,
      ]
    `)
  })

  test('the databases are those bound under the numbered names, up to the first gap', () => {
    expect(shardsIn({ MYPAGE_DB_0: 'a', MYPAGE_DB_1: 'b', MYPAGE_DB_3: 'd' })).toEqual(['a', 'b'])
    expect(() => shardsIn({})).toThrow('MYPAGE_DB_0')
  })
})
