// /customers/{customerId}/erasure: refused while an order is open, and then for good.
import { expect, test } from 'vitest'
import { shortNumber } from '../../../../src/contract/ids.ts'
import { callers } from '../../../support/callers.ts'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const { subject } = callers.leaver
const path = `/customers/${subject}/erasure`
const reason = 'asked for it by letter'

test('a customer with an open order is refused, with the number of the order', async () => {
  const orderId = await shop.orderOf('leaver', 'unpaid')
  const refused = await shop.call('leaver', 'POST', path, { body: {} })
  expect(refused).toMatchObject({ status: 409, body: { code: 'order_still_open' } })
  expect(refused.body['detail']).toContain(shortNumber(orderId))
  expect((await shop.call('ops', 'GET', path)).status).toBe(404)
  const canceled = await shop.call('leaver', 'PATCH', `/orders/${orderId}`, { body: { orderStatus: 'orderCancel' } })
  expect(canceled.status).toBe(200)
})

test('ops say why; strangers and the staff are kept out', async () => {
  expect(await shop.call('ops', 'POST', path, { body: {} })).toMatchObject({ status: 422, body: { field: 'reason' } })
  expect(await shop.call('ops', 'POST', path, { body: { reason: ' ' } })).toMatchObject({ status: 422 })
  expect(await shop.call('ops', 'POST', path, { body: { why: reason } })).toMatchObject({ status: 422 })
  expect(await shop.call('stranger', 'POST', path, { body: {} })).toMatchObject({ status: 404 })
  expect(await shop.call('staff', 'POST', path, { body: { reason } })).toMatchObject({ status: 403 })
  expect(await shop.call('leaver', 'GET', path)).toMatchObject({ status: 403 })
})

test('it erases the account and all orders, ends the session, and stands there', async () => {
  const orderId = await shop.orderOf('leaver', 'take', 'deliver')
  const erased = await shop.call('leaver', 'POST', path, { body: {} })
  expect(erased).toMatchObject({ status: 200, body: { customerId: subject, leftOrders: 0, reason: null } })
  expect(erased.body['erasedOrders']).toBeGreaterThan(0)
  expect((await shop.call('leaver', 'POST', '/orders', { body: {} })).body['code']).toBe('token_invalid')
  expect((await shop.call('ops', 'GET', path)).body).toMatchObject({ requestedBy: { id: subject, role: 'customer' } })
  const order = await shop.call('ops', 'GET', `/orders/${orderId}`)
  expect(order.body).toMatchObject({ customerName: '', deliveryAddress: '', orderStatus: 'deliveryCompleted' })
  const { identity, message } = shop.databases
  expect((await identity.prepare('SELECT * FROM user WHERE id = ?').bind(subject).all()).results).toEqual([])
  expect(
    (await message.prepare(`SELECT * FROM messages WHERE text <> '' AND customer_id = ?`).bind(subject).all()).results,
  ).toEqual([])
})
