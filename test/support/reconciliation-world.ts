// A day to reconcile: orders that are paid correctly, over the real store, with a ledger in memory.
import type { ProviderDispute } from '../../src/contract/dispute.ts'
import { adoptCharge } from '../../src/payment/domain/attempt.ts'
import type { PaymentState } from '../../src/payment/domain/payment-state.ts'
import type { LedgerEntry } from '../../src/payment/providers/provider.ts'
import { activityNote } from '../../src/payment/reconciliation/order-activity.ts'
import { type ReconcilePorts, reconcileStep } from '../../src/payment/reconciliation/run.ts'
import { listDifferences } from '../../src/payment/reconciliation/store.ts'
import type { LogFields } from '../../src/platform/log.ts'
import { OrderBook, orderIdOf, tell } from './order-book.ts'
import { won } from './orders.ts'
import { type LocalDatabase, openDatabase } from './sqlite.ts'

export const day = '2026-11-02'
export const nine = Date.parse('2026-11-02T09:00:00.000Z')
export const nextDay = Date.parse('2026-11-03T00:20:00.000Z')
export const settleMs = 900_000
export const pageSize = 10
const firstPage = { limit: 100, after: null }

/** Orders that are paid correctly; a test removes something. */
export function reconciliationWorld() {
  const database: LocalDatabase = openDatabase('payment')
  const orders = new OrderBook()
  const payments = new Map<string, PaymentState>()
  const entries: LedgerEntry[] = []
  const calls = { ledger: 0, record: 0, read: 0 }
  const logs: [string, LogFields | undefined][] = []
  const self = { now: nextDay, isAway: false }
  /** What throws for an order, or is out of reach: by its id. */
  /** The disputes that the provider has, by order. */
  const disputes = new Map<string, ProviderDispute[]>()
  const broken = new Map<string, 'order' | 'payment' | 'record' | 'gate'>()
  const ports: ReconcilePorts = {
    database,
    orders: {
      read: (orderId) => {
        calls.read++
        if (broken.get(orderId) === 'order') throw new Error('its history is broken')
        return orders.read(orderId)
      },
    },
    paymentState: async (orderId) => {
      if (broken.get(orderId) === 'payment') throw new Error('its rows are broken')
      return payments.get(orderId) ?? { attempts: [], refunds: [] }
    },
    providers: ['sandbox'],
    ledger: async (_, from, to, cursor) => {
      calls.ledger++
      const start = Number(cursor ?? 0)
      const within = entries.filter(({ at }) => at >= from && at < to)
      const next = start + pageSize < within.length ? `${start + pageSize}` : null
      return self.isAway ? null : { entries: within.slice(start, start + pageSize), cursor: next }
    },
    record: async (_, orderId) => {
      calls.record++
      const own = entries.filter((entry) => entry.orderId === orderId)
      if (self.isAway || broken.get(orderId) === 'gate') return { status: 'rejected' }
      if (broken.get(orderId) === 'record') return { status: 'unreadable', reason: 'timed out' }
      const charges = own.filter(({ kind }) => kind === 'charge')
      return {
        status: 'read',
        record: {
          charges,
          refunds: own.filter(({ kind }) => kind === 'refund'),
          disputes: disputes.get(orderId) ?? [],
        },
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
    broken,
    disputes,
    orders,
    calls,
    logs,
    async paid(number: number, at = nine): Promise<string> {
      const orderId = orderIdOf(number)
      orders.now = new Date(at).toISOString()
      await tell(orders, orderId, 'usr_1', 'place', 'pay')
      const { amount } = (await orders.read(orderId))?.payment.captured ?? won(0)
      payments.set(orderId, {
        attempts: [adoptCharge(1, { provider: 'sandbox', id: `ch_${orderId}`, amount: won(amount) }, false, at)],
        refunds: [],
      })
      entries.push({ kind: 'charge', id: `ch_${orderId}`, orderId, amount: won(amount), at })
      await activityNote(database, orderId, new Date(at).toISOString().slice(0, 10), 2).run()
      return orderId
    },
    async reconcile(of = day) {
      for (let steps = 1; ; steps++) {
        const step = await reconcileStep(ports, of)
        if (!step.ok) throw new Error(step.rejection.code)
        if (step.value.status === 'done') return { ...step.value, steps }
      }
    },
    differences: async () => (await listDifferences(database, day, firstPage)).items,
    kinds: async (of = day) => (await listDifferences(database, of, firstPage)).items.map(({ kind }) => kind),
  })
}
