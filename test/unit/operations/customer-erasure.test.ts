// The erasure of a customer: refused while an order is open, and otherwise finished, whatever fails on the way.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import type { AccountData } from '../../../src/contract/customer-data.ts'
import { randomOrderId } from '../../../src/contract/ids.ts'
import { told } from '../../../src/contract/language.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { regionOf, regions } from '../../../src/contract/region.ts'
import { accepted, refused } from '../../../src/contract/result.ts'
import {
  type CustomerPorts,
  eraseCustomer,
  erasedPerSweep,
  erasureFor,
  sweepErasures,
} from '../../../src/operations/customer-erasure.ts'
import { summarize } from '../../../src/order/summary.ts'
import { callers, request } from '../../support/callers.ts'
import { orderId, situations, tell } from '../../support/orders.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, stranger, ops, staff } = callers
const noon = Date.parse('2026-11-30T12:00:00.000Z')
const at = (ms: number) => new Date(ms).toISOString()
const account: AccountData = {
  ...{ name: 'Kang', email: 'kang@homeappliance.test', isEmailVerified: false, role: 'customer' },
  ...{ createdAt: at(noon), language: null, timeZone: null, sessions: [] },
}
const delivered = summaryIn('deliveryCompleted')
const paid = summaryIn('payApproved')

function summaryIn(situation: string): OrderSummary {
  const order = summarize(orderId, tell(...(situations[situation] ?? [])).state)
  if (order === null) throw new Error(`there is no situation ${situation}`)
  return order
}

function world(orders: OrderSummary[], held: { account: AccountData | null } = { account }) {
  const clock = { now: noon }
  const away = new Set<'order' | 'identity' | 'mypage'>()
  const logged: string[] = []
  const authors: string[] = []
  const answer = <T>(context: 'order' | 'identity' | 'mypage', value: () => T) => {
    if (away.has(context)) throw new Error(`${context} is away`)
    return value()
  }
  const ports: CustomerPorts = {
    database: openDatabase('operations'),
    orders: {
      erase: async (caller, id) =>
        answer('order', () => {
          const index = orders.findIndex((order) => order.orderId === id)
          const order = orders[index]
          if (order === undefined || order.orderStatus !== 'deliveryCompleted')
            return refused({ code: 'order_still_open', ...told({ en: 'Open.', ko: '열림.' }) })
          authors.push(`${caller.role} ${caller.subject}`)
          orders[index] = { ...order, personalDataErasedAt: at(clock.now) }
          return accepted(order)
        }),
    },
    myPages: {
      list: async ({ region = null }, { limit, cursor }) =>
        answer('mypage', () => {
          const from = Number(cursor ?? 0)
          const own = orders.filter((order) => regionOf(order.orderId) === region)
          const items = own.slice(from, from + limit).map((order) => ({ order, projectedAt: '', change: 1 }))
          return accepted({ items, cursor: from + limit < own.length ? String(from + limit) : null })
        }),
    },
    accounts: {
      accountData: async () => held.account,
      eraseCustomer: async () => answer('identity', () => void Object.assign(held, { account: null })),
    },
    holders: [{ eraseCustomer: async () => {} }],
    now: () => clock.now,
    newId: () => crypto.randomUUID(),
    log: (event) => logged.push(event),
  }
  const erase = (caller: Caller = customer, reason: string | null = null) =>
    eraseCustomer(ports, caller, customer.subject, reason, request)
  const audited = async () => (await ports.database.prepare('SELECT action, reason, target FROM audit').all()).results
  return { ports, clock, away, held, logged, authors, orders, erase, audited }
}

const numbered = (order: OrderSummary, index: number) => ({
  ...order,
  orderId: `${orderId.slice(0, -4)}${1000 + index}`,
})

test('orders are erased in whichever region they are', async () => {
  const everywhere = [null, ...regions].map((region) => ({ ...delivered, orderId: randomOrderId(region) }))
  const { ports } = world([...everywhere])
  expect(await eraseCustomer(ports, ops, customer.subject, 'asked for it', request)).toMatchObject({
    ok: true,
    value: { erasedOrders: everywhere.length, leftOrders: 0 },
  })
})

test('a customer erases the account and every order, and it stands there as a proof', async () => {
  const { ports, erase, held, authors, audited } = world([delivered, numbered(delivered, 1)])
  const erasure = { customerId: customer.subject, erasedOrders: 2, leftOrders: 0, erasedAt: at(noon), reason: null }
  expect(await erase()).toMatchObject({ ok: true, value: erasure })
  expect(held.account).toBeNull()
  expect(authors).toEqual([`customer ${customer.subject}`, `customer ${customer.subject}`])
  expect(await erasureFor(ports, ops, customer.subject)).toMatchObject({ ok: true, value: erasure })
  // No act of the shop.
  expect(await audited()).toEqual([])
})

