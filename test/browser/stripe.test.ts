// Paying by Stripe in a real browser: its element in a frame, the bank that asks, and its hosted page without scripts.
// Stripe's script, pages and API are stand-ins on this machine.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { webhookSecret } from '../support/providers/fixtures.ts'
import { stripeKey } from '../support/providers/stripe-api.ts'
import { openStripeSite } from '../support/providers/stripe-site.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

let stripe: Awaited<ReturnType<typeof openStripeSite>>
let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  stripe = await openStripeSite()
  const payment = {
    ...{ PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: stripeKey, STRIPE_WEBHOOK_SECRET: webhookSecret },
    ...{ STRIPE_API_URL: stripe.http.origin, STRIPE_PUBLISHABLE_KEY: 'pk_test', STRIPE_SCRIPT_URL: stripe.scriptUrl },
  }
  shop = await openShop({ vars: { payment } })
  browser = await openBrowser(shop)
  kang = storyOf(shop)
})
/** Nobody is asked but the shop and Stripe, and nothing is against a page's policy. */
afterEach(() => {
  expect(browser.complaints.splice(0).filter((text) => !text.includes(`asked for ${stripe.http.origin}/`))).toEqual([])
})
afterAll(async () => {
  await browser.close()
  await shop.close()
  await stripe.http.close()
})

async function toPay(javaScriptEnabled: boolean) {
  const orderId = await kang.upTo('orderStarted')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}/pay`, { javaScriptEnabled })
  return { page, orderId }
}

const says = (page: Page, text: string) => page.getByRole('main').getByText(text).first().waitFor()
const charged = (orderId: string) =>
  stripe.api.charges.filter(({ metadata, status }) => metadata['orderId'] === orderId && status === 'succeeded')

async function payBy(page: Page, card: string): Promise<void> {
  await page.frameLocator('iframe[title=Card]').getByLabel('Card').selectOption(card)
  await page.getByRole('button', { name: /^Pay (₩|with)/ }).click()
}

test('a card in Stripe’s frame pays; no field of a card is in the shop’s own page, whose policy names Stripe', async () => {
  const { page, orderId } = await toPay(true)
  const inputs = await page.locator('main input').evaluateAll((all) => all.map((input) => input.getAttribute('name')))
  expect(new Set(inputs)).toEqual(new Set(['paymentToken']))
  const policyOf = async (path: string) =>
    (await page.request.get(path)).headers()['content-security-policy']?.split('; ') ?? []
  expect(await policyOf(page.url())).toEqual(
    expect.arrayContaining([
      `script-src 'self' ${stripe.http.origin}`,
      `connect-src 'self' https://api.stripe.com`,
      `frame-src ${stripe.http.origin} https://*.js.stripe.com https://hooks.stripe.com`,
    ]),
  )
  expect((await policyOf(`/mypage/orders/${orderId}`)).join()).not.toContain(stripe.http.origin)
  await payBy(page, 'ctoken_approved')
  await says(page, 'Thank you: your order is paid.')
  expect(charged(orderId)).toMatchObject([{ amount: 4500, currency: 'krw' }])
})

test('a declined card, then one whose bank asks: refused, and then approved', async () => {
  const { page, orderId } = await toPay(true)
  await payBy(page, 'ctoken_declined')
  await says(page, 'there is not enough money on the card')
  for (const answer of ['refuse', 'approve']) {
    await page.goto(`${shop.origin}/mypage/orders/${orderId}/pay`)
    await payBy(page, 'ctoken_asks')
    await page.getByRole('button', { name: answer }).click()
    await says(page, answer === 'refuse' ? 'Your payment was declined' : 'Thank you: your order is paid.')
  }
  expect(charged(orderId)).toHaveLength(1)
})

test('Back from the bank and another card: the first intent is canceled, and one is charged', async () => {
  const { page, orderId } = await toPay(true)
  await payBy(page, 'ctoken_asks')
  await page.getByRole('button', { name: 'approve' }).waitFor()
  const bank = page.url()
  await page.goto(`${shop.origin}/mypage/orders/${orderId}/pay`)
  await payBy(page, 'ctoken_approved')
  await says(page, 'Thank you: your order is paid.')
  await page.goto(bank)
  await page.getByRole('button', { name: 'approve' }).click()
  await says(page, 'Paid')
  expect(charged(orderId)).toHaveLength(1)
})

test('without scripts Stripe’s own page takes the card; whoever comes back without paying is led there again', async () => {
  const { page, orderId } = await toPay(false)
  await page.getByRole('button', { name: 'Pay on a page of Stripe' }).click()
  await page.getByRole('button', { name: 'go back' }).click()
  await says(page, 'Nothing is charged before.')
  await page.getByRole('link', { name: 'Go on and confirm' }).click()
  await page.getByRole('button', { name: 'pay' }).click()
  await says(page, 'Thank you: your order is paid.')
  expect(charged(orderId)).toHaveLength(1)
})
