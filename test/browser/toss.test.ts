// Paying by Toss Payments in a real browser: its widget in a frame, its bank, its hosted page without scripts, and the
// return. Toss's script, pages and API are stand-ins on this machine.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { webhookSecret } from '../support/providers/fixtures.ts'
import { tossKey } from '../support/providers/toss-api.ts'
import { openTossSite } from '../support/providers/toss-site.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

let toss: Awaited<ReturnType<typeof openTossSite>>
let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  toss = await openTossSite()
  const payment = {
    ...{ PAYMENT_PROVIDER: 'toss', TOSS_SECRET_KEY: tossKey, TOSS_WEBHOOK_SECRET: webhookSecret },
    ...{ TOSS_API_URL: toss.http.origin, TOSS_CLIENT_KEY: 'test_gck', TOSS_SCRIPT_URL: toss.scriptUrl },
  }
  shop = await openShop({ vars: { payment } })
  browser = await openBrowser(shop)
  kang = storyOf(shop)
})
/** Nobody is asked but the shop and Toss, and nothing is against a page's policy. */
afterEach(() => {
  expect(browser.complaints.splice(0).filter((text) => !text.includes(`asked for ${toss.http.origin}/`))).toEqual([])
})
afterAll(async () => {
  await browser.close()
  await shop.close()
  await toss.http.close()
})

async function toPay(javaScriptEnabled = true) {
  const orderId = await kang.upTo('orderStarted')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}/pay`, { javaScriptEnabled })
  return { page, orderId }
}

const says = (page: Page, text: string) => page.getByRole('main').getByText(text).first().waitFor()
const moved = (orderId: string) => toss.api.transactions.filter((row) => row.orderId.startsWith(orderId))

async function payAnd(page: Page, decision: string): Promise<void> {
  await page.frameLocator('iframe[title=Toss]').getByText('Card, transfer').waitFor()
  await page.getByRole('button', { name: /^Pay/ }).click()
  await page.getByRole('button', { name: decision }).click()
}

test('the widget in Toss’s frame leads to the bank and back, and the payment is confirmed once', async () => {
  const { page, orderId } = await toPay()
  await payAnd(page, 'approve')
  await says(page, 'Thank you: your order is paid.')
  await page.goBack()
  expect(moved(orderId)).toMatchObject([{ status: 'DONE', amount: 4500 }])
})

test('whoever turns back at the bank reads why, tries again, is declined, and pays', async () => {
  const { page, orderId } = await toPay()
  await payAnd(page, 'cancel')
  await says(page, 'The payment was not made: it was not completed at the payment provider.')
  await payAnd(page, 'decline')
  await says(page, 'Your payment was declined')
  await page.getByRole('link', { name: /^Pay/ }).click()
  await payAnd(page, 'approve')
  await says(page, 'Thank you: your order is paid.')
  expect(moved(orderId)).toHaveLength(1)
})

test('an address with another amount than the order’s confirms nothing', async () => {
  const { page, orderId } = await toPay()
  await payAnd(page, 'cheat')
  await says(page, 'The payment was not made')
  expect(moved(orderId)).toEqual([])
})

test('without scripts a page of Toss takes the payment: whoever turns back there tries again, and pays', async () => {
  const { page, orderId } = await toPay(false)
  for (const decision of ['cancel', 'approve']) {
    await page.getByRole('button', { name: 'Pay on a page of Toss' }).click()
    await page.getByRole('button', { name: decision }).click()
    if (decision === 'cancel') await says(page, 'The payment was not made: it was not completed')
  }
  await says(page, 'Thank you: your order is paid.')
  expect(moved(orderId)).toMatchObject([{ status: 'DONE', amount: 4500 }])
})
