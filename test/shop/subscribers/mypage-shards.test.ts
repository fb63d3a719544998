// The mypage Worker as it is deployed, over four databases of the local runtime, with sessions and bookmarks.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers } from '../../support/callers.ts'
import { migrate } from '../../support/migrate.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const added = ['MYPAGE_DB_2', 'MYPAGE_DB_3'] as const
const patience = { timeout: 30_000, interval: 50 }
/** A customer of each database. */
const people = [0, 1, 2, 3].map((shard): Caller => {
  const subject = Array.from({ length: 100 }, (_, number) => `usr_${number}`).find((id) => shardOf(id, 4) === shard)
  return { ...callers.customer, subject: subject ?? '' }
})

let shop: SingleWorker
let databases: Record<string, D1Database>

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'mypage',
    entrypoint: 'MyPages',
    vars: { MYPAGE_SHARDS: '4' },
    databases: Object.fromEntries(added.map((name) => [name, name])),
  })
  databases = await shop.env()
})
afterAll(() => shop?.close())

test('it is ready when each database is migrated, and not before', async () => {
  await expect(shop.call('ready')).rejects.toThrow('500')
  for (const name of added) await migrate(databases[name], 'mypage')
  expect(await shop.call('ready')).toEqual({ ok: true })
})

test('each customer has their orders in their own database, and an answer says how new it is', async () => {
  for (const [shard, caller] of people.entries()) {
    const orderId = orderIdOf(shard)
    await shop.tell(orderId, caller.subject, 'place')
    await shop.say(orderId, 'OrderPlaced')
    await vi.waitFor(async () => {
      expect(await shop.as(caller)('get', orderId)).toMatchObject({ value: { order: { orderId } } })
    }, patience)
    const found = await shop.as(caller)('get', orderId, { bookmark: null, minSeqs: {} })
    expect(found).toMatchObject({ value: { bookmark: expect.stringMatching(new RegExp(`^${shard}\\.[\\w-]+$`)) } })
    const { bookmark } = (found as { value: { bookmark: string } }).value
    for (const known of [bookmark, `${(shard + 1) % 4}.${bookmark.slice(2)}`, `${shard}.nonsense`]) {
      const again = await shop.as(caller)('get', orderId, { bookmark: known, minSeqs: {} })
      expect(again).toMatchObject({ value: { order: { orderId } } })
    }
    const { results } = (await databases[`MYPAGE_DB_${shard}`]?.prepare('SELECT order_id FROM orders').all()) ?? {}
    expect(results).toEqual([{ order_id: orderId }])
  }
})

test('and an order that no message has told of is shown to whoever knows its seq', async () => {
  for (const [shard, caller] of people.entries()) {
    const orderId = orderIdOf(10 + shard)
    await shop.tell(orderId, caller.subject, 'place', 'pay')
    expect(await shop.as(caller)('get', orderId)).toMatchObject({ ok: false })
    const known = { bookmark: null, minSeqs: { [orderId]: 2 } }
    expect(await shop.as(caller)('get', orderId, known)).toMatchObject({ value: { order: { orderId, seq: 2 } } })
    expect(await shop.as(caller)('get', orderId)).toMatchObject({ value: { order: { orderId, seq: 2 } } })
  }
})
