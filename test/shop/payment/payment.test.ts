// The payment Worker as it is deployed, with the real order and sandbox Workers beside it: the sandbox's ledger shows
// what was really charged and refunded.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { randomOrderId } from '../../../src/contract/ids.ts'
import type { GateState } from '../../../src/contract/payment.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { Readiness } from '../../../src/contract/rpc.ts'
import { gateNameFor } from '../../../src/payment/settings.ts'
import {
  atRest,
  becomes,
  call,
  command,
  gates,
  harness,
  kang,
  ledger,
  lee,
  ops,
  pay,
  placed,
  providerFault,
  read,
  staff,
  start,
  view,
  webhookSecret,
} from '../../support/payment-workers.ts'

beforeAll(() => start(harness))
afterAll(() => harness.close())

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

  it('shows why it was declined, and takes another card', async () => {
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

describe('refunding', () => {
  it('is done once when the store acknowledges a cancel, and is reported to the order', async () => {
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
    const before = await providerFault('none')
    const paying = pay(orderId, 'tok_lost')
    await vi.waitFor(async () => expect(await providerFault('none')).toBeGreaterThan(before), { timeout: 30_000 })
    // The charge is on its way; until the order is canceled nobody can find out what became of it.
    await providerFault('gone')
    await paying
    await command(orderId, { type: 'CancelOrder', reason: 'customerRequest', note: null })
    await providerFault('none')
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

  it('that is genuine only causes a lookup at the provider, however often it comes', async () => {
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
    const gate = gateNameFor('sandbox', String(orderIds[0]), shards)
    await Promise.all(orderIds.map((orderId) => placed(orderId)))
    await providerFault('gone')
    for (const orderId of orderIds) {
      const answer = await pay(orderId, 'tok_approved')
      if (answer.ok) expect(answer.value.outcome).toBe('pending')
      else expect(answer.rejection).toMatchObject({ code: 'payment_overloaded', retryAfterSeconds: 1 })
    }
    const opened = await state(gate)
    expect(opened.breaker).not.toBe('closed')
    expect(opened.turnedAway).toBeGreaterThan(0)
    await providerFault('none')
    for (const orderId of orderIds) await becomes(orderId, 'payApproved, approved')
    for (const orderId of orderIds) {
      expect(await ledger(orderId)).toEqual([[4500], []])
      await atRest(orderId)
    }
    expect((await state(gate)).breaker).toBe('closed')
  })

  const shards = { PAYMENT_GATE_SHARDS: Number(gates.PAYMENT_GATE_SHARDS) }

  /** Orders whose payments go through one gate, and not through that of any other test with certainty. */
  function sameGate(count: number): string[] {
    const byGate = new Map<string, string[]>()
    for (;;) {
      const orderId = randomOrderId()
      const name = gateNameFor('sandbox', orderId, shards)
      const orderIds = [...(byGate.get(name) ?? []), orderId]
      if (orderIds.length === count) return orderIds
      byGate.set(name, orderIds)
    }
  }

  async function state(gate: string): Promise<GateState> {
    const states = await call<Result<({ gate: string } & GateState)[]>>('PAYMENTS', 'gates', ops)
    const found = states.ok ? states.value.find((state) => state.gate === gate) : undefined
    if (!found) throw new Error(`there is no gate ${gate}`)
    return found
  }
})

describe('the Worker', () => {
  it('answers that it is ready, with the state of its breakers', async () => {
    const { ok, breakers } = await call<Readiness>('PAYMENTS', 'ready')
    expect([ok, Object.keys(breakers ?? {}).length, new Set(Object.values(breakers ?? {}))]).toEqual([
      true,
      Number(gates.PAYMENT_GATE_SHARDS),
      new Set(['closed']),
    ])
  })

  it('shows its gates to ops alone', async () => {
    expect(await call('PAYMENTS', 'gates', staff)).toMatchObject({ ok: false, rejection: { code: 'forbidden' } })
  })
})