describe('it is refused, and nothing is erased', () => {
  test('while an order is open', async () => {
    const { erase, held, authors, ports } = world([delivered, numbered(paid, 1)])
    expect(await erase()).toMatchObject({ rejection: { code: 'order_still_open' } })
    expect([held.account, authors]).toEqual([account, []])
    expect(await erasureFor(ports, ops, customer.subject)).toMatchObject({ rejection: { code: 'customer_not_found' } })
  })

  test('for another customer, the staff, and ops without a reason', async () => {
    const { erase, held } = world([delivered])
    expect(await erase(stranger)).toMatchObject({ rejection: { code: 'customer_not_found' } })
    expect(await erase(staff, 'why not')).toMatchObject({ rejection: { code: 'forbidden' } })
    expect(await erase(ops)).toMatchObject({ rejection: { code: 'invalid_request', field: 'reason' } })
    expect(await erase(ops, ' ')).toMatchObject({ rejection: { code: 'invalid_request', field: 'reason' } })
    expect(held.account).toEqual(account)
  })

  test('for an account that works for the shop, and for nobody', async () => {
    const clerk = world([], { account: { ...account, role: 'staff' } })
    expect(await clerk.erase(ops, 'left us')).toMatchObject({ rejection: { code: 'forbidden' } })
    expect(await world([], { account: null }).erase(ops, 'who')).toMatchObject({
      rejection: { code: 'customer_not_found' },
    })
  })
})

test('ops erase a customer with a reason, which stands in the audit', async () => {
  const { erase, authors, audited } = world([delivered])
  expect(await erase(ops, 'asked by letter')).toMatchObject({ ok: true, value: { reason: 'asked by letter' } })
  expect(authors).toEqual([`ops ${ops.subject}`])
  const act = { action: 'eraseCustomer', reason: 'asked by letter', target: customer.subject }
  expect(await audited()).toEqual([act])
  // Said again, it is done once.
  expect(await erase(ops, 'asked by letter')).toMatchObject({ ok: true, value: { erasedOrders: 1, leftOrders: 0 } })
  expect(await audited()).toEqual([act])
})

test.each(['order', 'identity'] as const)(
  'while %s is away it is accepted, and the cron finishes it',
  async (context) => {
    const { ports, erase, away, held, logged, orders } = world([delivered])
    away.add(context)
    expect(await erase()).toMatchObject({ ok: true, value: { erasedAt: null } })
    expect(logged).toContain('customer_not_erased')
    away.clear()
    await sweepErasures(ports)
    expect(await erasureFor(ports, ops, customer.subject)).toMatchObject({
      value: { erasedAt: at(noon), leftOrders: 0 },
    })
    expect([held.account, orders[0]?.personalDataErasedAt]).toEqual([null, at(noon)])
  },
)

test('a sweep that cannot see the orders leaves it open, and keeps what it knew', async () => {
  const { ports, erase, away, clock } = world([delivered])
  await erase()
  away.add('mypage')
  clock.now += 2 * 3_600_000
  await sweepErasures(ports)
  expect(await erasureFor(ports, ops, customer.subject)).toMatchObject({ value: { erasedOrders: 1, leftOrders: 0 } })
  away.clear()
  const closed = () => ports.database.prepare('SELECT closed_at FROM customer_erasures').all()
  expect((await closed()).results).toEqual([{ closed_at: null }])
  await sweepErasures(ports)
  expect((await closed()).results).toEqual([{ closed_at: at(clock.now) }])
})

test('an order that mypage showed too late is erased by a later sweep, once it is over', async () => {
  const { ports, erase, orders, clock } = world([delivered])
  await erase()
  orders.push(numbered(paid, 1))
  clock.now += 2 * 3_600_000
  await sweepErasures(ports)
  expect(await erasureFor(ports, ops, customer.subject)).toMatchObject({ value: { erasedOrders: 1, leftOrders: 1 } })
  orders[1] = numbered(delivered, 1)
  await sweepErasures(ports)
  expect(await erasureFor(ports, ops, customer.subject)).toMatchObject({ value: { erasedOrders: 2, leftOrders: 0 } })
})

test('a sweep erases a bounded number of orders, and the next ones go on', async () => {
  const many = Array.from({ length: erasedPerSweep + 5 }, (_, index) => numbered(delivered, index))
  const { erase, authors } = world(many)
  expect(await erase()).toMatchObject({ value: { erasedOrders: erasedPerSweep, leftOrders: 5, erasedAt: null } })
  expect(await erase()).toMatchObject({
    value: { erasedOrders: erasedPerSweep + 5, leftOrders: 0, erasedAt: at(noon) },
  })
  expect(authors).toHaveLength(erasedPerSweep + 5)
})
