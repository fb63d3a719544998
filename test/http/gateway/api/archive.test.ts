// /archive: ops archive, list the objects and read one.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { archivedObjectSchema } from '../../../../src/contract/archive.ts'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const at = '2026-11-21T09:00:00.000Z'
const line = { orderId: 'ord_1', seq: 1, type: 'OrderPlaced', version: 1, at, data: {} }
const sql = 'INSERT INTO staged (order_id, events, first_at, last_at, lines) VALUES (?, 1, ?, ?, ?)'
await shop.databases.archive
  .prepare(sql)
  .bind('ord_1', at, at, `${JSON.stringify(line)}\n`)
  .run()

const pageSchema = z.object({ items: z.array(archivedObjectSchema), cursor: z.null() })
const list = async (query = '') => pageSchema.parse((await shop.call('ops', 'GET', `/archive${query}`)).body).items

test('what is staged is archived, listed and read', async () => {
  expect(await shop.call('ops', 'POST', '/archive')).toMatchObject({ status: 200, body: { objects: 1, events: 1 } })
  const [object] = await list()
  expect(object).toMatchObject({ events: 1, orders: 1, firstAt: at, lastAt: at })
  expect(await list(`?day=${object?.date}`)).toEqual([object])
  expect(await list('?day=2020-01-01')).toEqual([])
  const read = await shop.call('ops', 'GET', `/archive/${object?.name}`)
  expect([read.status, read.headers.get('content-type')]).toEqual([200, 'text/plain; charset=UTF-8'])
  expect(read.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
  expect(read.body).toEqual({ text: `${JSON.stringify(line)}\n` })
})

test('an object that is not there, and no day, are refused', async () => {
  const absent = await shop.call('ops', 'GET', '/archive/20261121T091500123-1f0c2a9b-0001')
  expect(absent).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect((await shop.call('ops', 'GET', '/archive/..%2Fsecret')).status).toBe(404)
  expect((await shop.call('ops', 'GET', '/archive?day=tomorrow')).status).toBe(422)
})

test('it is for ops alone', async () => {
  for (const [method, path] of [
    ['POST', '/archive'],
    ['GET', '/archive'],
    ['GET', '/archive/x'],
  ] as const) {
    expect((await shop.call('staff', method, path)).body['code']).toBe('role_not_allowed')
  }
})
