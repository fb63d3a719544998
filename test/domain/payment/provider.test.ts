// What every adapter of a provider promises, whatever its API looks like: the same suite for each of them.
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { PaymentProvider } from '../../../src/payment/provider.ts'
import { sandboxProvider } from '../../../src/payment/sandbox.ts'
import { chooseProvider, type PaymentVars } from '../../../src/payment/settings.ts'
import { newSandbox, noon, orderId, won } from '../../support/payments.ts'

/** A provider as the suite needs it: its adapter, its means, and a way for the network to answer something else. */
type Bench = {
  provider: PaymentProvider
  means: Record<'approved' | 'declined' | 'failing' | 'unavailable' | 'lost' | 'unknown', string>
  answering(answer: () => Promise<Response>): PaymentProvider
  sign(body: string, at: number, secret?: string): Record<string, string>
}

const benches: Record<string, () => Bench> = {
  sandbox() {
    const { provider, settings } = newSandbox({ now: noon })
    return {
      provider,
      means: {
        approved: 'tok_approved',
        declined: 'tok_insufficient_funds',
        failing: 'tok_failing',
        unavailable: 'tok_unavailable',
        lost: 'tok_lost',
        unknown: 'tok_nobody_knows',
      },
      answering: (answer) => sandboxProvider({ ...settings, fetch: answer }),
      sign(body, at, secret = settings.webhookSecret) {
        const seconds = Math.floor(at / 1000)
        const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
        return { 'Sandbox-Signature': `t=${seconds},v1=${mac}` }
      },
    }
  },
}

const signal = new AbortController().signal
const query = { key: 'key-1', orderId }
const charge = (token: string, key = 'key-1') => ({ key, orderId, amount: won(4500), token })
const refund = (chargeId: string, key: string, amount = won(4500)) => ({ key, orderId, chargeId, amount })

