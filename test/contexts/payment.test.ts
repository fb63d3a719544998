// The payment Worker as it is deployed, with the real order and sandbox Workers beside it: the sandbox's ledger is the
// witness of what was really charged and given back.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestHarness } from 'wrangler'
import type { Caller } from '../../src/contract/caller.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import { randomOrderId } from '../../src/contract/ids.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Result } from '../../src/contract/result.ts'
import type { PaymentView, PayOutcome, ProviderRecord } from '../../src/contract/rpc.ts'
import type { GateState } from '../../src/payment/gate.ts'
import { gateNameFor } from '../../src/payment/settings.ts'
import { kangsOrder } from '../support/orders.ts'

const webhookSecret = 'a webhook secret of the tests'
const gates = { PAYMENT_PROVIDER: 'sandbox', PAYMENT_GATE_SHARDS: '64' }
const worker = { compatibility_date: '2026-11-01' }
const harness = createTestHarness({
  workers: [
    {
      config: {
        ...worker,
        name: 'driver',
        main: 'test/support/driver.ts',
        services: [
          { binding: 'PAYMENTS', service: 'homeappliance-payment', entrypoint: 'Payments' },
          { binding: 'ORDER', service: 'homeappliance-order', entrypoint: 'OrderCommands' },
        ],
      },
    },
    {
      configPath: 'workers/payment/wrangler.toml',
      vars: {
        ...gates,
        PAYMENT_TIMEOUT_MS: '400',
        PAYMENT_RETRY_MS: '100',
        PAYMENT_BREAKER_OPEN_MS: '300',
        SANDBOX_WEBHOOK_SECRET: webhookSecret,
      },
      bindingOverrides: { SANDBOX: 'weather' },
    },
    {
      config: {
        ...worker,
        name: 'weather',
        main: 'test/support/weather.ts',
        services: [{ binding: 'SANDBOX', service: 'homeappliance-sandbox' }],
      },
    },
    { configPath: 'workers/sandbox/wrangler.toml', vars: { SANDBOX_SLOW_MS: '1200', SANDBOX_LOST_MS: '3000' } },
    { configPath: 'workers/order/wrangler.toml' },
    { configPath: 'workers/catalog/wrangler.toml' },
  ],
})

beforeAll(async () => void (await harness.listen()))
afterAll(() => harness.close())

const kang: Caller = { subject: kangsOrder.customerId, role: 'customer', name: 'Kang' }
const lee: Caller = { subject: 'another', role: 'customer', name: 'Lee' }
const staff: Caller = { subject: 'staff', role: 'staff', name: 'Staff' }

async function call<T>(binding: 'PAYMENTS' | 'ORDER', method: string, ...args: unknown[]): Promise<T> {
  const body = JSON.stringify({ binding, method, args })
  const response = await harness.getWorker('driver').fetch('/', { method: 'POST', body })
  if (!response.ok) throw new Error(await response.text())
  const { answer } = (await response.json()) as { answer: T }
  return answer
}

const command = (orderId: string, order: OrderCommand) =>
  call('ORDER', 'handle', orderId, order, { by: { kind: 'customer', id: kang.subject }, causationId: 'test' })
const pay = (orderId: string, token: string | null, caller = kang) =>
  call<Result<PayOutcome>>('PAYMENTS', 'pay', caller, orderId, token)
const read = (orderId: string) => call<OrderSummary>('ORDER', 'read', orderId)

async function placed(orderId = randomOrderId()): Promise<string> {
  await command(orderId, { ...kangsOrder, lines: [...kangsOrder.lines] })
  return orderId
}

async function view(orderId: string): Promise<PaymentView> {
  const answer = await call<Result<PaymentView>>('PAYMENTS', 'get', kang, orderId)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return answer.value
}

/** What the sandbox says was taken, and what was given back. */
async function ledger(orderId: string): Promise<number[][]> {
  const answer = await call<Result<ProviderRecord>>('PAYMENTS', 'providerRecord', staff, orderId)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return [answer.value.charges, answer.value.refunds].map((rows) => rows.map(({ amount }) => amount.amount))
}

const becomes = (orderId: string, status: string) =>
  vi.waitFor(
    async () => {
      const { orderStatus, payment } = await read(orderId)
      expect(`${orderStatus}, ${payment.status}`).toBe(status)
    },
    { timeout: 30_000, interval: 50 },
  )

async function weather(told: 'fair' | 'gone'): Promise<number> {
  const response = await harness.getWorker('weather').fetch(`/?weather=${told}`)
  return ((await response.json()) as { calls: number }).calls
}

