// The reconciliation of a day over the real store: the bounds of a step, money under way, and the clock.
import { beforeEach, describe, expect, it } from 'vitest'
import { activityNote } from '../../../../src/payment/reconciliation/order-activity.ts'
import {
  ordersPerStep,
  pagesPerStep,
  reconcileByClock,
  reconcileStep,
} from '../../../../src/payment/reconciliation/run.ts'
import { readRun } from '../../../../src/payment/reconciliation/store.ts'
import { won } from '../../../support/orders.ts'
import { day, nextDay, nine, pageSize, reconciliationWorld, settleMs } from '../../../support/reconciliation-world.ts'

let the: ReturnType<typeof reconciliationWorld>
beforeEach(() => {
  the = reconciliationWorld()
})

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

describe('a disputed order', () => {
  const dispute = { id: 'dp_1', amount: won(1_290_000), reason: 'fraudulent', evidenceDueBy: null }

  it('whose webhook never came is found by the ledger of the day', async () => {
    const orderId = await the.paid(1)
    the.entries.push({ kind: 'dispute', id: 'dp_1', orderId, amount: dispute.amount, at: nine })
    the.disputes.set(orderId, [{ ...dispute, status: 'open' }])
    await the.reconcile()
    expect(await the.kinds()).toEqual(['disputeUnknown'])
  })

  it('is compared each day until its dispute is decided, since no money moves then', async () => {
    const orderId = await the.paid(1)
    the.disputes.set(orderId, [{ ...dispute, status: 'open' }])
    const { id: disputeId, ...facts } = dispute
    const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const
    await the.orders.handle(orderId, { type: 'RecordPaymentDisputed', disputeId, ...facts }, meta)
    expect(await the.reconcile()).toMatchObject({ orders: 1, differences: 0 })
    the.disputes.set(orderId, [{ ...dispute, status: 'lost' }])
    the.now += 86_400_000
    for (let ticks = 0; ticks < 5; ticks++) await reconcileByClock(the.ports)
    expect(await the.kinds('2026-11-03')).toEqual(['disputeNotRecorded'])
  })
})

describe('an order that cannot be compared', () => {
  it.each([
    ['order', 'its history is broken'],
    ['payment', 'its rows are broken'],
    ['record', 'timed out'],
  ] as const)(
    'since its %s cannot be read is a difference with the cause, and the day goes on',
    async (part, cause) => {
      const [first, second] = [await the.paid(1), await the.paid(2)]
      the.broken.set(first, part)
      the.payments.set(first, { attempts: [], refunds: [] })
      the.payments.set(second, { attempts: [], refunds: [] })
      expect(await the.reconcile()).toMatchObject({ orders: 2, differences: 2 })
      expect(await the.differences()).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'chargeUnknown', orderId: second }),
          expect.objectContaining({ kind: 'couldNotCompare', orderId: first, says: expect.stringContaining(cause) }),
        ]),
      )
      expect(the.logs).toContainEqual([
        'comparison_failed',
        { day, orderId: first, traceparent: expect.any(String), fault: expect.stringContaining(cause) },
      ])
    },
  )

  it('is compared again with the orders of the day after', async () => {
    const orderId = await the.paid(1)
    the.broken.set(orderId, 'order')
    await the.reconcile()
    const days = the.database.rows(`SELECT day FROM journal WHERE order_id = '${orderId}'`)
    expect(days).toEqual([{ day }, { day: '2026-11-03' }])
  })

  it('is no difference of its own when no order of a whole step can be: then something is down', async () => {
    for (let number = 0; number < ordersPerStep; number++) the.broken.set(await the.paid(number), 'order')
    await reconcileStep(the.ports, day)
    expect(await reconcileStep(the.ports, day)).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded' } })
    the.broken.clear()
    expect(await the.reconcile()).toMatchObject({ orders: ordersPerStep, differences: 0 })
  })
})

describe('the clock', () => {
  it('comes to a day though the day before it is not finished', async () => {
    const before = '2026-11-01'
    const stuck = await the.paid(1, nine - 86_400_000)
    the.payments.delete(stuck)
    the.broken.set(stuck, 'gate')
    await the.paid(2)
    for (let ticks = 0; ticks < 5; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, before)).toMatchObject({ status: 'comparing' })
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', orders: 1 })
  })

  it('comes to a day though the day before it throws, and though it is long', async () => {
    const { ledger } = the.ports
    the.ports.ledger = async (provider, from, ...rest) => {
      if (from < Date.parse('2026-11-01')) throw new Error('a page that cannot be read')
      return await ledger(provider, from, ...rest)
    }
    for (let number = 0; number < 300; number++) await the.paid(number, nine - 86_400_000)
    await the.paid(301)
    for (let ticks = 0; ticks < 2; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', orders: 1 })
    expect(the.logs).toContainEqual(['reconciliation_postponed', expect.objectContaining({ day: '2026-10-31' })])
  })

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
    const days = ['2026-10-31', '2026-11-01', '2026-11-02']
    const postponed = days.map((each) => ['reconciliation_postponed', { day: each, code: 'payment_overloaded' }])
    expect(the.logs).toEqual(postponed)
    the.isAway = false
    for (let ticks = 0; ticks < 3; ticks++) await reconcileByClock(the.ports)
    expect(await readRun(the.database, day)).toMatchObject({ status: 'done', orders: 1 })
  })
})
