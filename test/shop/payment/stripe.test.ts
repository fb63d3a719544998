// The payment Worker as it is deployed, with Stripe as its provider: the real package, over HTTP to a stand-in.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { randomOrderId } from '../../../src/contract/ids.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import type { PaymentView, PayOutcome, ProviderRecord } from '../../../src/contract/payment.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { Webhook } from '../../../src/payment/providers/provider.ts'
import { request } from '../../support/callers.ts'
import { kangsOrder, won } from '../../support/orders.ts'
import { callIn, kang, openWorkers, staff, start, type Workers } from '../../support/payment-workers.ts'
import { fixtures, webhookSecret } from '../../support/providers/fixtures.ts'
import { stripeKey } from '../../support/providers/stripe-api.ts'

let bench: Awaited<ReturnType<typeof fixtures.stripe>>
let workers: Workers

beforeAll(async () => {
  bench = await fixtures.stripe()
  const vars = { PAYMENT_PROVIDER: 'stripe', STRIPE_API_URL: bench.http.origin, PAYMENT_LATE_ARRIVAL_MS: '500' }
  workers = openWorkers(vars, { STRIPE_SECRET_KEY: stripeKey, STRIPE_WEBHOOK_SECRET: webhookSecret })
  await start(workers)
})
afterAll(async () => {
  await workers.close()
  await bench.http.close()
})

const pay = (orderId: string, token: string | null = 'pm_card_visa') =>
  callIn<Result<PayOutcome>>(workers, 'PAYMENTS', 'pay', kang, orderId, token, request)
const command = (orderId: string, order: OrderCommand) => {
  const by = { kind: 'customer', id: kang.subject }
  return callIn(workers, 'ORDER_COMMANDS', 'handle', orderId, order, { by, causationId: 'test' })
}
const charges = (orderId: string) =>
  bench.api.charges.filter(({ metadata, status }) => metadata['orderId'] === orderId && status === 'succeeded')
const refunds = (orderId: string) => bench.api.refunds.filter(({ metadata }) => metadata['orderId'] === orderId)
const paid = { ok: true, value: { outcome: 'paid' } }

async function placed(): Promise<string> {
  const orderId = randomOrderId()
  await command(orderId, { ...kangsOrder, lines: [...kangsOrder.lines] })
  return orderId
}

async function becomes(orderId: string, status: string): Promise<void> {
  const stands = async () => {
    const { orderStatus, payment } = await callIn<OrderSummary>(workers, 'ORDER_COMMANDS', 'read', orderId)
    expect(`${orderStatus}, ${payment.status}`).toBe(status)
  }
  await vi.waitFor(stands, { timeout: 30_000, interval: 50 })
}

async function attempts(orderId: string): Promise<string[]> {
  const answer = await callIn<Result<PaymentView>>(workers, 'PAYMENTS', 'get', kang, orderId)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return answer.value.attempts.map(({ status, reason }) => (reason === null ? status : `${status}: ${reason}`))
}

function receive(orderId: string) {
  return send(bench.webhook(orderId, Date.now()))
}

/** As a gateway of an older release hands it on. */
function send({ headers, body }: Webhook) {
  return callIn(workers, 'PAYMENTS', 'webhook', 'stripe', headers, new TextDecoder().decode(body))
}

