// The smoke check of a deployment against the real shop: its synthetic order goes through.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smokeCheck } from '../../../scripts/deploy/smoke.ts'
import { openShop, type Shop } from '../../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const check = (system: { clientId: string; clientSecret: string }) =>
  smokeCheck({ origin: shop.origin, system, pause: async () => {} }, null, 100)

test('a system of role ops has an order placed, and it goes through', async () => {
  const added = await shop.call<{ clientId: string; clientSecret: string }>('ops', 'POST', '/systems', {
    name: 'Deployment',
    role: 'ops',
  })
  expect(added.status).toBe(201)
  expect(await check(added.body)).toBeNull()
  const listed = await shop.call('ops', 'GET', '/syntheticOrders')
  expect(listed.body).toMatchObject({ items: [{ failedStep: null }] })
})

test('a system that is not known fails it', async () => {
  const wrong = await check({ clientId: 'nobody', clientSecret: 'nothing' })
  expect(wrong).toContain('no order goes through: /auth/oauth2/token answers HTTP 401')
})
