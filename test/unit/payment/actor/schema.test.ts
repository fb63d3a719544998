// The payment's tables grow in numbered steps: a payment written by any earlier release is read and goes on.
import { expect, test } from 'vitest'
import { PaymentStore } from '../../../../src/payment/actor/payment-store.ts'
import { begin } from '../../../../src/payment/domain/attempt.ts'
import { createRefund } from '../../../../src/payment/domain/refund.ts'
import { schema } from '../../../../src/platform/schema.ts'
import { openStorage } from '../../../support/node-storage.ts'
import { noon, won } from '../../../support/orders.ts'

/** The tables of the first release, with a payment whose refund is due. Never edited. */
const release1 = `
  CREATE TABLE migration (step INTEGER PRIMARY KEY);
  INSERT INTO migration VALUES (1);
  CREATE TABLE attempt (attempt INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, token TEXT, reason TEXT, charge_id TEXT, started_at INTEGER NOT NULL, ended_at INTEGER,
    sent_at INTEGER NOT NULL, resends INTEGER NOT NULL, tries INTEGER NOT NULL, due_at INTEGER, reported TEXT,
    report_tries INTEGER NOT NULL, report_at INTEGER);
  CREATE TABLE refund (refund_id TEXT PRIMARY KEY, attempt INTEGER NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, for_order INTEGER NOT NULL, since INTEGER NOT NULL, tries INTEGER NOT NULL, due_at INTEGER,
    done_at INTEGER, report_tries INTEGER NOT NULL, report_at INTEGER);
  INSERT INTO attempt VALUES (1, 'approved', 4500, 'KRW', NULL, NULL, 'ch_1', 1, 2, 1, 0, 0, NULL, 'approved', 0, NULL);
  INSERT INTO refund VALUES ('rfd_1', 1, 4500, 'KRW', 1, 3, 0, 4, NULL, 0, NULL);`

const attempt = begin({ attempt: 2, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, {
  recoverAfterMs: 3000,
  lateArrivalMs: 120_000,
})
const refund = createRefund({ purpose: 'part', refundId: 'rfd_2', attempt: 1, amount: won(500) }, noon)

function old() {
  const storage = openStorage()
  storage.sql(release1)
  return storage
}

test('a payment of the first release is read, goes on, and is read again', () => {
  const storage = old()
  const store = new PaymentStore(storage, 'toss')
  expect(store.state).toMatchObject({
    attempts: [{ status: 'approved', provider: 'toss', chargeId: 'ch_1', requests: [] }],
    refunds: [{ refundId: 'rfd_1', round: 0, status: 'due', purpose: 'cancel' }],
  })
  store.write({ attempts: [attempt], refunds: [refund] })
  expect(new PaymentStore(storage, 'toss').state).toEqual(store.state)
  expect(store.state.attempts).toHaveLength(2)
})

test('a new payment has the tables of an old one, and that of the refunds from the first refund on', () => {
  const columns = (storage: ReturnType<typeof old>, table: string) =>
    storage.sql(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}') ORDER BY name`)
  const older = old()
  new PaymentStore(older, 'sandbox')
  const young = openStorage()
  const store = new PaymentStore(young, 'sandbox')
  store.write({ attempts: [attempt] })
  expect(columns(young, 'attempt')).toEqual(columns(older, 'attempt'))
  expect(columns(young, 'refund')).toEqual([])
  expect(new PaymentStore(young, 'sandbox').state).toEqual({ attempts: [attempt], refunds: [] })
  store.write({ refunds: [refund] })
  expect(columns(young, 'refund')).toEqual(columns(older, 'refund'))
  expect(new PaymentStore(young, 'sandbox').state).toEqual({ attempts: [attempt], refunds: [refund] })
})

test('an object that was made by any release takes every later step once, and keeps count of it', () => {
  const first = ['CREATE TABLE thing (a TEXT)', 'ALTER TABLE thing ADD COLUMN b TEXT']
  const later = [...first, 'ALTER TABLE thing ADD COLUMN c TEXT', 'ALTER TABLE thing ADD COLUMN d TEXT']
  const storage = openStorage()
  schema(first, 'CREATE TABLE thing (a TEXT, b TEXT)').create(storage)
  for (const steps of [first, later.slice(0, 3), later]) {
    const { migrate } = schema(steps, '')
    expect(migrate(storage)).toBe(steps.length > 2 ? steps.length - 1 : null)
    expect(migrate(storage)).toBeNull()
  }
  const columns = storage.sql(`SELECT name FROM pragma_table_info('thing')`).map(({ name }) => name)
  expect(columns).toEqual(['a', 'b', 'c', 'd'])
})
