// The reconciliation service: only for ops, only for days that have begun, and no repair without the provider.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../../../src/contract/caller.ts'
import type { PaymentView, ProviderRecord } from '../../../../src/contract/payment.ts'
import type { MaybeSealed } from '../../../../src/contract/sealed.ts'
import type { NamedRecord } from '../../../../src/payment/reconciliation/records.ts'
import { reconciliationService } from '../../../../src/payment/reconciliation/service.ts'
import { actsAfter } from '../../../../src/platform/acts.ts'
import { callers, firstPage } from '../../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../../support/order-book.ts'
import { won } from '../../../support/orders.ts'
import { type LocalDatabase, openDatabase } from '../../../support/sqlite.ts'

const { ops } = callers
const orderId = orderIdOf(1)
const now = Date.parse('2026-11-02T12:00:00.000Z')
const none: ProviderRecord = { charges: [], refunds: [] }
const view: PaymentView = { orderId, provider: 'sandbox', attempts: [], refunds: [] }

let orders: OrderBook
let record: ProviderRecord | null
let repaired: [MaybeSealed, readonly NamedRecord[]][]
let database: LocalDatabase
let service: ReturnType<typeof reconciliationService>

beforeEach(async () => {
  orders = new OrderBook()
  await tell(orders, orderId, 'usr_1', 'place')
  record = none
  repaired = []
  database = openDatabase('payment')
  service = reconciliationService({
    database,
    orders,
    paymentState: async () => ({ attempts: [], refunds: [] }),
    payment: () => ({ repair: async (...args) => void repaired.push(args), view: async () => view }),
    ledger: async () => (record === null ? null : { entries: [], cursor: null }),
    providers: ['sandbox'],
    record: async () => (record === null ? { status: 'rejected' } : { status: 'read', record }),
    now: () => now,
    newId: () => crypto.randomUUID(),
    settleMs: 900_000,
    log: () => {},
  })
})

const acts = async () => (await actsAfter(database, 0, 10)).acts

const calls: [string, (caller: Caller) => Promise<unknown>][] = [
  ['reconcile', (caller) => service.reconcile(caller, '2026-11-02')],
  ['reconciliation', (caller) => service.reconciliation(caller, '2026-11-02', firstPage)],
  ['reconciliations', (caller) => service.reconciliations(caller, firstPage)],
  ['inquire', (caller) => service.inquire(caller, orderId)],
]

describe.each(calls)('%s', (_, call) => {
  it('is for ops alone', async () => {
    for (const caller of [callers.customer, callers.staff, callers.courier]) {
      expect(await call(caller)).toMatchObject({ ok: false, rejection: { code: 'forbidden' } })
    }
    expect(repaired).toEqual([])
    expect(await acts()).toEqual([])
    expect(await call(ops)).toMatchObject({ ok: true })
  })
})

describe('a day', () => {
  it.each(['2026-11-03', '2026-02-30', 'yesterday', '2026-11-02T09:00:00Z', ''])('"%s" is refused', async (day) => {
    expect(await service.reconcile(ops, day)).toMatchObject({ rejection: { code: 'invalid_request', field: 'day' } })
  })

  it('that has begun is reconciled step by step, and shown with its differences', async () => {
    expect(await service.reconciliation(ops, '2026-11-02', firstPage)).toEqual({ ok: true, value: null })
    expect(await service.reconcile(ops, '2026-11-02')).toMatchObject({ value: { status: 'comparing', ordersLeft: 0 } })
    expect(await service.reconcile(ops, '2026-11-02')).toMatchObject({ value: { status: 'done', ordersLeft: 0 } })
    expect(await service.reconciliation(ops, '2026-11-02', firstPage)).toMatchObject({
      value: { reconciliation: { status: 'done' }, differences: { items: [], cursor: null } },
    })
    expect(await service.reconciliations(ops, firstPage)).toMatchObject({ value: { items: [{ day: '2026-11-02' }] } })
  })

  it('that ops begin, and begin again, is an act each time; its steps are none', async () => {
    for (const requestId of ['req_1', 'req_2', 'req_3']) await service.reconcile(ops, '2026-11-02', requestId)
    const same = { action: 'reconcile', target: '2026-11-02', actor: { id: ops.subject, role: 'ops', name: ops.name } }
    expect(await acts()).toMatchObject([
      { ...same, before: null, after: { status: 'reading' }, requestId: 'req_1' },
      { ...same, before: { status: 'done' }, after: { status: 'reading' }, requestId: 'req_3' },
    ])
  })

  it('is not shown by the fields that only the store needs', async () => {
    const run = await service.reconcile(ops, '2026-11-02')
    expect(run.ok && Object.keys(run.value)).not.toContain('steps')
    expect(run.ok && Object.keys(run.value)).not.toContain('cursor')
  })

  it('is put off while the provider is not available', async () => {
    record = null
    expect(await service.reconcile(ops, '2026-11-02')).toMatchObject({ rejection: { code: 'payment_overloaded' } })
  })
})

describe('an inquiry', () => {
  it('repairs the payment with the order and the record as they are now, and shows it', async () => {
    expect(await service.inquire(ops, orderId, 'req_1')).toEqual({ ok: true, value: view })
    expect(await acts()).toMatchObject([{ action: 'inquire', target: orderId, requestId: 'req_1' }])
    expect(repaired).toMatchObject([[{ orderId }, [{ provider: 'sandbox', record: none }]]])
  })

  it('brings the order up to date with its disputes, before the payment is repaired', async () => {
    await tell(orders, orderId, 'usr_1', 'pay')
    record = {
      ...none,
      disputes: [{ id: 'dp_1', amount: won(1), reason: 'general', status: 'lost', evidenceDueBy: null }],
    }
    await service.inquire(ops, orderId)
    expect(orders.typesOf(orderId).slice(-2)).toEqual(['PaymentDisputed', 'PaymentDisputeLost'])
    expect(repaired).toMatchObject([[{ payment: { disputes: [{ status: 'lost' }] } }, [{ record }]]])
  })

  it.each([orderIdOf(9), 'no-order-id'])('into %s finds no order', async (other) => {
    expect(await service.inquire(ops, other)).toMatchObject({ rejection: { code: 'order_not_found' } })
    expect(repaired).toEqual([])
  })

  it('repairs nothing while the provider is not available', async () => {
    record = null
    expect(await service.inquire(ops, orderId)).toMatchObject({ rejection: { code: 'payment_overloaded' } })
    expect(repaired).toEqual([])
    expect(await acts()).toEqual([])
  })
})
