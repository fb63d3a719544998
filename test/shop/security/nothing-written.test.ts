// The check that a refusal writes nothing sees every store: a write that is planted in any of them is found.
import type { D1Database, KVNamespace, R2Bucket } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contextWorkers } from '../../../scripts/workers.ts'
import { haveArrived, refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { boundStores, countedTries, objectClasses } from '../../support/storage-snapshot.ts'
import { storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let orderId: string
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  untouchedBy = refusalsOf(shop).untouchedBy
  kang = storyOf(shop)
  orderId = await kang.upTo('deliveryStarted')
  await kang.tells(orderId, 4)
})
afterAll(() => shop.close())

/** By the binding of its database: a new row, or a row that says something else. */
const planted: [binding: string, sql: string][] = [
  [
    'IDENTITY_DB',
    `INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt) VALUES ('x', 'X', 'x', 1, 0, 0)`,
  ],
  ['IDENTITY_DB', `UPDATE user SET role = 'ops' WHERE id = '1'`],
  ['IDENTITY_DB', `UPDATE account SET password = 'known' WHERE userId = 'ops-1'`],
  ['IDENTITY_DB', `DELETE FROM session WHERE userId = '2'`],
  ['IDENTITY_DB', `INSERT INTO attempts (key, count, endsAt) VALUES ('x', 1, 0)`],
  ['DELIVERY_DB', `UPDATE deliveries SET status = 'completed'`],
  [
    'DELIVERY_DB',
    `INSERT INTO deliveries (order_id, delivery_id, seq, status, placed_at, order_json)
     VALUES ('x', 'x', 1, 'assigned', '', '{}')`,
  ],
  ['MESSAGE_DB', `UPDATE messages SET text = text || '!'`],
  ['PAYMENT_DB', `INSERT INTO journal VALUES ('x', '2026-11-21', 1)`],
  ['PAYMENT_DB', `INSERT INTO differences VALUES ('2026-11-21', 'x', '{}')`],
  ['ORDERMANAGEMENT_DB', `UPDATE worklist SET flagged = 1`],
  ['ANALYTICS_DB', `INSERT INTO order_facts VALUES ('2026-11-21', 'x', 1, 'KRW', 1, 1, 0, NULL, NULL, '[]')`],
  ['MYPAGE_DB_0', `INSERT INTO orders VALUES ('x', '2', 1, '', '', 9, '{}')`],
  ['MYPAGE_DB_1', `INSERT INTO orders VALUES ('x', '1', 1, '', '', 9, '{}')`],
  [
    'OPERATIONS_DB',
    `INSERT INTO dead_letters (dead_letter_id, subscriber, body, attempts, died_at) VALUES ('x', 'x', '{}', 1, '')`,
  ],
  ['ARCHIVE_DB', `INSERT INTO staged VALUES (9, 'x', 1, '', '', '')`],
  ['OPERATIONS_DB', `INSERT INTO audit VALUES ('x', '', 'x', 'ops', NULL, 'x', 'x', NULL, NULL, NULL, NULL)`],
]

const seen = { name: 'AssertionError', message: expect.stringContaining('to deeply equal') }

describe('a refusal would be seen to write', () => {
  test.each(planted)('%s: %s', async (binding, sql) => {
    await expect(untouchedBy(async () => (await databaseOf(binding)).prepare(sql).run())).rejects.toMatchObject(seen)
  })

  test('into what the catalog shows', async () => {
    const { CATALOG_KV } = await shop.harness.getWorker<{ CATALOG_KV: KVNamespace }>('homeappliance-catalog').getEnv()
    await expect(untouchedBy(() => CATALOG_KV.put('x', '1'))).rejects.toMatchObject(seen)
  })

  test('into the archive', async () => {
    const { ARCHIVE_BUCKET } = await shop.harness
      .getWorker<{ ARCHIVE_BUCKET: R2Bucket }>('homeappliance-archive')
      .getEnv()
    await expect(untouchedBy(() => ARCHIVE_BUCKET.put('x', '1'))).rejects.toMatchObject(seen)
  })

  test.each(objectClasses)('into $exported', async ({ worker, exported }) => {
    const handle = shop.harness.getWorker(worker)
    const [id] = await handle.listDurableObjectIds(exported)
    // A class of the first release that has no objects any more gets one.
    const storage = await handle.getDurableObjectStorage(exported, id === undefined ? { name: 'planted' } : { id })
    const plant = () => storage.exec('CREATE TABLE planted (x); INSERT INTO planted VALUES (1)')
    await expect(untouchedBy(plant)).rejects.toMatchObject(seen)
  })

  test('one more event of an order', async () => {
    const handle = shop.harness.getWorker('homeappliance-order')
    const [id = ''] = await handle.listDurableObjectIds('OrderObject')
    const storage = await handle.getDurableObjectStorage('OrderObject', { id })
    const columns = 'type, version, at, by_kind, by_id, causation_id, data, hash'
    const copy = `INSERT INTO event (seq, ${columns}) SELECT seq + 100, ${columns} FROM event WHERE seq = 1`
    expect(haveArrived(shop.everythingWritten())).toBe(true)
    await expect(untouchedBy(() => storage.exec(copy))).rejects.toMatchObject(seen)
    expect(haveArrived(shop.everythingWritten())).toBe(false)
    await storage.exec('DELETE FROM event WHERE seq > 100')
  })

  test('by a call that is let through', async () => {
    const body = { orderStatus: 'orderCancel', reason: 'sold out' }
    const call = () => shop.call('staff', 'PATCH', `/orders/${orderId}`, body)
    await expect(untouchedBy(call)).rejects.toMatchObject(seen)
    // All that follows the cancel: the refund, the recall, and what the customer is told.
    await kang.reaches(orderId, 'payCanceled')
    await kang.tells(orderId, 7)
    await kang.agrees(orderId)
  })
})

test('every database is planted into, and each of their tables is looked at', async () => {
  const bindings = contextWorkers.flatMap(({ databases }) => databases.map(({ binding }) => binding))
  expect([...new Set(planted.map(([binding]) => binding))].sort()).toEqual(bindings.sort())
  expect(boundStores.toSorted()).toEqual([...bindings, 'ARCHIVE_BUCKET', 'CATALOG_KV'].sort())
  const tables = Object.keys(shop.everythingWritten())
  for (const binding of boundStores) expect(tables.some((table) => table.startsWith(`${binding}/`))).toBe(true)
})

test('and a call that reads is not taken for one that writes', async () => {
  await untouchedBy(() => shop.call('customer', 'GET', `/orders/${orderId}`))
  await untouchedBy(() => shop.call('customer2', 'GET', `/orders/${orderId}`))
  await untouchedBy(() => shop.call('ops', 'GET', '/accounts'))
})

test('a table that is left out is not looked at', async () => {
  const database = await databaseOf('IDENTITY_DB')
  const retry = () => database.prepare(`UPDATE attempts SET count = count + 1`).run()
  await untouchedBy(retry, [countedTries])
})

async function databaseOf(binding: string): Promise<D1Database> {
  const worker = contextWorkers.find(({ databases }) => databases.some((database) => database.binding === binding))
  const env = await shop.harness.getWorker<Record<string, D1Database>>(worker?.name ?? '').getEnv()
  const database = env[binding]
  if (database === undefined) throw new Error(`there is no ${binding}`)
  return database
}
