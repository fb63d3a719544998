// GET /customers/{customerId}/export: everything about the customer as one JSON.
import { expect, test } from 'vitest'
import { callers } from '../../../support/callers.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const { customer, stranger } = callers
const path = (id = customer.subject) => `/customers/${id}/export`

type Exported = { order: { orderId: string }; events: object[]; payment: object; messages: object[]; notes: object[] }

test('it has the account, each order with its history, payment and messages, and what the staff noted', async () => {
  const delivered = await shop.order('take', 'deliver')
  const unpaid = await shop.order('unpaid')
  const note = `INSERT INTO notes (order_id, note_id, at, kind, by_id, by_name, text)
    VALUES (?, 'n', ?, ?, 'p', 'Park', ?)`
  const { ordermanagement } = shop.databases
  await ordermanagement.prepare(note).bind(delivered, '2026-11-30T09:00:00.000Z', 'note', 'rings twice').run()
  const answer = await shop.call('customer', 'GET', path())
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.body).toMatchObject({
    customerId: customer.subject,
    account: { name: 'Kang', email: 'usr_customer@shop.test', role: 'customer', sessions: [{ userAgent: '' }] },
    messageSettings: { off: expect.any(Array) },
  })
  const orders = answer.body['orders'] as Exported[]
  const [first, second] = orders
  expect([first?.order.orderId, second?.order.orderId]).toEqual([unpaid, delivered])
  expect(first).toMatchObject({ order: { customerName: 'Kang' }, payment: { attempts: [] }, notes: [] })
  expect(second).toMatchObject({
    order: { customerName: 'Kang', deliveryAddress: 'Gangnam' },
    payment: { attempts: [{ status: 'approved' }] },
    notes: [{ at: '2026-11-30T09:00:00.000Z', text: 'rings twice' }],
  })
  expect(second?.events[0]).toMatchObject({ type: 'OrderPlaced', data: { contact: { customerName: 'Kang' } } })
  // Of some kinds this customer may be told nothing.
  expect(second?.messages).toContainEqual(expect.objectContaining({ kind: 'received' }))
  // A customer reads of the store, and not of who works there.
  expect(JSON.stringify(orders)).not.toMatch(/usr_staff|usr_courier|"Park"/)
})

test('all pages of orders are in it', async () => {
  const placed = [await shop.order('unpaid'), await shop.order('unpaid')]
  for (let more = 0; more < 10; more++) placed.push(await shop.order('unpaid'))
  const { orders } = (await shop.call('customer', 'GET', path())).body as { orders: Exported[] }
  const ids = orders.map(({ order }) => order.orderId)
  expect(ids).toEqual(expect.arrayContaining(placed))
  expect(new Set(ids).size).toBe(ids.length)
})

test('it is for the customer and for ops, whose look stands in the audit', async () => {
  expect(await shop.call('stranger', 'GET', path())).toMatchObject({
    status: 404,
    body: { code: 'customer_not_found' },
  })
  expect(await shop.call('staff', 'GET', path())).toMatchObject({ status: 403 })
  expect((await shop.call('ops', 'GET', path())).body).toMatchObject({ account: { name: 'Kang' } })
  expect(await shop.call('ops', 'GET', path('usr_nobody'))).toMatchObject({ status: 404 })
  const { body } = await shop.call('ops', 'GET', `/audit?action=exportCustomer&target=${customer.subject}`)
  expect(body['items']).toMatchObject([{ actor: { id: 'usr_ops' } }])
  expect((await shop.call('stranger', 'GET', path(stranger.subject))).body).toMatchObject({ orders: [] })
})

test('a part of the shop that is down is told, or cuts the text off', async () => {
  await shop.order('unpaid')
  const asked = await shop.call('customer', 'GET', path(), { env: { OPERATIONS: down(shop.env.OPERATIONS) } })
  expect(asked.status).toBe(503)
  const response = await shop.request('customer', 'GET', path(), { env: { PAYMENTS: down(shop.env.PAYMENTS) } })
  await expect(response.text()).rejects.toThrow('payment did not answer')
})