/** Nothing is left for the alarm to do. */
const atRest = (orderId: string) =>
  vi.waitFor(
    async () => {
      const books = await harness
        .getWorker('homeappliance-payment')
        .getDurableObjectStorage('PaymentObject', { name: orderId })
      const owed = await books.exec(
        `SELECT due_at FROM attempt WHERE due_at IS NOT NULL OR report_at IS NOT NULL OR token IS NOT NULL
         UNION ALL SELECT due_at FROM refund WHERE due_at IS NOT NULL OR report_at IS NOT NULL`,
      )
      expect(owed).toEqual([])
    },
    { timeout: 30_000, interval: 50 },
  )

describe('paying', () => {
  it('answers paid when the order has recorded it, once, however often it is asked', async () => {
    const orderId = await placed()
    const paid = { ok: true, value: { outcome: 'paid', order: { orderId, orderStatus: 'payApproved' } } }
    expect(await pay(orderId, 'tok_approved')).toMatchObject(paid)
    expect(await pay(orderId, 'tok_approved')).toMatchObject(paid)
    expect(await view(orderId)).toMatchObject({ orderId, provider: 'sandbox', attempts: [{ status: 'approved' }] })
    expect(await ledger(orderId)).toEqual([[4500], []])
    await atRest(orderId)
  })

  it('works without a token, as the old shop did', async () => {
    expect(await pay(await placed(), null)).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  })

  it('charges once when twenty identical calls come at once', async () => {
    const orderId = await placed()
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(orderId, 'tok_approved')))
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(await ledger(orderId)).toEqual([[4500], []])
  })

  it('says why it was declined, and takes another card', async () => {
    const orderId = await placed()
    expect(await pay(orderId, 'tok_declined')).toMatchObject({
      ok: false,
      rejection: { code: 'payment_declined', current: 'card_declined' },
    })
    expect(await pay(orderId, 'tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect((await view(orderId)).attempts.map(({ status }) => status)).toEqual(['declined', 'approved'])
    expect(await ledger(orderId)).toEqual([[4500], []])
  })

  it('of a provider that is slower than its time-out is pending, and ends paid by itself', async () => {
    const orderId = await placed()
    expect(await pay(orderId, 'tok_slow')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    expect((await read(orderId)).payment.status).toBe('unknown')
    await becomes(orderId, 'payApproved, approved')
    expect(await ledger(orderId)).toEqual([[4500], []])
    await atRest(orderId)
  })

  it('whose answer is lost is pending, and ends paid without a second charge, though the object is evicted', async () => {
    const orderId = await placed()
    expect(await pay(orderId, 'tok_lost')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    await harness.getWorker('homeappliance-payment').evictDurableObject('PaymentObject', { name: orderId })
    await becomes(orderId, 'payApproved, approved')
    expect(await ledger(orderId)).toEqual([[4500], []])
    await atRest(orderId)
  })

  it('of a provider that fails before it charges is deferred, and another card pays at once', async () => {
    const orderId = await placed()
    const answer = await pay(orderId, 'tok_failing')
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded' } })
    expect((await read(orderId)).payment.status).toBe('deferred')
    expect(await ledger(orderId)).toEqual([[], []])
    expect(await pay(orderId, 'tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(await ledger(orderId)).toEqual([[4500], []])
    await atRest(orderId)
  })
})

describe('who may', () => {
  it('pay: the customer who placed the order, and nobody else', async () => {
    const orderId = await placed()
    expect(await pay(orderId, null, lee)).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
    expect(await pay(orderId, null, staff)).toMatchObject({ ok: false, rejection: { code: 'forbidden' } })
    expect(await pay(randomOrderId(), null)).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
    expect(await pay('../orders', null)).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
    expect(await ledger(orderId)).toEqual([[], []])
  })

  it('see a payment: its customer and the staff', async () => {
    const orderId = await placed()
    expect(await call('PAYMENTS', 'get', staff, orderId)).toMatchObject({ ok: true, value: { attempts: [] } })
    expect(await call('PAYMENTS', 'get', lee, orderId)).toMatchObject({ rejection: { code: 'order_not_found' } })
    expect(await call('PAYMENTS', 'providerRecord', kang, orderId)).toMatchObject({ rejection: { code: 'forbidden' } })
  })

  it('send a token: one that a provider could have made', async () => {
    const orderId = await placed()
    for (const token of ['', 'two words', 'x'.repeat(256)]) {
      expect(await pay(orderId, token)).toMatchObject({ rejection: { code: 'invalid_request', field: 'paymentToken' } })
    }
  })
})

describe('giving back', () => {
  it('is done once when the store acknowledges a cancel, and the order hears of it', async () => {
    const orderId = await placed()
    await pay(orderId, 'tok_approved')
    await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
    await command(orderId, { type: 'TakeCancelOrder' })
    await becomes(orderId, 'payCanceled, refunded')
    expect(await ledger(orderId)).toEqual([[4500], [4500]])
    expect((await view(orderId)).refunds).toMatchObject([{ status: 'done', amount: { amount: 4500 } }])
    expect(await pay(orderId, 'tok_approved')).toMatchObject({
      ok: false,
      rejection: { code: 'order_already_canceled' },
    })
    await atRest(orderId)
  })

  it('follows by itself when the charge of a canceled order turns out to have been made', async () => {
    const orderId = await placed()
    await pay(orderId, 'tok_lost')
    await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
    await becomes(orderId, 'payCanceled, refunded')
    expect(await ledger(orderId)).toEqual([[4500], [4500]])
  })
})

describe('a webhook', () => {
  const signed = (body: string, secret = webhookSecret) => {
    const seconds = Math.floor(Date.now() / 1000)
    const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
    return { 'sandbox-signature': `t=${seconds},v1=${mac}` }
  }

  it('is refused when it is forged, or meant for a provider that is not ours', async () => {
    const body = JSON.stringify({ data: { reference: await placed() } })
    const forged = await call('PAYMENTS', 'webhook', 'sandbox', signed(body, 'forged'), body)
    expect(forged).toMatchObject({ ok: false, rejection: { code: 'signature_invalid' } })
    const other = await call('PAYMENTS', 'webhook', 'bank', signed(body), body)
    expect(other).toMatchObject({ ok: false, rejection: { code: 'signature_invalid' } })
  })

  it('that is genuine is believed in nothing but that the provider should be asked, however often it comes', async () => {
    const orderId = await placed()
    await pay(orderId, 'tok_declined')
    const body = JSON.stringify({ type: 'charge.succeeded', data: { reference: orderId } })
    for (let time = 0; time < 3; time++) {
      expect(await call('PAYMENTS', 'webhook', 'sandbox', signed(body), body)).toMatchObject({ ok: true })
    }
    await atRest(orderId)
    expect((await read(orderId)).payment.status).toBe('declined')
    expect(await ledger(orderId)).toEqual([[], []])
  })
})

describe('a provider that is gone', () => {
  it('is left alone once its gate has opened, and every payment goes through when it is back', async () => {
    const orderIds = sameGate(8)
    const gate = gateNameFor(String(orderIds[0]), vars())
    await Promise.all(orderIds.map((orderId) => placed(orderId)))
    await weather('gone')
    for (const orderId of orderIds) {
      const answer = await pay(orderId, 'tok_approved')
      if (answer.ok) expect(answer.value.outcome).toBe('pending')
      else expect(answer.rejection).toMatchObject({ code: 'payment_overloaded', retryAfterSeconds: 1 })
    }
    const opened = await state(gate)
    expect(opened.breaker).not.toBe('closed')
    expect(opened.turnedAway).toBeGreaterThan(0)
    await weather('fair')
    for (const orderId of orderIds) await becomes(orderId, 'payApproved, approved')
    for (const orderId of orderIds) {
      expect(await ledger(orderId)).toEqual([[4500], []])
      await atRest(orderId)
    }
    expect((await state(gate)).breaker).toBe('closed')
  })

  const vars = () => ({
    ...gates,
    PAYMENT_TIMEOUT_MS: '',
    PAYMENT_RETRY_MS: '',
    PAYMENT_LATE_ARRIVAL_MS: '',
    PAYMENT_GATE_CALLS_MAX: '',
    PAYMENT_BREAKER_OPEN_MS: '',
  })

  /** Orders whose payments go through one gate, and not through that of any other test with certainty. */
  function sameGate(count: number): string[] {
    const byGate = new Map<string, string[]>()
    for (;;) {
      const orderId = randomOrderId()
      const name = gateNameFor(orderId, vars())
      const orderIds = [...(byGate.get(name) ?? []), orderId]
      if (orderIds.length === count) return orderIds
      byGate.set(name, orderIds)
    }
  }

  async function state(gate: string): Promise<GateState> {
    const states = await call<Record<string, GateState>>('PAYMENTS', 'gates')
    const found = states[gate]
    if (!found) throw new Error(`there is no gate ${gate}`)
    return found
  }
})

describe('the Worker', () => {
  it('says that it is ready', async () => {
    expect(await call('PAYMENTS', 'ready')).toEqual({ ok: true })
  })
})