describe.each(Object.entries(benches))('the adapter of the %s', (_name, makeBench) => {
  it('charges once for a key, however often it is asked, and finds the charge', async () => {
    const { provider, means } = makeBench()
    const first = await provider.charge(charge(means.approved), signal)
    expect(first).toMatchObject({ status: 'approved' })
    expect(await provider.charge(charge(means.approved), signal)).toEqual(first)
    expect(await provider.find(query, signal)).toEqual(first)
    expect((await provider.record(orderId, signal)).charges).toMatchObject([{ amount: won(4500) }])
  })

  it('tells a decline with its reason, and finds it as declined', async () => {
    const { provider, means } = makeBench()
    const declined = { status: 'declined', reason: 'insufficient_funds' }
    expect(await provider.charge(charge(means.declined), signal)).toEqual(declined)
    expect(await provider.find(query, signal)).toEqual(declined)
    expect(await provider.record(orderId, signal)).toEqual({ charges: [], refunds: [] })
  })

  it('declines a means that the provider does not know', async () => {
    const { provider, means } = makeBench()
    expect(await provider.charge(charge(means.unknown), signal)).toEqual({
      status: 'declined',
      reason: 'token_unknown',
    })
  })

  it('says that nothing was charged only where the provider says so', async () => {
    const { provider, means, answering } = makeBench()
    expect(await provider.charge(charge(means.failing), signal)).toEqual({ status: 'notCharged', reason: 'failed' })
    expect(await provider.charge(charge(means.unavailable), signal)).toEqual({
      status: 'notCharged',
      reason: 'overloaded',
    })
    expect(await provider.find(query, signal)).toEqual({ status: 'absent' })
    for (const status of [409, 429, 500, 502, 503, 504]) {
      const silent = answering(async () => new Response('<html>oops</html>', { status }))
      expect(await silent.charge(charge(means.approved), signal)).toEqual({ status: 'unknown' })
    }
  })

  it('does not take an answer for one that it cannot read', async () => {
    const { means, answering } = makeBench()
    const garbled = answering(async () => new Response('{"id": 7', { status: 201 }))
    await expect(garbled.charge(charge(means.approved), signal)).rejects.toThrow()
    const refused = answering(async () => new Response('no', { status: 500 }))
    expect(await refused.find(query, signal)).toEqual({ status: 'unknown' })
    expect(await refused.refund(refund('ch_1', 'r'), signal)).toEqual({ status: 'unknown' })
    await expect(refused.record(orderId, signal)).rejects.toThrow()
  })

  it('throws when the answer never comes, and finds afterwards that the money has moved', async () => {
    const { provider, means } = makeBench()
    await expect(provider.charge(charge(means.lost), signal)).rejects.toThrow()
    expect(await provider.find(query, signal)).toMatchObject({ status: 'approved' })
  })

  it('gives back once for a key, and never more than was taken', async () => {
    const { provider, means } = makeBench()
    const paid = await provider.charge(charge(means.approved), signal)
    if (paid.status !== 'approved') throw new Error('the charge was not approved')
    const { chargeId } = paid
    expect(await provider.refund(refund(chargeId, 'r-0', won(9000)), signal)).toMatchObject({ status: 'refused' })
    expect(await provider.refund(refund(chargeId, 'r-1'), signal)).toEqual({ status: 'refunded' })
    expect(await provider.refund(refund(chargeId, 'r-1'), signal)).toEqual({ status: 'refunded' })
    expect(await provider.refund(refund(chargeId, 'r-2'), signal)).toEqual({ status: 'refunded' })
    expect((await provider.record(orderId, signal)).refunds).toMatchObject([{ amount: won(4500) }])
  })

  it('believes a webhook by its signature alone, and only for five minutes', async () => {
    const { provider, sign } = makeBench()
    const body = JSON.stringify({ type: 'charge.succeeded', data: { reference: orderId } })
    const judge = (headers: Record<string, string>, text = body) => provider.verifyWebhook(headers, text, noon)
    expect(await judge(sign(body, noon))).toEqual({ genuine: true, orderId })
    expect(await judge(sign(body, noon - 299_000))).toEqual({ genuine: true, orderId })
    expect(await judge(sign(body, noon - 301_000))).toEqual({ genuine: false })
    expect(await judge(sign(body, noon + 301_000))).toEqual({ genuine: false })
    expect(await judge(sign(body, noon, 'another secret'))).toEqual({ genuine: false })
    expect(await judge(sign(body, noon), body.replace('succeeded', 'failed'))).toEqual({ genuine: false })
    expect(await judge({})).toEqual({ genuine: false })
    expect(await judge(sign('{}', noon), '{}')).toEqual({ genuine: true, orderId: null })
  })
})

describe('the configuration', () => {
  const vars: PaymentVars = {
    PAYMENT_PROVIDER: 'sandbox',
    PAYMENT_TIMEOUT_MS: '2000',
    PAYMENT_RETRY_MS: '1000',
    PAYMENT_LATE_ARRIVAL_MS: '120000',
    PAYMENT_GATE_SHARDS: '4',
    PAYMENT_GATE_CALLS_MAX: '64',
    PAYMENT_BREAKER_OPEN_MS: '1000',
    SANDBOX_URL: 'https://sandbox.internal',
    SANDBOX_API_KEY: 'key',
    SANDBOX_WEBHOOK_SECRET: 'secret',
  }
  const choose = (change: Partial<PaymentVars>) => () =>
    chooseProvider({ ...vars, ...change }, async () => new Response(null))

  it('names the provider', () => {
    expect(choose({})().name).toBe('sandbox')
  })

  it('is refused in one clear line when the provider is unknown or a key is missing', () => {
    expect(choose({ PAYMENT_PROVIDER: 'bank' })).toThrow('PAYMENT_PROVIDER is "bank"; it can be: sandbox')
    expect(choose({ SANDBOX_API_KEY: '' })).toThrow('SANDBOX_API_KEY is not set, and PAYMENT_PROVIDER needs it')
  })
})
