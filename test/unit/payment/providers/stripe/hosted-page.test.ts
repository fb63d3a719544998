// A charge at Stripe that waits for its customer: at the bank, or at Stripe's hosted page. One that is canceled can
// never be charged any more.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hostedPageToken } from '../../../../../src/payment/providers/stripe/hosted-page.ts'
import { stripeProvider } from '../../../../../src/payment/providers/stripe/stripe.ts'
import { orderId, won } from '../../../../support/payments.ts'
import { stripeKey } from '../../../../support/providers/stripe-api.ts'
import { openStripeSite } from '../../../../support/providers/stripe-site.ts'

const signal = new AbortController().signal
const returnUrl = 'https://shop/return'
const query = { key: `${orderId}-1`, orderId, amount: won(4500), returnUrl }
const settings = { fetch: (url: string, init: RequestInit) => fetch(url, init), webhookSecret: 'secret' }

let site: Awaited<ReturnType<typeof openStripeSite>>
beforeEach(async () => {
  site = await openStripeSite()
})
afterEach(() => site.http.close())

function provider(publishableKey: string | null = 'pk_test') {
  const page = { publishableKey, scriptUrl: site.scriptUrl }
  return stripeProvider({ ...settings, ...page, url: site.http.origin, secretKey: stripeKey })
}

/** What the customer does at a page of Stripe. */
async function at(url: string, decision: string): Promise<string | null> {
  const body = new URLSearchParams({ do: decision })
  return (await fetch(url, { method: 'POST', body, redirect: 'manual' })).headers.get('location')
}

const waitsAt = (outcome: { status: string } & { url?: string }) => {
  if (outcome.status !== 'requiresAction' || outcome.url === undefined) throw new Error(`it is ${outcome.status}`)
  return outcome.url
}

describe.each([
  ['a bank that asks', 'pm_card_authenticationRequired', 'approve'],
  ['Stripe’s hosted page', hostedPageToken, 'pay'],
])('%s', (_, token, decision) => {
  const charge = () => provider().charge({ ...query, token }, signal)
  const find = () => provider().find({ ...query, token }, signal)
  const cancel = () => provider().cancel({ ...query, token }, signal)

  it('is gone to once, leads back, and is charged once', async () => {
    const url = waitsAt(await charge())
    for (const again of [charge, find]) expect(waitsAt(await again())).toBe(url)
    expect(await at(url, decision)).toContain(returnUrl)
    const found = await find()
    expect(found).toMatchObject({ status: 'approved', chargeId: expect.stringMatching(/^pi_/) })
    expect(site.api.charges).toMatchObject([{ amount: 4500, metadata: { orderId, key: query.key } }])
    expect(await cancel()).toEqual(found)
  })

  it('canceled, charges nothing, whatever its customer then does', async () => {
    const url = waitsAt(await charge())
    for (const again of [cancel, cancel, find])
      expect(await again()).toEqual({ status: 'declined', reason: 'canceledAtProvider' })
    await at(url, decision)
    expect(site.api.charges).toEqual([])
  })

  it('without an address to come back to, is declined', async () => {
    const declined = { status: 'declined', reason: 'authenticationRequired' }
    expect(await provider().charge({ ...query, returnUrl: null, token }, signal)).toEqual(declined)
  })
})

it('a bank that is refused declines the charge', async () => {
  const token = 'pm_card_authenticationRequired'
  await at(waitsAt(await provider().charge({ ...query, token }, signal)), 'refuse')
  const declined = { status: 'declined', reason: 'payment_intent_authentication_failure' }
  expect(await provider().find({ ...query, token }, signal)).toEqual(declined)
})

it('a confirmation token of the Payment Element is charged as one', async () => {
  expect(await provider().charge({ ...query, token: 'ctoken_approved' }, signal)).toMatchObject({ status: 'approved' })
})

it('a page is told what its element needs, and without a key of the shop only of the hosted page', () => {
  const facts = { kind: 'stripe', amount: 4500, currency: 'krw', hosted: hostedPageToken }
  const asked = { key: query.key, amount: query.amount, returnUrl }
  expect(provider().checkout(asked)).toMatchObject({ ...facts, publishableKey: 'pk_test' })
  expect(provider(null).checkout(asked)).toMatchObject({ ...facts, publishableKey: null })
})