describe('paying with Stripe', () => {
  it('charges once, in minor units, and refunds it after a cancel', async () => {
    const orderId = await placed()
    expect(await pay(orderId)).toMatchObject(paid)
    expect(await pay(orderId)).toMatchObject(paid)
    expect(charges(orderId)).toMatchObject([{ amount: 4500, currency: 'krw' }])
    await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
    await command(orderId, { type: 'TakeCancelOrder' })
    await becomes(orderId, 'payCanceled, refunded')
    expect(refunds(orderId)).toMatchObject([{ amount: 4500 }])
    bench.catchUp()
    const record = await callIn<Result<ProviderRecord>>(workers, 'PAYMENTS', 'providerRecord', staff, orderId)
    expect(record).toMatchObject({ value: { charges: [{ amount: won(4500) }], refunds: [{ amount: won(4500) }] } })
  })

  it('needs a token, and shows why one was declined', async () => {
    const orderId = await placed()
    expect(await pay(orderId, null)).toMatchObject({ rejection: { code: 'payment_token_required' } })
    const declined = await pay(orderId, 'pm_card_authenticationRequired')
    expect(declined).toMatchObject({ rejection: { code: 'payment_declined', current: 'authenticationRequired' } })
    expect(await pay(orderId)).toMatchObject(paid)
    expect(charges(orderId)).toHaveLength(1)
  })

  it.each(['cutAfter', 'silentAfter', 'malformed', 'failing', 'cutBefore', 'silentBefore'] as const)(
    'ends paid, and charged once, whatever becomes of the answer (%s)',
    async (fault) => {
      const orderId = await placed()
      bench.http.strike(fault)
      expect(await pay(orderId)).toMatchObject({ ok: true })
      await becomes(orderId, 'payApproved, approved')
      expect(charges(orderId)).toHaveLength(1)
    },
  )

  it('learns by a webhook of a charge for an order that had expired, and refunds it', async () => {
    const orderId = await placed()
    bench.http.strike('cutBefore')
    await pay(orderId)
    await command(orderId, { type: 'CancelOrder', reason: 'paymentTimeout', note: null })
    await vi.waitFor(async () => expect(await attempts(orderId)).toEqual(['declined: notCharged']), { timeout: 30_000 })
    // The request that seemed to be lost arrives after all.
    const late = { key: `${orderId}-1`, orderId, amount: won(4500), token: 'pm_card_visa' }
    await bench.provider.charge(late, new AbortController().signal)
    expect(charges(orderId)).toHaveLength(1)
    for (let time = 0; time < 3; time++) expect(await receive(orderId)).toMatchObject({ ok: true })
    await becomes(orderId, 'payCanceled, refunded')
    expect(refunds(orderId)).toMatchObject([{ amount: 4500 }])
  })

  it('learns by a webhook of a dispute, and refunds a canceled order only after it is won', async () => {
    const orderId = await placed()
    await pay(orderId)
    const [charge] = charges(orderId)
    const dispute = await bench.dispute?.(charge?.payment_intent ?? '', 4500)
    const news = () => send(bench.signed(dispute?.notice ?? '', Date.now()))
    expect(await news()).toMatchObject({ ok: true })
    const order = await callIn<OrderSummary>(workers, 'ORDER_COMMANDS', 'read', orderId)
    expect(order).toMatchObject({ needsAttention: 'paymentDisputed', payment: { disputes: [{ status: 'open' }] } })
    await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
    await command(orderId, { type: 'TakeCancelOrder' })
    await becomes(orderId, 'cancelOrderTaken, approved')
    expect(refunds(orderId)).toEqual([])
    await dispute?.decide('won')
    expect(await news()).toMatchObject({ ok: true })
    await becomes(orderId, 'payCanceled, refunded')
    expect(refunds(orderId)).toMatchObject([{ amount: 4500 }])
  })

  it('learns by a webhook that a refund has failed, and makes it again', async () => {
    const orderId = await placed()
    await pay(orderId)
    await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
    await command(orderId, { type: 'TakeCancelOrder' })
    await becomes(orderId, 'payCanceled, refunded')
    const notice = await bench.failRefund(charges(orderId)[0]?.payment_intent ?? '')
    for (let time = 0; time < 3; time++)
      expect(await send(bench.signed(notice, Date.now()))).toMatchObject({ ok: true })
    const statuses = () => refunds(orderId).map(({ status }) => status)
    await vi.waitFor(() => expect(statuses()).toEqual(['failed', 'succeeded']), { timeout: 30_000, interval: 50 })
    await becomes(orderId, 'payCanceled, refunded')
  })

  it('refuses a webhook that is forged, or late', async () => {
    const orderId = await placed()
    const refused = { ok: false, rejection: { code: 'signature_invalid' } }
    for (const webhook of [
      bench.webhook(orderId, Date.now(), 'another secret'),
      bench.webhook(orderId, Date.now() - 301_000),
    ]) {
      expect(await send(webhook)).toMatchObject(refused)
    }
  })
})

describe('a payment Worker without its secrets', () => {
  it('names the missing one in one clear line', async () => {
    const without = openWorkers({ PAYMENT_PROVIDER: 'stripe' }, { STRIPE_SECRET_KEY: stripeKey })
    try {
      await without.listen()
      const asked = callIn(without, 'PAYMENTS', 'ready')
      await expect(asked).rejects.toThrow('STRIPE_WEBHOOK_SECRET is not set, and PAYMENT_PROVIDER "stripe" needs it')
    } finally {
      await without.close()
    }
  })
})
