// /rebuilds: ops have the rows of a projection compared and made again.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const forged = `INSERT INTO order_facts VALUES ('2026-11-01', 'ord_forged', 5, 'KRW', 1, 3000, 0, NULL, NULL, '[]')`

async function run(repair: boolean) {
  for (;;) {
    const { status, body } = await shop.call('ops', 'POST', `/rebuilds/analytics?repair=${repair}`)
    if (status !== 202) return { status, body }
  }
}

test('a row of no order is found, removed, and then gone', async () => {
  await run(true)
  await shop.databases.analytics.prepare(forged).run()
  const found = [{ orderId: 'ord_forged', kind: 'foreign', columns: [] }]
  expect(await run(false)).toMatchObject({ status: 200, body: { phase: 'done', differences: 1, found } })
  expect(await run(true)).toMatchObject({ body: { isRepairing: true, differences: 1 } })
  expect(await run(false)).toMatchObject({ body: { differences: 0, found: [] } })
  expect((await shop.call('ops', 'GET', '/rebuilds')).body).toMatchObject({ items: [{ projection: 'analytics' }] })
})

test('what is no projection is refused, and it is for ops alone', async () => {
  expect((await shop.call('ops', 'POST', '/rebuilds/catalog')).status).toBe(422)
  expect((await shop.call('staff', 'POST', '/rebuilds/analytics')).body['code']).toBe('role_not_allowed')
  expect((await shop.call('staff', 'GET', '/rebuilds')).body['code']).toBe('role_not_allowed')
})
