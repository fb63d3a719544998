// The sandbox's own behavior: a failure says whether anything was charged, and a token makes it lose its answer.
import { describe, expect, it } from 'vitest'
import { sandboxProvider } from '../../../../src/payment/providers/sandbox.ts'
import { newTrace } from '../../../../src/platform/trace.ts'
import { noon, orderId, won } from '../../../support/payments.ts'
import { fixtures } from '../../../support/providers/fixtures.ts'
import { newSandbox } from '../../../support/sandbox.ts'

const signal = new AbortController().signal
const query = { key: `${orderId}-1`, orderId, amount: won(4500) }
const charge = (token: string) => ({ ...query, token })

describe('the adapter of the sandbox', () => {
  it('is sure that nothing was charged only when the sandbox is', async () => {
    const { provider } = newSandbox({ now: noon })
    expect(await provider.charge(charge('tok_failing'), signal)).toEqual({ status: 'notCharged', reason: 'failed' })
    expect(await provider.charge(charge('tok_unavailable'), signal)).toEqual({
      status: 'notCharged',
      reason: 'overloaded',
    })
    expect(await provider.find(query, signal)).toEqual({ status: 'absent' })
    for (const status of [409, 429, 500, 502, 503, 504]) {
      const fetch = async () => new Response('<html>oops</html>', { status })
      const silent = sandboxProvider({ fetch, url: 'https://sandbox.internal', apiKey: 'key', webhookSecret: 'secret' })
      expect(await silent.charge(charge('tok_approved'), signal)).toEqual({ status: 'unknown' })
      expect(await silent.find(query, signal)).toEqual({ status: 'unknown' })
    }
  })

  it('throws when the answer is lost, and finds afterwards that the money has moved', async () => {
    const { provider } = newSandbox({ now: noon })
    await expect(provider.charge(charge('tok_lost'), signal)).rejects.toThrow()
    expect(await provider.find(query, signal)).toMatchObject({ status: 'approved' })
  })

  it('gives the sandbox the span of each call of a payment', async () => {
    const seen: (string | null)[] = []
    const fetch = async (_: string, init: RequestInit) => {
      seen.push(new Headers(init.headers).get('traceparent'))
      return Response.json({ data: [] })
    }
    const listening = sandboxProvider({ fetch, url: 'https://sandbox.internal', apiKey: 'key', webhookSecret: 's' })
    const traceparent = newTrace('a call')
    const refund = { refundId: 'rfd_1', key: 'rfd_1', orderId, chargeId: 'ch_1', charged: won(1), amount: won(1) }
    await listening.charge({ ...charge('tok_approved'), traceparent }, signal).catch(() => {})
    await listening.find({ ...query, traceparent }, signal)
    await listening.cancel({ ...query, traceparent }, signal)
    await listening.refunds({ orderId, chargeId: 'ch_1', traceparent }, signal)
    await listening.refund({ ...refund, others: [], traceparent }, signal)
    await listening.find(query, signal)
    expect(new Set(seen.slice(0, -1))).toEqual(new Set([traceparent]))
    expect(seen.length).toBeGreaterThan(6)
    expect(seen.at(-1)).toBeNull()
  })

  it('takes no webhook from the future', async () => {
    const { provider, webhook, http } = await fixtures.sandbox()
    await http.close()
    expect(await provider.verifyWebhook(webhook(orderId, noon + 301_000), noon)).toEqual({ genuine: false })
  })
})
