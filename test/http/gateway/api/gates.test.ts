// GET /payments/gates: how the gates to the provider stand, for ops.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()

test('it names every gate, and is not taken for the payment of an order', async () => {
  await shop.order()
  const { status, body } = await shop.call('ops', 'GET', '/payments/gates')
  const gate = { gate: 'sandbox-0', breaker: 'closed', callsMax: 10 }
  expect([status, body['items']]).toEqual([200, [expect.objectContaining(gate)]])
})

test.each(['customer', 'staff', 'courier'] as const)('it is not for the role %s', async (who) => {
  expect((await shop.call(who, 'GET', '/payments/gates')).body['code']).toBe('role_not_allowed')
})
