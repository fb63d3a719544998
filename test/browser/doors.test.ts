// Signing in and access in a real browser; every page works on a phone, by keyboard, and under its content policy.
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fillSignIn, openBrowser, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop({ breakable: ['mypage'] })
  browser = await openBrowser(shop)
  kang = storyOf(shop)
})
afterEach(() => expect(browser.complaints.splice(0)).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

describe('signing in', () => {
  test('a wrong password says so, keeps the address, and the right one leads on', async () => {
    const { page, goto } = await browser.open()
    await goto('/mypage')
    await fillSignIn(page, 'customer', 'not-this-password')
    expect(await page.getByRole('alert').textContent()).toBe('The e-mail address or the password is not right.')
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('customer@homeappliance.test')
    expect(await page.getByLabel('Password').inputValue()).toBe('')
    await fillSignIn(page, 'customer')
    await page.getByRole('heading', { name: 'My orders' }).waitFor()
  })

  test('a sign-in page that was open for hours signs in, and goes where its person wanted to go', async () => {
    const { page, goto } = await browser.open()
    await goto('/mypage/new?itemId=9')
    const old = new URL(page.url())
    old.searchParams.set('exp', String(Math.floor(Date.now() / 1000) - 3600))
    await page.context().clearCookies({ name: /signing-in/ })
    await page.goto(old.href)
    await fillSignIn(page, 'customer')
    await page.waitForURL('/mypage/new?itemId=9&key=*')
    await page.getByRole('heading', { name: 'Order' }).waitFor()
  })

  test('two tabs that are opened signed out sign in one after the other', async () => {
    const { page: first, goto } = await browser.open()
    const second = await first.context().newPage()
    await goto('/mypage')
    await second.goto('/mypage/new?itemId=9')
    await fillSignIn(first, 'customer')
    await first.getByRole('heading', { name: 'My orders' }).waitFor()
    await fillSignIn(second, 'customer')
    await second.getByRole('heading', { name: 'Order' }).waitFor()
    await first.reload()
    await first.getByRole('heading', { name: 'My orders' }).waitFor()
  })

  test('Back to the form, and the answer to a sign-in once more, lead where the person wanted to go', async () => {
    const { page, goto } = await browser.open()
    const answers: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/signed-in?')) answers.push(request.url())
    })
    await goto('/mypage')
    await fillSignIn(page, 'customer')
    await page.waitForURL('/mypage')
    await page.goBack()
    await page.getByRole('heading', { name: 'My orders' }).waitFor()
    await page.goto(answers[0] ?? '')
    await page.waitForURL('/mypage')
    await page.getByRole('heading', { name: 'My orders' }).waitFor()
  })

  test('a bookmarked sign-in page leads to the front page, signed in', async () => {
    const { page, goto } = await browser.open()
    await goto('/auth/sign-in')
    await fillSignIn(page, 'customer')
    await page.waitForURL('/')
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
  })

  test('signing out ends the session, here and at the authorization server', async () => {
    const { page, goto } = await browser.signedIn('staff', '/admin')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('/')
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    await goto('/admin')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in')
  })

  test.each([
    ['customer', '/admin', 'It is for the staff of the store. You are signed in as Kang (customer).'],
    [
      'customer',
      '/courier',
      'It is for the couriers and the staff of the store. You are signed in as Kang (customer).',
    ],
    ['staff', '/mypage', 'It is for customers: it shows their own orders. You are signed in as Park (staff).'],
    [
      'courier',
      '/mypage/new?itemId=9',
      'It is for customers: it places their orders. You are signed in as Lim (courier).',
    ],
  ] as const)('as %s leads to no page of another’s at %s', async (account, path, text) => {
    const { page, goto } = await browser.signedIn(account, path)
    expect(await goto(path)).toBe(403)
    expect(await page.getByRole('alert').textContent()).toBe(text)
  })

  test('another customer’s order looks the same as none', async () => {
    const orderId = await kang.upTo('payApproved')
    const { page, goto } = await browser.signedIn('customer2', '/mypage')
    expect(await goto(`/mypage/orders/${orderId}`)).toBe(404)
    const foreign = await page.locator('main').textContent()
    expect(await goto('/mypage/orders/ord_0123456789abcdefghjkmnpqrs')).toBe(404)
    expect(await page.locator('main').textContent()).toBe(foreign)
  })
})

test('a customer orders, pays and cancels with nothing but the keyboard', async () => {
  const { page, goto } = await browser.open()
  await goto('/mypage/new?itemId=13')
  await type(page, page.getByLabel('E-mail address'), 'customer@homeappliance.test')
  await type(page, page.getByLabel('Password'), 'demo-customer-password')
  await page.keyboard.press('Enter')
  await type(page, page.getByLabel('Address'), 'Gangnam')
  await type(page, page.getByLabel('Phone'), '010-0123-4567')
  await page.keyboard.press('Enter')
  await page.getByText('Your order is placed.').waitFor()
  await press(page, page.getByRole('link', { name: /^Pay/ }))
  await tabTo(page, page.locator('input[type=radio]').first())
  await press(page, page.getByRole('button', { name: /^Pay/ }))
  await page.getByText('Thank you: your order is paid.').waitFor()
  await press(page, page.getByText('Cancel this order'))
  await press(page, page.getByRole('button', { name: 'Cancel the order' }))
  await page.getByText('Your order is canceled.').waitFor()
})

