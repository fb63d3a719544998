// Data residency: the order of a customer of a region, its payment and its rows stand where the region has its own
// objects and databases, and nowhere else. The local runtime has no jurisdictions, so other classes stand for them.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { randomOrderId } from '../../../src/contract/ids.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { regionOf } from '../../../src/contract/region.ts'
import type { Result } from '../../../src/contract/result.ts'
import { migrate } from '../../support/migrate.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { kangsForm } from '../../support/story.ts'

let shop: Shop
let databases: Record<string, D1Database>

beforeAll(async () => {
  shop = await openShop({
    parts: {
      order: { bundle: 'regional-order', objects: { ORDER_OBJECT_EU: 'OrderObjectEu' } },
      payment: {
        bundle: 'regional-payment',
        vars: { REGIONS: 'eu' },
        objects: { PAYMENT_OBJECT_EU: 'PaymentObjectEu', PAYMENT_GATE_EU: 'PaymentGateEu' },
      },
      mypage: {
        bundle: 'regional-mypage',
        vars: { MYPAGE_SHARDS_EU: '1' },
        objects: { LIVE_OBJECT_EU: 'LiveObjectEu' },
        databases: { MYPAGE_DB_EU_0: 'homeappliance-mypage-eu-0' },
      },
      ordermanagement: { databases: { ORDERMANAGEMENT_DB_EU: 'homeappliance-ordermanagement-eu' } },
      delivery: { databases: { DELIVERY_DB_EU: 'homeappliance-delivery-eu' } },
      message: { databases: { MESSAGE_DB_EU: 'homeappliance-message-eu' } },
    },
  })
  databases = await shop.harness.getWorker<Record<string, D1Database>>('homeappliance-mypage').getEnv()
  await migrate(databases['MYPAGE_DB_EU_0'], 'mypage')
  for (const context of shared) await migrate((await databasesOf(context)).eu, context)
})
afterAll(() => shop.close())

/** The contexts whose lists are of all regions, and the table that has a row for each order, or more. */
const shared = ['ordermanagement', 'delivery', 'message'] as const
const tables = { ordermanagement: 'worklist', delivery: 'deliveries', message: 'messages' } as const

async function databasesOf(context: (typeof shared)[number]) {
  const env = await shop.harness.getWorker<Record<string, D1Database>>(`homeappliance-${context}`).getEnv()
  const name = `${context.toUpperCase()}_DB`
  return { world: env[name], eu: env[`${name}_EU`] }
}

/** How many rows the order has in each database of the context. */
async function rowsIn(context: (typeof shared)[number], orderId: string): Promise<[world: number, eu: number]> {
  const { world, eu } = await databasesOf(context)
  const count = async (database: D1Database | undefined) => {
    const sql = `SELECT 1 FROM ${tables[context]} WHERE order_id = ?`
    return (await database?.prepare(sql).bind(orderId).all())?.results.length ?? 0
  }
  return [await count(world), await count(eu)]
}

const anna: Caller = { subject: 'usr_anna', role: 'customer', name: 'Anna', region: 'eu' }
const annaElsewhere: Caller = { subject: 'usr_anna', role: 'customer', name: 'Anna' }
const kang: Caller = { subject: 'usr_kang', role: 'customer', name: 'Kang' }

const { customerName, deliveryAddress, deliveryPhoneNumber, itemId, qty } = kangsForm
const input = {
  lines: [{ itemId, qty }],
  contact: { customerName, deliveryAddress, deliveryPhoneNumber },
  withPaymentToken: false,
}

async function place(caller: Caller, idempotencyKey: string | null = null): Promise<string> {
  const request = { requestId: 'req_1', idempotencyKey }
  const placed = await shop.callWorker<Result<{ order: OrderSummary }>>('ORDER_API', 'place', caller, input, request)
  if (!placed.ok) throw new Error(placed.rejection.code)
  return placed.value.order.orderId
}

/** The orders that have a row, by the database. */
async function rowsOf(customer: Caller): Promise<Record<string, string[]>> {
  const sql = 'SELECT order_id FROM orders WHERE customer_id = ? ORDER BY order_id'
  const bound = ['MYPAGE_DB_0', 'MYPAGE_DB_1', 'MYPAGE_DB_EU_0']
  const found = await Promise.all(
    bound.map(async (name) => {
      const rows = await databases[name]?.prepare(sql).bind(customer.subject).all<{ order_id: string }>()
      return [name, rows?.results.map(({ order_id }) => order_id) ?? []] as const
    }),
  )
  return Object.fromEntries(found)
}

/** How many objects of a class there are. */
const objectsOf = async (worker: 'order' | 'payment', ...classes: string[]) => {
  const handle = shop.harness.getWorker(`homeappliance-${worker}`)
  return await Promise.all(classes.map(async (name) => (await handle.listDurableObjectIds(name)).length))
}

const countOrders = () => objectsOf('order', 'OrderObject', 'OrderObjectEu')

