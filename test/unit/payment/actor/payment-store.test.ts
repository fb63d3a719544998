// The store of a payment: what it writes in one transaction, and what it holds in memory until the next write.
import { expect, test } from 'vitest'
import { PaymentStore } from '../../../../src/payment/actor/payment-store.ts'
import { begin } from '../../../../src/payment/domain/attempt.ts'
import { createRefund } from '../../../../src/payment/domain/refund.ts'
import { openStorage } from '../../../support/node-storage.ts'
import { noon, won } from '../../../support/orders.ts'

const attempt = begin({ attempt: 2, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, {
  recoverAfterMs: 3000,
  lateArrivalMs: 120_000,
})
const refund = createRefund({ purpose: 'part', refundId: 'rfd_2', attempt: 1, amount: won(500) }, noon)

test('what nobody has paid for leaves nothing behind', () => {
  const storage = openStorage()
  expect(new PaymentStore(storage, 'sandbox').write({})).toBe(false)
  expect(storage.sql('SELECT 1 FROM sqlite_master')).toEqual([])
})

test('an outcome that is held back is seen, and written with the next rows', () => {
  const storage = openStorage()
  const store = new PaymentStore(storage, 'sandbox')
  store.write({ attempts: [attempt] })
  const charged = { ...attempt, status: 'unknown' as const }
  store.hold(charged)
  expect(store.state.attempts).toEqual([charged])
  expect(new PaymentStore(storage, 'sandbox').state.attempts).toEqual([attempt])
  store.write({ refunds: [refund] })
  expect(new PaymentStore(storage, 'sandbox').state).toEqual({ attempts: [charged], refunds: [refund] })
})

test('an outcome that was held is written once: later writes do not bring it back', () => {
  const storage = openStorage()
  const store = new PaymentStore(storage, 'sandbox')
  store.hold({ ...attempt, status: 'unknown' as const })
  store.write({})
  store.write({ attempts: [attempt] })
  store.write({ refunds: [refund] })
  expect(new PaymentStore(storage, 'sandbox').state).toEqual({ attempts: [attempt], refunds: [refund] })
})

test('a write that dies on the way leaves the rows and the state in memory as they were', () => {
  const storage = openStorage()
  const store = new PaymentStore(storage, 'sandbox')
  store.write({ attempts: [attempt] })
  const before = store.state
  const charged = { ...attempt, status: 'unknown' as const }
  storage.dieAt(3)
  expect(() => store.write({ attempts: [charged], refunds: [refund] })).toThrow('died')
  expect(store.state).toEqual(before)
  expect(new PaymentStore(storage, 'sandbox').state).toEqual(before)
})
