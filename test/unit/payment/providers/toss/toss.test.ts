// The own behavior of Toss Payments: a payment key is for one order id and one amount, and only in won.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { orderId, won } from '../../../../support/payments.ts'
import { fixtures } from '../../../../support/providers/fixtures.ts'
import { refundOf } from '../../../../support/refunds.ts'

vi.setConfig({ testTimeout: 60_000 })

const signal = new AbortController().signal
const query = { key: `${orderId}-1`, orderId, amount: won(4500) }

let fixture: Awaited<ReturnType<typeof fixtures.toss>>
beforeEach(async () => {
  fixture = await fixtures.toss()
})
afterEach(() => fixture.http.close())

describe('the adapter of Toss', () => {
  it('confirms no key that was made for another attempt or another sum', async () => {
    const { api, provider } = fixture
    const other = api.pay('approved', `${orderId}-2`, 4500)
    expect(await provider.charge({ ...query, token: other }, signal)).toMatchObject({ status: 'declined' })
    const less = api.pay('approved', query.key, 45)
    const key = `${orderId}-1`
    expect(await provider.charge({ ...query, key, token: less }, signal)).toMatchObject({ status: 'declined' })
    expect(await provider.find(query, signal)).toEqual({ status: 'absent' })
  })

  it('asks about a key that was confirmed before, and does not take it for declined', async () => {
    const { api, provider } = fixture
    const token = api.pay('approved', query.key, 4500)
    const paid = await provider.charge({ ...query, token }, signal)
    api.forgetKeys()
    expect(await provider.charge({ ...query, token }, signal)).toEqual({ status: 'unknown' })
    expect(await provider.find(query, signal)).toEqual(paid)
  })

  it('takes won and nothing else', async () => {
    const amount = { amount: 4500, currency: 'USD' }
    expect(await fixture.provider.charge({ ...query, amount, token: 'tgen' }, signal)).toEqual({
      status: 'declined',
      reason: 'currencyNotSupported',
    })
  })

  it('waits for a deposit, and is unknown before it is there', async () => {
    const { api, provider } = fixture
    const token = api.pay('deposit', query.key, 4500)
    expect(await provider.charge({ ...query, token }, signal)).toEqual({ status: 'unknown' })
    expect(await provider.find(query, signal)).toEqual({ status: 'unknown' })
    api.deposit(token)
    expect(await provider.find(query, signal)).toEqual({ status: 'approved', chargeId: token })
  })

  it('takes a payment that was canceled whole at Toss’s dashboard for none', async () => {
    const { api, provider } = fixture
    const token = api.pay('approved', query.key, 4500)
    await provider.charge({ ...query, token }, signal)
    await provider.refund(refundOf(token), signal)
    expect(await provider.find(query, signal)).toEqual({ status: 'declined', reason: 'refundedAtProvider' })
  })

  it('says that a refusal is replayed under its key, and refunds under the next', async () => {
    const { api, provider } = fixture
    const token = api.pay('deposit', query.key, 4500)
    await provider.charge({ ...query, token }, signal)
    const refused = { status: 'refused', reason: 'NOT_CANCELABLE_PAYMENT', isReplayed: true }
    expect(await provider.refund(refundOf(token), signal)).toEqual(refused)
    api.deposit(token)
    expect(await provider.refund(refundOf(token), signal)).toEqual(refused)
    expect(await provider.refund(refundOf(token, { round: 1 }), signal)).toEqual({ status: 'refunded' })
  })

  it('takes the webhook of a deposit, which has another shape', async () => {
    const body = JSON.stringify({
      createdAt: '2026-11-22T12:00:00.000',
      secret: 's',
      orderId: query.key,
      status: 'DONE',
    })
    expect(await fixture.provider.verifyWebhook(fixture.signed(body, 0), 0)).toEqual({
      genuine: true,
      orderId,
    })
  })
})
