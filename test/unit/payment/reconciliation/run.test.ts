// The reconciliation of a day over the real store: the bounds of a step, money under way, and the clock.
import { beforeEach, describe, expect, it } from 'vitest'
import { adoptCharge } from '../../../../src/payment/domain/attempt.ts'
import type { PaymentState } from '../../../../src/payment/domain/payment-state.ts'
import type { LedgerEntry } from '../../../../src/payment/providers/provider.ts'
import { activityNote } from '../../../../src/payment/reconciliation/order-activity.ts'
import {
  ordersPerStep,
  pagesPerStep,
  type ReconcilePorts,
  reconcileByClock,
  reconcileStep,
} from '../../../../src/payment/reconciliation/run.ts'
import { listDifferences, readRun } from '../../../../src/payment/reconciliation/store.ts'
import type { LogFields } from '../../../../src/platform/log.ts'
import { OrderBook, orderIdOf, tell } from '../../../support/order-book.ts'
import { won } from '../../../support/orders.ts'
import { type LocalDatabase, openDatabase } from '../../../support/sqlite.ts'

const day = '2026-11-02'
const nine = Date.parse('2026-11-02T09:00:00.000Z')
const nextDay = Date.parse('2026-11-03T00:20:00.000Z')
const settleMs = 900_000
const pageSize = 10
const firstPage = { limit: 100, after: null }

let the: ReturnType<typeof world>
beforeEach(() => {
  the = world()
})

/** Orders that are paid correctly; a test removes something. */
function world() {
  const database: LocalDatabase = openDatabase('payment')
  const orders = new OrderBook()
  const payments = new Map<string, PaymentState>()
  const entries: LedgerEntry[] = []
  const calls = { ledger: 0, record: 0, read: 0 }
  const logs: [string, LogFields | undefined][] = []
  const self = { now: nextDay, isAway: false }
  const ports: ReconcilePorts = {
    database,
    orders: {
      read: (orderId) => {
        calls.read++
        return orders.read(orderId)
      },
    },
    paymentState: async (orderId) => payments.get(orderId) ?? { attempts: [], refunds: [] },
    ledger: async (from, to, cursor) => {
      calls.ledger++
      const start = Number(cursor ?? 0)
      const within = entries.filter(({ at }) => at >= from && at < to)
      const next = start + pageSize < within.length ? `${start + pageSize}` : null
      return self.isAway ? null : { entries: within.slice(start, start + pageSize), cursor: next }
    },
    record: async (orderId) => {
      calls.record++
      const own = entries.filter((entry) => entry.orderId === orderId)
      if (self.isAway) return null
      return {
        charges: own.filter(({ kind }) => kind === 'charge'),
        refunds: own.filter(({ kind }) => kind === 'refund'),
      }
    },
    now: () => self.now,
    settleMs,
    log: (event, fields) => void logs.push([event, fields]),
  }
  return Object.assign(self, {
    ports,
    database,
    payments,
    entries,
    calls,
    logs,
    async paid(number: number, at = nine): Promise<string> {
      const orderId = orderIdOf(number)
      orders.now = new Date(at).toISOString()
      await tell(orders, orderId, 'usr_1', 'place', 'pay')
      const { amount } = (await orders.read(orderId))?.payment.captured ?? won(0)
      payments.set(orderId, { attempts: [adoptCharge(1, won(amount), `ch_${orderId}`, false, at)], refunds: [] })
      entries.push({ kind: 'charge', id: `ch_${orderId}`, orderId, amount: won(amount), at })
      await activityNote(database, orderId, new Date(at).toISOString().slice(0, 10), 2).run()
      return orderId
    },
    async reconcile() {
      for (let steps = 1; ; steps++) {
        const step = await reconcileStep(ports, day)
        if (!step.ok) throw new Error(step.rejection.code)
        if (step.value.status === 'done') return { ...step.value, steps }
      }
    },
    kinds: async () => (await listDifferences(database, day, firstPage)).items.map(({ kind }) => kind),
  })
}

