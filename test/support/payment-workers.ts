// The payment, order and sandbox Workers as they are deployed, in one harness, and how a test speaks to them.
import { expect, vi } from 'vitest'
import type { Caller } from '../../src/contract/caller.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import { randomOrderId } from '../../src/contract/ids.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { PaymentView, PayOutcome, ProviderRecord } from '../../src/contract/payment.ts'
import type { Result } from '../../src/contract/result.ts'
import { subscribers } from '../../src/contract/routing.ts'
import { shardOf } from '../../src/platform/shard.ts'
import { request } from './callers.ts'
import { createHarness } from './harness/harness.ts'
import { kangsOrder } from './orders.ts'
import type { ProviderFault } from './provider-fault-proxy.ts'

export const webhookSecret = 'a webhook secret of the tests'
export const gates = { PAYMENT_PROVIDER: 'sandbox', PAYMENT_GATE_SHARDS: '64' }

type Settings = Record<string, string>

/** The Workers, with these settings over those of their wrangler files. The sandbox sends webhooks when told to. */
export const openWorkers = (vars: Settings, secrets: Settings, sandboxVars: Settings = {}) =>
  createHarness({
    workers: [
      {
        name: 'driver',
        entry: 'driver',
        services: {
          PAYMENTS: { name: 'homeappliance-payment', entrypoint: 'Payments' },
          ORDER_COMMANDS: { name: 'homeappliance-order', entrypoint: 'OrderCommands' },
          RECONCILIATIONS: { name: 'homeappliance-payment', entrypoint: 'Reconciliations' },
        },
      },
      {
        context: 'payment',
        vars: {
          ...gates,
          PAYMENT_TIMEOUT_MS: '400',
          PAYMENT_RETRY_MS: '100',
          PAYMENT_BREAKER_OPEN_MS: '300',
          SANDBOX_WEBHOOK_SECRET: webhookSecret,
          ...vars,
          ...secrets,
        },
        services: { SANDBOX: { name: 'provider-fault-proxy' } },
      },
      {
        name: 'provider-fault-proxy',
        entry: 'provider-fault-proxy',
        services: { SANDBOX: { name: 'homeappliance-sandbox' } },
      },
      {
        context: 'sandbox',
        vars: {
          SANDBOX_SLOW_MS: '1200',
          SANDBOX_LOST_MS: '3000',
          SANDBOX_WEBHOOK_SECRET: webhookSecret,
          SANDBOX_WEBHOOK_TRIES: '0',
          ...sandboxVars,
        },
      },
      { context: 'order' },
      { context: 'catalog' },
      ...subscribers
        .filter((context) => context !== 'payment')
        .map((context) => ({
          name: `homeappliance-${context}`,
          entry: 'stand-in-subscriber' as const,
        })),
    ],
  })

export type Workers = ReturnType<typeof openWorkers>

/** Start them, with the payment's database migrated. */
export async function start(workers: Workers): Promise<void> {
  await workers.listen()
}

export const harness = openWorkers({ RECONCILE_SETTLE_SECONDS: '1' }, {})

export const kang: Caller = { subject: kangsOrder.customerId, role: 'customer', name: 'Kang' }
export const lee: Caller = { subject: 'another', role: 'customer', name: 'Lee' }
export const staff: Caller = { subject: 'staff', role: 'staff', name: 'Staff' }

export const ops: Caller = { subject: 'ops', role: 'ops', name: 'Ops' }

type Binding = 'PAYMENTS' | 'ORDER_COMMANDS' | 'RECONCILIATIONS'

export const call = <T>(binding: Binding, method: string, ...args: unknown[]) =>
  callIn<T>(harness, binding, method, ...args)

export async function callIn<T>(workers: Workers, binding: Binding, method: string, ...args: unknown[]): Promise<T> {
  const body = JSON.stringify({ binding, method, args })
  const response = await workers.getWorker('driver').fetch('/', { method: 'POST', body })
  if (!response.ok) throw new Error(await response.text())
  const { answer } = (await response.json()) as { answer: T }
  return answer
}

export const command = (orderId: string, order: OrderCommand) =>
  call('ORDER_COMMANDS', 'handle', orderId, order, { by: { kind: 'customer', id: kang.subject }, causationId: 'test' })
export const pay = (orderId: string, token: string | null, caller = kang) =>
  call<Result<PayOutcome>>('PAYMENTS', 'pay', caller, orderId, token, request)
export const read = (orderId: string) => call<OrderSummary>('ORDER_COMMANDS', 'read', orderId)

const usedGates = new Set<number>()

/** Behind a gate that no other order has used, so that what failed for one is not held against another. */
function orderIdOfItsOwnGate(): string {
  for (;;) {
    const orderId = randomOrderId()
    const gate = shardOf(orderId, Number(gates.PAYMENT_GATE_SHARDS))
    if (usedGates.size < Number(gates.PAYMENT_GATE_SHARDS) && usedGates.has(gate)) continue
    usedGates.add(gate)
    return orderId
  }
}

export async function placed(orderId = orderIdOfItsOwnGate()): Promise<string> {
  await command(orderId, { ...kangsOrder, lines: [...kangsOrder.lines] })
  return orderId
}

export async function view(orderId: string): Promise<PaymentView> {
  const answer = await call<Result<PaymentView>>('PAYMENTS', 'get', kang, orderId)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return answer.value
}

/** The amounts that the sandbox has charged and refunded. */
export async function ledger(orderId: string): Promise<number[][]> {
  const answer = await call<Result<ProviderRecord>>('PAYMENTS', 'providerRecord', staff, orderId)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return [answer.value.charges, answer.value.refunds].map((rows) => rows.map(({ amount }) => amount.amount))
}

export const becomes = (orderId: string, status: string) =>
  vi.waitFor(
    async () => {
      const { orderStatus, payment } = await read(orderId)
      expect(`${orderStatus}, ${payment.status}`).toBe(status)
    },
    { timeout: 30_000, interval: 50 },
  )

export async function providerFault(result: ProviderFault): Promise<number> {
  const response = await harness.getWorker('provider-fault-proxy').fetch(`/?fault=${result}`)
  return ((await response.json()) as { calls: number }).calls
}

/** Nothing is left for the alarm to do. */
export const atRest = (orderId: string) =>
  vi.waitFor(
    async () => {
      const storage = await harness
        .getWorker('homeappliance-payment')
        .getDurableObjectStorage('PaymentObject', { name: orderId })
      const tables = await storage.exec(`SELECT name FROM sqlite_master WHERE name IN ('attempt', 'refund')`)
      const due = await Promise.all(
        tables.map(async ({ name }) => {
          const token = name === 'attempt' ? 'OR token IS NOT NULL' : ''
          const isDue = `due_at IS NOT NULL OR report_at IS NOT NULL ${token}`
          return await storage.exec(`SELECT due_at FROM ${name} WHERE ${isDue}`)
        }),
      )
      expect(tables).not.toEqual([])
      expect(due.flat()).toEqual([])
    },
    { timeout: 30_000, interval: 50 },
  )
