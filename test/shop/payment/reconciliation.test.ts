// Reconciliation over the real bundles: faults are planted behind the shop's back, each is found with the call that
// repairs it, the call is made, and the three records agree.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { randomOrderId } from '../../../src/contract/ids.ts'
import type { Reconciliation } from '../../../src/contract/reconciliation.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { Page } from '../../../src/contract/rpc.ts'
import { shardFor } from '../../../src/sandbox/entry.ts'
import { won } from '../../support/orders.ts'
import {
  atRest,
  becomes,
  call,
  command,
  harness,
  ledger,
  ops,
  pay,
  placed,
  providerFault,
  read,
  staff,
  start,
  view,
} from '../../support/payment-workers.ts'
import {
  agree,
  canceled,
  charge,
  differences,
  forget,
  inquire,
  page,
  paid,
  refund,
  repair,
  step,
  today,
} from '../../support/reconciliation-calls.ts'

beforeAll(() => start(harness))
afterAll(() => harness.close())

describe('a day', () => {
  it('of many orders that went as they should, some refunded, in part or all, agrees, piece by piece', async () => {
    const orderIds = await Promise.all(Array.from({ length: 60 }, paid))
    const [whole = '', part = ''] = orderIds
    await canceled(whole)
    await command(part, { type: 'RefundPart', refundId: 'rfd_part', amount: won(500), reason: 'a scratch' })
    const declined = await placed()
    await pay(declined, 'tok_declined')
    const lost = await placed()
    await pay(lost, 'tok_lost')
    await becomes(lost, 'payApproved, approved')
    await becomes(whole, 'payCanceled, refunded')
    await vi.waitFor(async () => expect((await read(part)).payment.refunded.amount).toBe(500), { timeout: 30_000 })
    for (const orderId of [...orderIds, lost]) await atRest(orderId)
    expect(await differences()).toEqual([])
    const runs = await call<Result<Page<Reconciliation>>>('RECONCILIATIONS', 'reconciliations', ops, page)
    if (!runs.ok) throw new Error(runs.rejection.code)
    const orders = runs.value.items.reduce((sum, run) => sum + run.orders, 0)
    // Those of each run, of which there are two when it went over midnight.
    expect(orders).toBeGreaterThanOrEqual(61)
    expect((await step(today())).status).not.toBe('done')
    expect(await differences()).toEqual([])
  })

  it('is for ops alone, and one that has begun', async () => {
    const forbidden = { ok: false, rejection: { code: 'forbidden' } }
    expect(await call('RECONCILIATIONS', 'reconcile', staff, today())).toMatchObject(forbidden)
    expect(await call('RECONCILIATIONS', 'reconciliation', staff, today(), page)).toMatchObject(forbidden)
    expect(await call('RECONCILIATIONS', 'reconciliations', staff, page)).toMatchObject(forbidden)
    expect(await inquire(randomOrderId(), staff)).toMatchObject(forbidden)
    expect(await inquire(randomOrderId())).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
    for (const day of ['2999-01-01', 'yesterday', '2026-02-30']) {
      const refused = { ok: false, rejection: { code: 'invalid_request', field: 'day' } }
      expect(await call('RECONCILIATIONS', 'reconcile', ops, day)).toMatchObject(refused)
    }
  })

  it('is put off while the provider is away', async () => {
    await providerFault('gone')
    const away = { ok: false, rejection: { code: 'payment_overloaded' } }
    expect(await call('RECONCILIATIONS', 'reconcile', ops, today())).toMatchObject(away)
    await providerFault('none')
    await vi.waitFor(() => step(today()), { timeout: 30_000, interval: 300 })
  })

  it('that is over is reconciled by the clock', async () => {
    const payment = harness.getWorker('homeappliance-payment')
    for (let ticks = 0; ticks < 3; ticks++) {
      await payment.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    }
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    expect(await call('RECONCILIATIONS', 'reconciliation', ops, yesterday, page)).toMatchObject({
      ok: true,
      value: { reconciliation: { day: yesterday, status: 'done' } },
    })
  })
})

