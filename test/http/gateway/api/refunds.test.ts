// The refunds by the store: who may, what is bad input, and which answer each refusal has.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const body = { way: 'bankTransfer', reference: 'transfer 7' }
const settle = (orderId: string, changes = {}, who: Parameters<typeof shop.call>[0] = 'staff') =>
  shop.call(who, 'POST', `/payments/${orderId}/refunds/rfd_none/settlement`, { body: { ...body, ...changes } })

test('a refund that there is not is a 404, and so is an order', async () => {
  const orderId = await shop.order()
  expect(await settle(orderId)).toMatchObject({ status: 404, body: { code: 'refund_not_found' } })
  expect(await settle('ord_00000000000000000000000000')).toMatchObject({ body: { code: 'order_not_found' } })
})

test('is for the staff alone', async () => {
  const orderId = await shop.order()
  for (const who of ['customer', 'courier', 'ops'] as const) {
    expect((await settle(orderId, {}, who)).status).toBe(403)
  }
})

test.each([
  ['a way that is none', { way: 'gold' }, 'way'],
  ['no reference', { reference: ' ' }, 'reference'],
  ['a reference that is too long', { reference: 'x'.repeat(201) }, 'reference'],
  ['a check that is no yes or no', { checkedAtProvider: 'yes' }, 'checkedAtProvider'],
])('%s is refused, and the field is named', async (_, changes, field) => {
  expect(await settle(await shop.order(), changes)).toMatchObject({ status: 422, body: { field } })
})
