// Pages that follow by themselves: a customer, the store and a courier on a phone, each in a window of their own, see
// each other's steps without a reload.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop } from '../support/shop.ts'

const withScripts = { javaScriptEnabled: true }
const phone = { javaScriptEnabled: true, viewport: { width: 360, height: 740 } }

let shop: Shop
let browser: TestBrowser

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(shop)
})
afterEach(() => expect(browser.complaints.splice(0)).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

test('to "delivered" in three windows, each seeing the others’ steps without a reload', async () => {
  const customer = await browser.signedIn('customer', '/mypage/new?itemId=9', withScripts)
  const staff = await browser.signedIn('staff', '/admin', withScripts)
  const courier = await browser.signedIn('courier', '/courier', phone)
  const windows = [customer, staff, courier].map(({ page }) => page)
  await customer.page.getByLabel('Address').fill('12 Teheran-ro, Gangnam')
  await customer.page.getByLabel('Phone').fill('010-0123-4567')
  await customer.page.getByRole('button', { name: 'Place the order' }).click()
  await customer.page.getByRole('button', { name: /^Pay/ }).click()
  await customer.page.getByText('Thank you: your order is paid.').waitFor()
  const [orderId = ''] = /ord_[0-9a-z]+/.exec(customer.page.url()) ?? []
  await staff.page.locator(`a[href="/admin/orders/${orderId}"]`).click()
  for (const page of windows) await isLive(page)
  const loads = windows.map(countLoads)
  await staff.page.getByRole('button', { name: 'Take the order' }).click()
  await customer.page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
  expect(await customer.page.getByRole('status').allTextContents()).toContain('This page has changed. On its way')
  // Said once by the form before, and still there.
  await customer.page.getByText('Thank you: your order is paid.').waitFor()
  await staff.page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
  await courier.page.locator(`a[href$="${orderId}"]`).click()
  await courier.page.getByRole('button', { name: 'Handed over' }).click()
  for (const { page } of [customer, staff]) {
    await page.locator('[aria-current="step"]', { hasText: 'Delivered' }).waitFor()
  }
  // The staff pressed one button, the courier one link and one button, and nobody loaded a page again.
  expect(loads.map((count) => count())).toEqual([0, 1, 2])
})

async function isLive(page: Page): Promise<void> {
  await page.locator('.live[data-state=on]').waitFor()
}

/** How often the window has gone to a page from now on. */
function countLoads(page: Page): () => number {
  let count = 0
  page.on('domcontentloaded', () => {
    count += 1
  })
  return () => count
}
