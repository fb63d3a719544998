// Pages that follow by themselves: a customer, the store and a courier on a phone, each in a window of their own, see
// each other's steps without a reload.
import type { Page, WebSocket } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { instantText } from '../../src/web/times.ts'
import { openBrowser, payBy, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { kangsForm, storyOf } from '../support/story.ts'

const withScripts = { javaScriptEnabled: true }
const phone = { javaScriptEnabled: true, viewport: { width: 360, height: 740 } }

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

test('to "delivered" in three windows, each seeing the others’ steps without a reload', async () => {
  const customer = await browser.signedIn('customer', '/mypage/new?itemId=9', withScripts)
  const staff = await browser.signedIn('staff', '/admin', withScripts)
  const courier = await browser.signedIn('courier', '/courier', phone)
  const windows = [customer, staff, courier].map(({ page }) => page)
  await customer.page.getByLabel('Address').fill('12 Teheran-ro, Gangnam')
  await customer.page.getByLabel('Phone').fill('010-0123-4567')
  await customer.page.getByRole('button', { name: 'Place the order' }).click()
  await payBy(customer.page, 'A card that pays')
  await customer.page.getByText('Thank you: your order is paid.').waitFor()
  const [orderId = ''] = /ord_[0-9a-z]+/.exec(customer.page.url()) ?? []
  await staff.page.locator(`a[href="/admin/orders/${orderId}"]`).click()
  for (const page of windows) await isLive(page)
  const loads = windows.map(countLoads)
  await staff.page.getByRole('button', { name: 'Packed: hand over to delivery' }).click()
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
  // The staff pressed one button, the courier one link (their form is sent in place); nobody loaded a page again.
  expect(loads.map((count) => count())).toEqual([0, 1, 1])
})

test('what a clerk types, opens and has in focus stays while their page follows a change', async () => {
  const orderId = await kang.upTo('payApproved')
  const { page } = await browser.signedIn('staff', `/admin/orders/${orderId}`, withScripts)
  await page.getByText('Cancel this order').click()
  await page.getByLabel('Reason for a cancel').fill('The last one was damaged')
  await isLive(page)
  await kang.take(orderId)
  await page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
  const reason = page.getByLabel('Reason for a cancel')
  expect(await reason.inputValue()).toBe('The last one was damaged')
  expect(await reason.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await page.getByRole('button', { name: 'Take the order' }).count()).toBe(0)
  // A form that is no longer possible goes, and the focus stays in the page.
  await page.getByRole('button', { name: 'Cancel the order' }).focus()
  await kang.complete(orderId)
  await page.getByRole('button', { name: 'Cancel the order' }).waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
})

test('a payment whose outcome is not known yet turns into its outcome on the page', async () => {
  const { page, goto } = await browser.signedIn('customer', '/mypage', withScripts)
  const { orderId } = await kang.place({ ...kangsForm, paymentToken: 'tok_lost' })
  await goto(`/mypage/orders/${orderId}`)
  await page.getByText('We do not know yet whether your payment was made.').waitFor()
  const loads = countLoads(page)
  await page.locator('.head .badge', { hasText: 'Paid' }).waitFor()
  expect(loads()).toBe(0)
})

test('a hidden page holds no stream and loads nothing; shown again, it has what it missed', async () => {
  const orderId = await kang.upTo('payApproved')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}`, withScripts)
  await isLive(page)
  const sockets: WebSocket[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  // What it asked for while it was shown may be under way still.
  await page.evaluate(() => {
    const { fetch } = window
    window.fetch = (...asked) => {
      if (document.hidden) document.body.setAttribute('data-asked', String(asked[0]))
      return fetch(...asked)
    }
  })
  await setHidden(page, true)
  await kang.take(orderId)
  await kang.reaches(orderId, 'deliveryStarted')
  await kang.agrees(orderId)
  expect(await page.locator('[data-asked]').count()).toBe(0)
  expect(sockets).toEqual([])
  await setHidden(page, false)
  await page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
})

test('without a connection the page says so and how old it is; with one again, it has what it missed', async () => {
  const orderId = await kang.upTo('payApproved')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}`, withScripts)
  await isLive(page)
  await page.context().setOffline(true)
  await page.locator('.live[data-state=off]').waitFor()
  expect(await lineOf(page)).toMatch(/^No connection just now\. As of .+\. Look again$/)
  await kang.take(orderId)
  await kang.reaches(orderId, 'deliveryStarted')
  await page.context().setOffline(false)
  await isLive(page)
  await page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
  browser.complaints.splice(0)
})

test('a customer’s page follows over a socket, which is closed when they sign out in another window', async () => {
  const orderId = await kang.upTo('payApproved')
  const { page } = await browser.signedIn('customer', '/mypage', withScripts)
  await isLive(page)
  const sockets: WebSocket[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  await page.goto(`/mypage/orders/${orderId}`)
  await isLive(page)
  expect(sockets.map((socket) => new URL(socket.url()).pathname)).toEqual(['/mypage/live'])
  const closed = sockets[0]?.waitForEvent('close')
  const other = await page.context().newPage()
  await other.goto('/mypage')
  await other.getByRole('button', { name: 'Sign out' }).click()
  await closed
  await page.close()
  browser.complaints.splice(0)
})

test('where no socket can be opened, it follows by events', async () => {
  const orderId = await kang.upTo('payApproved')
  const { page } = await browser.signedIn('customer', '/mypage', withScripts)
  await page.addInitScript(() => {
    Object.defineProperty(window, 'WebSocket', {
      value: class {
        onclose = () => {}
        constructor() {
          setTimeout(() => this.onclose())
        }
        close() {}
      },
    })
  })
  await page.goto(`/mypage/orders/${orderId}`)
  await isLive(page)
  await kang.take(orderId)
  await page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
})

test('without a script a page says how old it is, with a link to look again', async () => {
  const orderId = await kang.upTo('payApproved')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}`)
  expect(await lineOf(page)).toMatch(/^As of .+\. Look again$/)
  await kang.take(orderId)
  await kang.reaches(orderId, 'deliveryStarted')
  await page.getByRole('link', { name: 'Look again' }).click()
  await page.locator('[aria-current="step"]', { hasText: 'On its way' }).waitFor()
})

test('times are in the browser’s zone, from its first page on', async () => {
  const orderId = await kang.upTo('payApproved')
  const zone = { timezoneId: 'America/New_York', javaScriptEnabled: true }
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}`, zone)
  const at = await page.locator('.story time').first().getAttribute('datetime')
  const expected = instantText(at ?? '', { language: 'en', timeZone: 'America/New_York' })
  await page.locator('.story time', { hasText: expected }).first().waitFor()
  await page.context().clearCookies({ name: 'zone' })
  await page.goto('/mypage')
  await page.locator('.list time', { hasText: expected }).first().waitFor()
})

/** As when its person looks at another tab. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

async function isLive(page: Page): Promise<void> {
  await page.locator('.live[data-state=on]').waitFor()
}

/** What the line shows, and not what it hides. */
async function lineOf(page: Page): Promise<string> {
  const parts = await page.locator('.live > span').all()
  const shown = await Promise.all(parts.map(async (part) => ((await part.isVisible()) ? part.textContent() : '')))
  return shown.join('').trim()
}

/** How often the window has gone to a page from now on. */
function countLoads(page: Page): () => number {
  let count = 0
  page.on('domcontentloaded', () => {
    count += 1
  })
  return () => count
}
