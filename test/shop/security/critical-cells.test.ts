// Twenty cells of the authorization table, written by hand: they hold whatever the table says. No call is outside it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calls, rowOf } from '../../../src/contract/authorization.ts'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

let shop: Shop
/** Kang's, each in its state; the last two are told nothing that could move them. */
const orders = { unpaid: '', paid: '', started: '', delivered: '' }

beforeAll(async () => {
  shop = await openShop()
  const kang = storyOf(shop)
  orders.unpaid = await kang.upTo('orderStarted')
  orders.paid = await kang.upTo('payApproved')
  orders.started = await kang.upTo('deliveryStarted')
  orders.delivered = await kang.upTo('deliveryCompleted')
})
afterAll(() => shop.close())

const form = {
  customerName: 'Kang',
  itemId: '2',
  qty: 1,
  deliveryAddress: 'Gangnam',
  deliveryPhoneNumber: '010-0123-4567',
}
const pay = { orderStatus: 'payApproved', paymentToken: 'tok_approved' }
const cancel = { orderStatus: 'orderCancel' }
const take = { orderStatus: 'orderTaken' }
const giveUp = { orderStatus: 'orderCanceled', reason: 'out of stock' }
const handOver = { orderStatus: 'deliveryCompleted' }
const part = { amount: { amount: 500, currency: 'KRW' }, reason: 'a scratch' }

type Cell = readonly [Account | null, string, keyof typeof orders, number, string, object | null]

const cells: readonly Cell[] = [
  [null, 'POST /orders', 'unpaid', 401, 'token_missing', form],
  ['staff', 'POST /orders', 'unpaid', 403, 'role_not_allowed', form],
  [null, 'GET /orders/*', 'unpaid', 401, 'token_missing', null],
  ['customer2', 'GET /orders/*', 'unpaid', 404, 'order_not_found', null],
  ['courier', 'GET /orders/*', 'started', 403, 'role_not_allowed', null],
  ['customer2', 'GET /orders/*/events', 'paid', 404, 'order_not_found', null],
  ['customer2', 'PATCH /orders/*', 'paid', 404, 'order_not_found', cancel],
  ['ops', 'PATCH /orders/*', 'paid', 403, 'role_not_allowed', cancel],
  ['customer', 'PATCH /orders/*', 'delivered', 409, 'order_already_delivered', cancel],
  ['staff', 'PATCH /payments/*', 'unpaid', 403, 'role_not_allowed', pay],
  ['customer2', 'PATCH /payments/*', 'unpaid', 404, 'order_not_found', pay],
  ['customer', 'POST /payments/*/refunds', 'paid', 403, 'role_not_allowed', part],
  ['ops', 'POST /payments/*/refunds', 'paid', 403, 'role_not_allowed', part],
  ['staff', 'PATCH /ordermgmts/*', 'unpaid', 409, 'order_not_paid', take],
  ['customer', 'PATCH /ordermgmts/*', 'paid', 403, 'role_not_allowed', take],
  ['courier', 'PATCH /ordermgmts/*', 'paid', 403, 'role_not_allowed', giveUp],
  ['customer', 'PATCH /deliveries/*', 'started', 403, 'role_not_allowed', handOver],
  ['courier', 'PATCH /deliveries/*', 'paid', 409, 'delivery_not_started', handOver],
  ['customer2', 'GET /myPages/*', 'paid', 404, 'order_not_found', null],
  ['staff', 'POST /accounts', 'unpaid', 403, 'role_not_allowed', { name: 'X', email: 'x@example.com', role: 'ops' }],
]

test('there are twenty of them', () => {
  expect(new Set(cells.map(([who, what]) => `${who} ${what}`)).size).toBe(20)
})

test.each(cells)('%s: %s of an order that is %s gives %i %s', async (who, what, which, status, code, body) => {
  const orderId = orders[which]
  const seqOf = async () => (await shop.call('customer', 'GET', `/orders/${orderId}`)).body['seq']
  const seq = await seqOf()
  const [method = '', path = ''] = what.split(' ')
  const answer = await shop.call(who, method, path.replace('*', orderId), body ?? undefined)
  expect([answer.status, answer.body['code']]).toEqual([status, code])
  expect(await seqOf()).toBe(seq)
})

type Operation = { operationId: string; security: { bearer?: string[] }[]; 'x-whose': string }
type Document = { paths: Record<string, Record<string, Operation>> }

test('every operation of the document has its row, every row its operation, and both say the same', async () => {
  const { body } = await shop.call<Document>(null, 'GET', '/openapi.json')
  const reported = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { operationId, security, 'x-whose': whose }]) => {
      const [{ bearer = [] } = {}] = security
      return [operationId, `${method.toUpperCase()} ${path}`, security.length === 0 ? 'anyone' : bearer, whose]
    }),
  )
  const rows = calls.map((call) => {
    const { route, roles, ownership } = rowOf(call)
    return [call, route, roles, ownership]
  })
  expect(reported.sort()).toEqual(rows.sort())
})