describe('a day of many orders', () => {
  const ordersMax = 230

  it('is reconciled step by step, each bounded, and the provider is asked for its ledger only', async () => {
    for (let number = 0; number < ordersMax; number++) await the.paid(number)
    let before = { ...the.calls }
    for (let left = Number.POSITIVE_INFINITY; left > 0; ) {
      const step = await reconcileStep(the.ports, day)
      if (!step.ok) throw new Error(step.rejection.code)
      expect(the.calls.ledger - before.ledger).toBeLessThanOrEqual(pagesPerStep)
      expect(the.calls.read - before.read).toBeLessThanOrEqual(ordersPerStep)
      before = { ...the.calls }
      const { ordersLeft } = step.value
      if (ordersLeft === null) continue
      expect(ordersLeft).toBeLessThan(left)
      left = ordersLeft
    }
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', entries: ordersMax, orders: ordersMax })
    expect(the.calls).toEqual({ ledger: ordersMax / pageSize, read: ordersMax, record: 0 })
    expect(await the.kinds()).toEqual([])
    expect(the.logs).toEqual([['reconciled', { day, orders: ordersMax, entries: ordersMax }]])
  })

  it('counts each once when two take the same steps at once', async () => {
    for (let number = 0; number < 120; number++) await the.paid(number)
    await Promise.all([the.reconcile(), the.reconcile(), the.reconcile()])
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', entries: 120, orders: 120 })
  })
})

describe('what is compared', () => {
  it('an order that only its own events know: the provider never charged it', async () => {
    await the.paid(1)
    the.entries.length = 0
    expect(await the.reconcile()).toMatchObject({ entries: 0, orders: 1, differences: 1 })
    expect(await the.kinds()).toEqual(['chargeMissing'])
    expect(the.logs).toEqual([['reconciliation_differs', expect.objectContaining({ day, fault: '1 differences' })]])
  })

  it('an order as a whole, though its charge is in the ledger of another day', async () => {
    const orderId = await the.paid(1, nine - 86_400_000)
    await activityNote(the.database, orderId, day, 3).run()
    expect(await the.reconcile()).toMatchObject({ entries: 0, orders: 1, differences: 0 })
    expect(the.calls.record).toBe(1)
  })

  it('again from the beginning when it is asked for once more', async () => {
    const orderId = await the.paid(1)
    const kept = the.payments.get(orderId)
    the.payments.delete(orderId)
    expect((await the.reconcile()).differences).toBe(1)
    if (kept) the.payments.set(orderId, kept)
    expect(await the.reconcile()).toMatchObject({ orders: 1, differences: 0 })
    expect(await the.kinds()).toEqual([])
  })

  it('what moved just now is no difference, and is looked at again with the day after', async () => {
    const orderId = await the.paid(1)
    the.now = Date.parse('2026-11-03T00:05:00.000Z')
    the.entries.push({ kind: 'refund', id: 're_1', orderId, amount: won(1), at: the.now - settleMs + 1 })
    expect(await the.reconcile()).toMatchObject({ underWay: 1, differences: 0 })
    expect(the.database.rows(`SELECT day FROM journal WHERE order_id = '${orderId}'`)).toEqual([
      { day },
      { day: '2026-11-03' },
    ])
    the.now += 60_000
    expect(await the.reconcile()).toMatchObject({ underWay: 0, differences: 1 })
  })

  it('nothing while the provider is not available, and goes on from there', async () => {
    for (let number = 0; number < 60; number++) await the.paid(number)
    the.isAway = true
    const refused = { ok: false, rejection: { code: 'payment_overloaded' } }
    expect(await reconcileStep(the.ports, day)).toMatchObject(refused)
    the.isAway = false
    expect(await the.reconcile()).toMatchObject({ entries: 60, orders: 60, differences: 0 })
  })
})

describe('the clock', () => {
  it('reconciles the day before once it is over for long enough, and once', async () => {
    the.now = Date.parse('2026-11-03T00:10:00.000Z')
    await the.paid(1)
    for (let ticks = 0; ticks < 5; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, day)).toBeNull()
    the.now = nextDay
    for (let ticks = 0; ticks < 5; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', orders: 1 })
    expect(the.logs.filter(([event]) => event === 'reconciled')).toHaveLength(3)
  })

  it('does a day again that was looked at before it was over', async () => {
    await the.paid(1)
    the.now = nine + settleMs + 1
    await the.reconcile()
    await the.paid(2, nine + 3_600_000)
    the.now = nextDay
    for (let ticks = 0; ticks < 5; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', orders: 2 })
  })

  it('logs when the provider is not available, and comes back', async () => {
    await the.paid(1)
    the.isAway = true
    await reconcileByClock(the.ports)
    expect(the.logs).toEqual([['reconciliation_postponed', { day: '2026-10-31', code: 'payment_overloaded' }]])
    the.isAway = false
    for (let ticks = 0; ticks < 3; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', orders: 1 })
  })
})
