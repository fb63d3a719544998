// The calls of the reconciliation tests: reconcile a day, make the repair that a difference names, and move money at
// the provider behind the shop's back.
import { expect, vi } from 'vitest'
import type { Difference, Reconciliation } from '../../src/contract/reconciliation.ts'
import type { Result } from '../../src/contract/result.ts'
import type { Page } from '../../src/contract/rpc.ts'
import { atRest, call, command, harness, ops, pay, placed } from './payment-workers.ts'

export const today = () => new Date().toISOString().slice(0, 10)
const firstDay = today()
export const page = { limit: 100, cursor: null }

/** One step of the day's reconciliation. */
export async function step(day: string): Promise<Reconciliation> {
  const run = await call<Result<Reconciliation>>('RECONCILIATIONS', 'reconcile', ops, day)
  if (!run.ok) throw new Error(run.rejection.code)
  return run.value
}

/** Reconcile until nothing is under way any more; the run may go over midnight. */
export async function differences(orderId?: string): Promise<Difference[]> {
  const found: Difference[] = []
  for (const day of new Set([firstDay, today()])) {
    await vi.waitFor(
      async () => {
        const asked = Date.now()
        let run = await step(day)
        while (run.status !== 'done' || Date.parse(run.startedAt) < asked) run = await step(day)
        expect(run.underWay).toBe(0)
      },
      { timeout: 60_000, interval: 300 },
    )
    const shown = await call<Result<{ differences: Page<Difference> } | null>>(
      'RECONCILIATIONS',
      'reconciliation',
      ops,
      day,
      page,
    )
    if (shown.ok) found.push(...(shown.value?.differences.items ?? []))
  }
  return found.filter((difference) => orderId === undefined || difference.orderId === orderId)
}

/** Make the call that the one difference of the order names. */
export async function repair(orderId: string, kind: string): Promise<void> {
  const [difference, ...others] = await differences(orderId)
  expect([difference?.kind, others]).toEqual([kind, []])
  expect(difference?.call).toEqual({ method: 'POST', path: `/payments/${orderId}/inquiries`, body: null })
  expect(await inquire(orderId)).toMatchObject({ ok: true })
}

export const inquire = (orderId: string, caller = ops) => call('RECONCILIATIONS', 'inquire', caller, orderId)

let keys = 0

/** At the provider's dashboard, past the shop. */
async function atProvider(path: string, body: object): Promise<void> {
  const headers = { authorization: 'Bearer sandbox_test_key', 'idempotency-key': `outside-${++keys}` }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await harness.getWorker('homeappliance-sandbox').fetch(`https://sandbox.internal${path}`, init)
  expect(answer.status).toBe(201)
}

export const charge = (reference: string, amount = 4500) =>
  atProvider('/charges', { amount, currency: 'KRW', token: 'tok_approved', reference })
export const refund = (orderId: string, amount: number) =>
  atProvider(`/charges/ch_${orderId}_1/refunds`, { amount, currency: 'KRW' })

/** Lose all rows of these tables of the payment. */
export async function forget(orderId: string, ...tables: string[]): Promise<void> {
  const payment = harness.getWorker('homeappliance-payment')
  const storage = await payment.getDurableObjectStorage('PaymentObject', { name: orderId })
  for (const table of tables) await storage.exec(`DELETE FROM ${table}`)
  await payment.evictDurableObject('PaymentObject', { name: orderId })
}

export async function paid(): Promise<string> {
  const orderId = await placed()
  expect(await pay(orderId, 'tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  return orderId
}

export async function canceled(orderId: string): Promise<void> {
  await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
  await command(orderId, { type: 'TakeCancelOrder' })
}

/** The order comes to rest without a difference. */
export async function agree(orderId: string): Promise<void> {
  await atRest(orderId)
  expect(await differences(orderId)).toEqual([])
}
