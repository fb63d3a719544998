// Paying in a real browser, at the sandbox's page: each outcome in words, the question of a bank, and the ways back.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, payBy, reloadUntil, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(shop)
  kang = storyOf(shop)
})
afterEach(() => expect(browser.complaints.splice(0)).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

/** The page that pays a new order of Kang's, as the order form leads to it. */
async function toPay(options = {}) {
  const orderId = await kang.upTo('orderStarted')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}/pay`, options)
  return { page, orderId }
}

const says = (page: Page, text: string) => page.getByRole('main').getByText(text).first().waitFor()

async function charged(orderId: string): Promise<number[]> {
  const { body } = await shop.call<{ charges: { amount: { amount: number } }[] }>(
    'ops',
    'GET',
    `/payments/${orderId}/provider`,
  )
  return body.charges.map(({ amount }) => amount.amount)
}

describe.each([
  ['without scripts', {}],
  ['with scripts', { javaScriptEnabled: true }],
  ['on a phone', { viewport: { width: 360, height: 740 } }],
])('%s', (_, options) => {
  test('a card that pays is thanked for', async () => {
    const { page, orderId } = await toPay(options)
    await payBy(page, 'A card that pays')
    await says(page, 'Thank you: your order is paid.')
    expect(await charged(orderId)).toEqual([4500])
  })

  test('a card whose bank asks: refused, tried again, and approved', async () => {
    const { page, orderId } = await toPay(options)
    await payBy(page, 'A card whose bank asks you to confirm')
    await page.getByRole('button', { name: 'No, refuse it' }).click()
    await says(page, 'Your payment was declined')
    expect(await charged(orderId)).toEqual([])
    await page.getByRole('link', { name: /^Pay/ }).click()
    await payBy(page, 'A card whose bank asks you to confirm')
    await page.getByRole('button', { name: 'Yes, confirm it' }).click()
    await says(page, 'Thank you: your order is paid.')
    expect(await charged(orderId)).toEqual([4500])
  })
})

test('whoever leaves the bank is led there again, and pays once', async () => {
  const { page, orderId } = await toPay()
  await payBy(page, 'A card whose bank asks you to confirm')
  await page.getByRole('link', { name: 'Back to your order' }).click()
  await says(page, 'Your bank asks you to confirm this payment.')
  await page.getByRole('link', { name: 'Go on and confirm' }).click()
  await page.getByRole('button', { name: 'Yes, confirm it' }).click()
  await says(page, 'Thank you: your order is paid.')
  expect(await charged(orderId)).toEqual([4500])
})

test('Back from the bank and another card: the first is canceled, and one is charged', async () => {
  const { page, orderId } = await toPay()
  await payBy(page, 'A card whose bank asks you to confirm')
  await page.getByRole('button', { name: 'Yes, confirm it' }).waitFor()
  const bank = page.url()
  await page.goto(`${shop.origin}/mypage/orders/${orderId}/pay`)
  await page.getByRole('link', { name: 'Pay with another card' }).click()
  await page.getByLabel('A card that pays', { exact: true }).check()
  await page.getByRole('button', { name: /^Pay/ }).click()
  await says(page, 'Thank you: your order is paid.')
  await page.goto(bank)
  await says(page, 'This payment is decided already.')
  expect(await charged(orderId)).toEqual([4500])
})

async function placeOven(page: Page): Promise<void> {
  await page.goto('/mypage/new?itemId=9')
  await page.getByLabel('Address').fill('Mapo')
  await page.getByLabel('Phone').fill('010-9876-5432')
  await page.getByRole('button', { name: 'Place the order' }).click()
  await says(page, 'Your order is placed.')
}

test('a payment whose answer is lost is told as not known, until the shop has found out that it was made', async () => {
  const { page } = await browser.signedIn('customer', '/mypage')
  await placeOven(page)
  await payBy(page, 'A card that pays, and whose answer is lost')
  const thanks = page.getByText('Thank you: your order is paid.')
  const unknown = page.getByText('We do not know yet whether your payment was made.')
  await unknown.or(thanks).first().waitFor()
  expect((await unknown.count()) + (await thanks.count())).toBe(1)
  await reloadUntil(page, page.getByText('You paid ₩189,000.'))
})

test('no outcome but a paid one is thanked for: each is told in words, and no address changes it', async () => {
  const { page, goto } = await browser.signedIn('customer', '/mypage')
  for (const [card, words] of [
    ['A card that is refused', 'refused it. You can try another card. The order can be paid until'],
    ['A card without enough money', 'there is not enough money on the card'],
    ['A card that has expired', 'the card has expired'],
    ['A card while the provider is overloaded', 'Please pay a little later: you are never charged twice.'],
  ] as const) {
    await placeOven(page)
    await payBy(page, card)
    await says(page, words)
    const told = (await page.locator('main').textContent()) ?? ''
    expect(told).not.toMatch(/Thank you|card_declined|insufficient_funds|expired_card/)
    for (const address of ['?done=paid', '/return?status=paid&redirect_status=succeeded']) {
      await goto(`${new URL(page.url()).pathname}${address}`)
      expect(await page.locator('main').textContent()).not.toContain('Thank you')
    }
  }
})

test('in Korean, by keyboard alone', async () => {
  const { page } = await toPay()
  await page.getByRole('button', { name: '한국어' }).press('Enter')
  await page.getByRole('link', { name: /4,500.* 결제하기/ }).press('Enter')
  await page.getByLabel('잔액이 부족한 카드').press('Space')
  await page.getByRole('button', { name: /결제하기/ }).press('Enter')
  // The provider that was overloaded before may have opened the breaker: then the shop pays a little later.
  await page.waitForURL('**/mypage/orders/**')
  await reloadUntil(page, page.getByRole('main').getByText('결제가 거절되었습니다'))
})