test('a courier finds a delivery and hands it over with nothing but the keyboard', async () => {
  const orderId = await kang.upTo('deliveryStarted')
  await kang.isOnTheRoad(orderId)
  const { page } = await browser.signedIn('courier', '/courier')
  await press(page, page.locator(`a[href$="${orderId}"]`))
  await press(page, page.getByRole('button', { name: 'Handed over' }))
  await page.getByText('Handed over. The customer sees it').waitFor()
})

test('the API’s documentation shows every operation, with nothing from another host', async () => {
  const { page, goto } = await browser.open({ javaScriptEnabled: true })
  await goto('/docs')
  const response = await page.request.get('/openapi.json')
  const document: { paths: Record<string, object> } = await response.json()
  const operations = Object.values(document.paths).flatMap((path) => Object.keys(path))
  const calls = page.locator('details:has(p[id])')
  expect(await calls.count()).toBe(operations.length)
  const placing = calls.filter({ hasText: 'Place an order' })
  await placing.locator('summary').click()
  await placing.getByText('deliveryPhoneNumber').first().waitFor()
  await placing.getByRole('link', { name: 'price_changed' }).click()
  await page.locator('#problem-price_changed').getByText('urn:homeappliance:problem:price_changed').waitFor()
  expect(response.headers()['content-security-policy']).toContain(`default-src 'none'`)
})

test('no page is wider than a small phone, whatever names customers have, and each is styled', async () => {
  const form = { customerName: 'W'.repeat(100), deliveryAddress: 'm'.repeat(500), deliveryPhoneNumber: '010-0123-4567' }
  const lines = ['1', '4', '9'].map((itemId) => ({ itemId, qty: 999 }))
  const { orderId } = await kang.place({ ...form, lines, paymentToken: 'tok_approved' })
  await shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderCanceled', reason: 'x'.repeat(500) })
  const unpaid = await kang.upTo('orderStarted')
  await kang.agrees(unpaid)
  const onTheRoad = (await kang.place({ ...form, lines, paymentToken: 'tok_approved' })).orderId
  await kang.take(onTheRoad)
  await kang.isOnTheRoad(onTheRoad)
  const phone = { viewport: { width: 360, height: 740 } }
  const admin = ['', '/analytics', '/messages', '?tab=all', `/orders/${orderId}`, `/orders/${onTheRoad}/slip`]
  const pages = {
    nobody: ['/', '/sign-in', '/auth/sign-up', '/nothing-here'],
    customer: [
      '/',
      '/mypage',
      `/mypage/orders/${orderId}`,
      `/mypage/orders/${unpaid}`,
      '/mypage/new?itemId=1',
      '/admin',
    ],
    staff: ['/', '/mypage', ...admin.map((path) => `/admin${path}`)],
    courier: ['/', '/courier', '/courier?status=canceled', `/courier/deliveries/${onTheRoad}`, '/admin'],
  }
  const windows = {
    nobody: await browser.open(phone),
    customer: await browser.signedIn('customer', '/mypage', phone),
    staff: await browser.signedIn('staff', '/admin', phone),
    courier: await browser.signedIn('courier', '/courier', phone),
  }
  for (const who of ['nobody', 'customer', 'staff', 'courier'] as const) {
    for (const path of pages[who]) {
      await windows[who].goto(path)
      const shape = await windows[who].page.locator('html').evaluate((html) => ({
        tooWideBy: Math.max(0, html.scrollWidth - html.clientWidth),
        isStyled: getComputedStyle(html).colorScheme === 'light dark',
      }))
      expect([who, path, shape]).toEqual([who, path, { tooWideBy: 0, isStyled: true }])
    }
  }
})

test('while a part of the shop is down, its page says so in words and the front page stays open', async () => {
  const { page, goto } = await browser.signedIn('customer', '/mypage')
  await shop.outage(true)
  try {
    expect(await goto('/mypage')).toBe(503)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Out of reach just now')
    expect(await goto('/')).toBe(200)
    await page.getByRole('link', { name: 'Order: Microwave oven 32 L' }).waitFor()
  } finally {
    await shop.outage(false)
  }
})

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
}

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

/** Go on by Tab until `target` has the focus, and see that it shows. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const state = () =>
    target.evaluate((element) => ({
      isFocused: element === document.activeElement,
      outline: getComputedStyle(element).outlineStyle,
    }))
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const { isFocused, outline } = await state()
    if (!isFocused) continue
    expect(outline).toBe('solid')
    return
  }
  throw new Error(`the keyboard does not lead to ${target}`)
}