test('an order is placed, paid and shown in the region of its customer, and its id says so', async () => {
  const [worldBefore = 0, euBefore = 0] = await countOrders()
  const orderId = await place(anna, 'key')
  expect(regionOf(orderId)).toBe('eu')
  expect(await place(anna, 'key')).toBe(orderId)
  expect(await countOrders()).toEqual([worldBefore, euBefore + 1])

  const paid = await shop.callWorker<Result<{ outcome: string }>>(
    'PAYMENTS',
    'pay',
    anna,
    orderId,
    'tok_approved',
    { requestId: 'req_2', idempotencyKey: null },
    null,
  )
  expect(paid).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  expect(await objectsOf('payment', 'PaymentObject', 'PaymentObjectEu')).toEqual([0, 1])

  const shown = () => shop.callWorker<Result<{ order: OrderSummary }>>('MYPAGES', 'get', anna, orderId)
  await until(shown, (answer) => answer.ok && answer.value.order.orderStatus === 'payApproved')
  expect(await rowsOf(anna)).toEqual({ MYPAGE_DB_0: [], MYPAGE_DB_1: [], MYPAGE_DB_EU_0: [orderId] })
  expect(await shop.callWorker('MYPAGES', 'get', annaElsewhere, orderId)).toMatchObject({ ok: false })
})

test('the store, the couriers and the message log have its rows in its region, and list them with all others', async () => {
  const ids = { eu: await place(anna), world: await place(kang) }
  const pay = (caller: Caller, orderId: string) =>
    shop.callWorker('PAYMENTS', 'pay', caller, orderId, 'tok_approved', { requestId: 'r', idempotencyKey: null }, null)
  await Promise.all([pay(anna, ids.eu), pay(kang, ids.world)])
  for (const orderId of Object.values(ids)) {
    const taken = () => shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderTaken' })
    await until(taken, ({ status }) => status === 200)
    await until(
      () => shop.call('courier', 'GET', `/deliveries/${orderId}`),
      ({ status }) => status === 200,
    )
  }
  for (const context of shared) {
    const found = await until(
      () => rowsIn(context, ids.eu),
      ([, eu]) => eu > 0,
    )
    expect([context, found[0]]).toEqual([context, 0])
    expect([context, (await rowsIn(context, ids.world))[1]]).toEqual([context, 0])
  }
  const listed = async (path: string, account: 'staff' | 'courier') => {
    const { body } = await shop.call<{ items: { orderId: string }[] }>(account, 'GET', `${path}?limit=100`)
    return body.items.map(({ orderId }) => orderId)
  }
  const both = expect.arrayContaining(Object.values(ids))
  expect(await listed('/ordermgmts', 'staff')).toEqual(both)
  expect(await listed('/deliveries', 'courier')).toEqual(both)
})

test('an order of no region stays where orders have always been', async () => {
  const [worldBefore = 0, euBefore = 0] = await countOrders()
  const orderId = await place(kang)
  expect(regionOf(orderId)).toBeNull()
  expect(await countOrders()).toEqual([worldBefore + 1, euBefore])
  const rows = await until(
    () => rowsOf(kang),
    (found) => Object.values(found).flat().length > 0,
  )
  expect(rows['MYPAGE_DB_EU_0']).toEqual([])
})

test('ops find the orders of all regions, and the gates of each', async () => {
  const [first, second] = [await place(anna), await place(kang)]
  await until(
    async () => [await rowsOf(anna), await rowsOf(kang)].flatMap((rows) => Object.values(rows).flat()),
    (found) => found.includes(first) && found.includes(second),
  )
  const ids: string[] = []
  let path = '/orders?limit=100'
  for (let pages = 0; pages < 10; pages += 1) {
    const { body } = await shop.call<{ items: { orderId: string }[]; cursor: string | null }>('ops', 'GET', path)
    ids.push(...body.items.map((order) => order.orderId))
    if (body.cursor === null) break
    path = `/orders?limit=100&cursor=${body.cursor}`
  }
  expect(ids).toEqual(expect.arrayContaining([first, second]))
  const { body } = await shop.call<{ items: { gate: string }[] }>('ops', 'GET', '/payments/gates')
  const gates = body.items.map(({ gate }) => gate)
  expect(gates).toEqual(expect.arrayContaining(['sandbox-0', 'sandbox-0.eu', 'sandbox-3.eu']))
})

test('what ops export and erase of a customer has the orders of every region', async () => {
  const [first, second] = [await place(anna), await place(annaElsewhere)]
  const exported = () =>
    shop.call<{ orders?: { order: { orderId: string } }[] }>('ops', 'GET', `/customers/${anna.subject}/export`)
  const { body } = await until(exported, ({ body }) => [first, second].every((id) => JSON.stringify(body).includes(id)))
  const ids = body.orders?.map(({ order }) => order.orderId) ?? []
  expect(new Set(ids).size).toBe(ids.length)
  // They are still open: that they are found is what refuses it.
  const erased = await shop.call('ops', 'POST', `/customers/${anna.subject}/erasure`, { reason: 'asked for it' })
  expect([erased.status, erased.body]).toMatchObject([409, { code: 'order_still_open' }])
})

test('an order that does not exist is not found in any region', async () => {
  for (const orderId of [randomOrderId('eu'), randomOrderId('us').replace(/us$/, 'xu'), randomOrderId()]) {
    expect(await shop.callWorker('ORDER_API', 'get', anna, orderId)).toMatchObject({
      rejection: { code: 'order_not_found' },
    })
  }
})
