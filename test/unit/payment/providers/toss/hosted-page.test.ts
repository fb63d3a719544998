// Toss's hosted page: a payment that is ready, and its address.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { orderId, won } from '../../../../support/payments.ts'
import { fixtures } from '../../../../support/providers/fixtures.ts'

const signal = new AbortController().signal
const returnUrl = `https://shop.test/mypage/orders/${orderId}/return`
const page = { key: `${orderId}-1`, amount: won(4500), returnUrl, orderName: `Order ${orderId}` }

let fixture: Awaited<ReturnType<typeof fixtures.toss>>
beforeEach(async () => {
  fixture = await fixtures.toss()
})
afterEach(() => fixture.http.close())

it('is told the order and the way back, and charges nothing', async () => {
  const { api, http, provider } = fixture
  const opened = await provider.openPage?.(page, signal)
  const { origin, searchParams } = new URL(opened?.status === 'opened' ? opened.url : '')
  expect(origin).toBe(http.origin)
  const told = { orderId: page.key, amount: '4500', successUrl: returnUrl, failUrl: returnUrl }
  expect(Object.fromEntries(searchParams)).toMatchObject(told)
  expect(api.transactions).toEqual([])
  expect(await provider.find({ key: page.key, orderId, amount: page.amount }, signal)).toEqual({ status: 'absent' })
})

it('is opened anew each time, since the customer may have left the one before, and only one is confirmed', async () => {
  const { api, provider } = fixture
  const open = async () => {
    const opened = await provider.openPage?.(page, signal)
    return new URL(opened?.status === 'opened' ? opened.url : '').searchParams.get('paymentKey') ?? ''
  }
  const tokens = [await open(), await open()]
  expect(new Set(tokens).size).toBe(2)
  const charges = []
  for (const token of tokens) {
    api.pay('approved', page.key, 4500, token)
    charges.push(await provider.charge({ key: page.key, orderId, amount: page.amount, token }, signal))
    api.forgetKeys()
  }
  expect(charges).toMatchObject([{ status: 'approved' }, { status: 'unknown' }])
  expect(api.transactions).toHaveLength(1)
})

it('says why Toss refuses it', async () => {
  const refused = { status: 'refused', reason: 'INVALID_REQUEST' }
  expect(await fixture.provider.openPage?.({ ...page, orderName: '' }, signal)).toEqual(refused)
})
