// GET /analytics/…: the figures of the shop, for staff and ops.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const sql = `INSERT INTO order_facts VALUES ('2026-11-01', ?, 5, 'KRW', 1, 3000, 1000, NULL, 7200, ?)`
const lines = JSON.stringify([{ itemId: '2', itemName: 'Air conditional', qty: 2, amount: 3000 }])
for (const id of ['ord_1', 'ord_2']) await shop.databases.analytics.prepare(sql).bind(id, lines).run()
const days = 'from=2026-11-01&to=2026-11-02'

test('each call gives its figures', async () => {
  const get = async (path: string) => (await shop.call('staff', 'GET', `/analytics/${path}`)).body
  expect(await get(`sales?${days}`)).toMatchObject({
    timeZone: 'Asia/Seoul',
    totals: [{ orders: 2, sales: { amount: 6000, currency: 'KRW' }, returned: { amount: 2000 } }],
  })
  expect(await get(`items?${days}`)).toMatchObject({ items: [{ itemId: '2', orders: 2, qty: 4 }], cursor: null })
  expect(await get(`deliveryTimes?${days}`)).toMatchObject({ delivered: 2, medianSeconds: 7200, p90Seconds: 7200 })
  expect(await get(`cancellations?${days}`)).toMatchObject({ orders: 2, canceled: 0 })
})

test('days that make no sense are refused, with the field', async () => {
  for (const [query, field] of [
    ['from=2026-02-30', 'from'],
    ['to=tomorrow', 'to'],
    ['from=2026-11-02&to=2026-11-01', 'from'],
    ['from=2020-01-01&to=2026-11-01', 'from'],
  ]) {
    const { status, body } = await shop.call('ops', 'GET', `/analytics/sales?${query}`)
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(`"${field}"`)])
  }
})

test('they are for staff and ops alone', async () => {
  for (const call of ['sales', 'items', 'deliveryTimes', 'cancellations']) {
    expect((await shop.call('customer', 'GET', `/analytics/${call}`)).body['code']).toBe('role_not_allowed')
    expect((await shop.call('courier', 'GET', `/analytics/${call}`)).body['code']).toBe('role_not_allowed')
    expect((await shop.call(null, 'GET', `/analytics/${call}`)).body['code']).toBe('token_missing')
    expect((await shop.call('ops', 'GET', `/analytics/${call}`)).status).toBe(200)
  }
})
