// /items: open to anyone, with or without a token.
import { expect, test } from 'vitest'
import { fan, filter, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()

test('GET /items shows the shelf to anyone', async () => {
  for (const who of [null, 'customer'] as const) {
    expect(await shop.call(who, 'GET', '/items')).toMatchObject({ status: 200, body: { items: [fan, filter] } })
  }
})

test('GET /items/{itemId} shows one item, and answers 404 for an unknown one', async () => {
  expect(await shop.call(null, 'GET', '/items/7')).toMatchObject({ status: 200, body: fan })
  expect(await shop.call(null, 'GET', '/items/8')).toMatchObject({ status: 404, body: { code: 'item_not_found' } })
  expect((await shop.call(null, 'GET', `/items/${'8'.repeat(65)}`)).body).toMatchObject({ field: 'itemId' })
})