describe('found, repaired by the call it names, and gone', () => {
  it('money taken for an order that nobody paid: the order is paid with it', async () => {
    const orderId = await placed()
    await charge(orderId)
    await repair(orderId, 'chargeUnknown')
    await becomes(orderId, 'payApproved, approved')
    await agree(orderId)
  })

  it('the wrong amount taken: it goes back', async () => {
    const orderId = await placed()
    await charge(orderId, 4000)
    await repair(orderId, 'chargeUnknown')
    await vi.waitFor(async () => expect(await ledger(orderId)).toEqual([[4000], [4000]]), { timeout: 30_000 })
    await agree(orderId)
    expect((await read(orderId)).orderStatus).toBe('orderStarted')
  })

  it('charged twice: the second goes back', async () => {
    const orderId = await paid()
    await charge(orderId)
    await repair(orderId, 'chargeUnknown')
    await vi.waitFor(async () => expect(await ledger(orderId)).toEqual([[4500, 4500], [4500]]), { timeout: 30_000 })
    await agree(orderId)
    expect(await inquire(orderId)).toMatchObject({ ok: true })
    await agree(orderId)
    expect(await ledger(orderId)).toEqual([[4500, 4500], [4500]])
  })

  it('charged and refunded by hand, for an order that nobody paid: it does not count as paid', async () => {
    const orderId = await placed()
    await charge(orderId)
    await refund(orderId, 4500)
    await repair(orderId, 'chargeUnknown')
    await agree(orderId)
    expect(await ledger(orderId)).toEqual([[4500], [4500]])
    expect((await read(orderId)).orderStatus).toBe('orderStarted')
  })

  it('the payment’s rows lost: they come back, and no money moves', async () => {
    const orderId = await paid()
    await atRest(orderId)
    await forget(orderId, 'attempt')
    await repair(orderId, 'chargeUnknown')
    await agree(orderId)
    expect((await view(orderId)).attempts).toMatchObject([{ attempt: 1, status: 'approved' }])
    expect(await ledger(orderId)).toEqual([[4500], []])
    await canceled(orderId)
    await becomes(orderId, 'payCanceled, refunded')
    await agree(orderId)
  })

  it('lost with a refund that was made: nothing goes back twice', async () => {
    const orderId = await paid()
    await canceled(orderId)
    await becomes(orderId, 'payCanceled, refunded')
    await atRest(orderId)
    await forget(orderId, 'attempt', 'refund')
    await repair(orderId, 'chargeUnknown')
    await agree(orderId)
    expect((await view(orderId)).refunds).toMatchObject([{ purpose: 'cancel', status: 'done' }])
    expect(await ledger(orderId)).toEqual([[4500], [4500]])
  })

  it('a refund’s row lost after it was made: it is not made again', async () => {
    const orderId = await paid()
    await canceled(orderId)
    await becomes(orderId, 'payCanceled, refunded')
    await atRest(orderId)
    await forget(orderId, 'refund')
    await repair(orderId, 'refundNotOwed')
    await agree(orderId)
    expect(await ledger(orderId)).toEqual([[4500], [4500]])
  })

  it('a part refunded at the provider’s dashboard: the order and the payment take it over', async () => {
    const orderId = await paid()
    await refund(orderId, 700)
    await repair(orderId, 'refundUnknown')
    await vi.waitFor(async () => expect((await read(orderId)).payment.refunded.amount).toBe(700), { timeout: 30_000 })
    await agree(orderId)
    await canceled(orderId)
    await becomes(orderId, 'payCanceled, refunded')
    await agree(orderId)
    expect(await ledger(orderId)).toEqual([[4500], [700, 3800]])
  })

  it('all of it refunded at the provider’s dashboard: the order is canceled, and nothing is refunded twice', async () => {
    const orderId = await paid()
    await refund(orderId, 4500)
    const [difference] = await differences(orderId)
    expect(difference?.call).toEqual({
      method: 'PATCH',
      path: `/orders/${orderId}`,
      body: { orderStatus: 'orderCancel', reason: 'refunded at the payment provider' },
    })
    await canceled(orderId)
    await becomes(orderId, 'payCanceled, refunded')
    await agree(orderId)
    expect(await ledger(orderId)).toEqual([[4500], [4500]])
  })
})

describe('found, and left to a person', () => {
  it('money taken for no order of ours, and for one that does not exist', async () => {
    const nobodys = randomOrderId()
    await charge('another-shop')
    await charge(nobodys)
    const found = await differences()
    expect(found.map(({ kind, orderId, call: repairs }) => [kind, orderId, repairs])).toEqual(
      expect.arrayContaining([
        ['entryNotOurs', null, null],
        ['orderMissing', nobodys, null],
      ]),
    )
  })

  it('an order that is paid, and that the provider does not know', async () => {
    const orderId = await paid()
    const sandbox = harness.getWorker('homeappliance-sandbox')
    const shard = `part-${shardFor(orderId)}`
    const ledger = await sandbox.getDurableObjectStorage('SandboxRegister', { name: shard })
    await ledger.exec('DELETE FROM entry WHERE reference = ?', orderId)
    await atRest(orderId)
    // Payment notes it when the order polls next.
    const found = async () => expect(await differences(orderId)).toMatchObject([{ kind: 'chargeMissing', call: null }])
    await vi.waitFor(found, { timeout: 60_000, interval: 1000 })
  })
})
