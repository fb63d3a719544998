// The sandbox's own webhooks, into the payment Worker as it is deployed: the payment looks a charge up only after
// ten minutes here, so an outcome that is known sooner came by a webhook.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { randomOrderId } from '../../../src/contract/ids.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import type { PayOutcome, ProviderRecord } from '../../../src/contract/payment.ts'
import type { Result } from '../../../src/contract/result.ts'
import { request } from '../../support/callers.ts'
import { kangsOrder } from '../../support/orders.ts'
import { callIn, kang, openWorkers, staff, start } from '../../support/payment-workers.ts'

const workers = openWorkers({ PAYMENT_RETRY_MS: '600000' }, {}, { SANDBOX_WEBHOOK_TRIES: '5' })
beforeAll(() => start(workers))
afterAll(() => workers.close())

const command = (orderId: string, order: OrderCommand) => {
  const by = { kind: 'customer', id: kang.subject }
  return callIn(workers, 'ORDER_COMMANDS', 'handle', orderId, order, { by, causationId: 'test' })
}

async function paidSlowly(): Promise<string> {
  const orderId = randomOrderId()
  await command(orderId, { ...kangsOrder, lines: [...kangsOrder.lines] })
  const answer = await callIn<Result<PayOutcome>>(workers, 'PAYMENTS', 'pay', kang, orderId, 'tok_slow', request)
  expect(answer).toMatchObject({ ok: true, value: { outcome: 'pending' } })
  return orderId
}

async function becomes(orderId: string, status: string): Promise<void> {
  const stands = async () => {
    const { orderStatus, payment } = await callIn<OrderSummary>(workers, 'ORDER_COMMANDS', 'read', orderId)
    expect(`${orderStatus}, ${payment.status}`).toBe(status)
  }
  await vi.waitFor(stands, { timeout: 60_000, interval: 50 })
}

describe('a webhook of the sandbox', () => {
  it('brings the success of a slow charge to the payment', async () => {
    await becomes(await paidSlowly(), 'payApproved, approved')
  })

  it('brings a charge for an order that has expired, and it is refunded', async () => {
    const orderId = await paidSlowly()
    await command(orderId, { type: 'CancelOrder', reason: 'paymentTimeout', note: null })
    await becomes(orderId, 'payCanceled, refunded')
    const record = await callIn<Result<ProviderRecord>>(workers, 'PAYMENTS', 'providerRecord', staff, orderId)
    expect(record).toMatchObject({ value: { charges: [{}], refunds: [{ amount: { amount: 4500 } }] } })
  })
})
