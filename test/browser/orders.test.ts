// Orders in a real browser without scripts: the staff act in one window, the customer sees it in another.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fillSignIn, openBrowser, payBy, reloadUntil, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop, until } from '../support/shop.ts'
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

test('the staff take an order in one window, and the customer sees it in another', async () => {
  const orderId = await kang.upTo('payApproved')
  const customer = await browser.signedIn('customer', '/mypage')
  const staff = await browser.signedIn('staff', '/admin')
  const inWorklist = staff.page.locator(`a[href="/admin/orders/${orderId}"]`)
  await reloadUntil(staff.page, inWorklist)
  await inWorklist.click()
  await staff.page.getByRole('button', { name: 'Packed: hand over to delivery' }).click()
  await says(staff.page, 'The order is packed. Its delivery starts by itself.')
  expect(await staff.page.getByRole('button', { name: 'Packed: hand over to delivery' }).count()).toBe(0)
  const row = customer.page.locator('.list li', { has: customer.page.locator(`[href$="${orderId}"]`) })
  await reloadUntil(customer.page, row.filter({ hasText: 'On its way' }))
  await row.getByRole('link').click()
  expect(await customer.page.locator('[aria-current="step"]').textContent()).toBe('On its way')
  expect(await story(customer.page)).toEqual([
    'The order was placed.',
    '₩4,500 was paid.',
    'The store accepted and packed the order.',
    'The delivery has started.',
  ])
  await showsTimesOf(customer.page, orderId)
})

test('an order reaches its customer: placed, paid, taken, and handed over by a courier on a phone', async () => {
  const customer = await browser.signedIn('customer', '/mypage/new?itemId=9')
  await customer.page.getByLabel('Address').fill('12 Teheran-ro, Gangnam')
  await customer.page.getByLabel('Phone').fill('010-0123-4567')
  await customer.page.getByRole('button', { name: 'Place the order' }).click()
  await payBy(customer.page, 'A card that pays')
  await says(customer.page, 'Thank you: your order is paid.')
  const [orderId = ''] = /ord_[0-9a-z]+/.exec(customer.page.url()) ?? []
  const staff = await browser.signedIn('staff', `/admin/orders/${orderId}`)
  await staff.page.getByRole('button', { name: 'Packed: hand over to delivery' }).click()
  const courier = await browser.signedIn('courier', '/courier', { viewport: { width: 360, height: 740 } })
  const delivery = courier.page.locator('.list li', { has: courier.page.locator(`[href$="${orderId}"]`) })
  await reloadUntil(courier.page, delivery)
  const linked = (name: string) => delivery.getByRole('link', { name }).getAttribute('href')
  expect(await linked('010-0123-4567')).toBe('tel:+821001234567')
  expect(await linked('12 Teheran-ro, Gangnam')).toContain('query=12+Teheran-ro%2C+Gangnam')
  await delivery.getByRole('link', { name: 'Kang' }).click()
  await courier.page.getByRole('button', { name: 'Handed over' }).click()
  await says(courier.page, 'Handed over. The customer sees it')
  await courier.page.getByRole('main').getByRole('link', { name: 'Deliveries' }).click()
  expect(await courier.page.locator('section', { hasText: 'Delivered' }).locator(delivery).count()).toBe(1)
  await reloadUntil(customer.page, customer.page.locator('.badge', { hasText: 'Delivered' }))
  expect((await story(customer.page)).at(-1)).toBe('The order was handed over: to the customer.')
})

test('the customer pays by the form, then cancels by the form, and reads what became of it', async () => {
  const orderId = await kang.upTo('orderStarted')
  const { page } = await browser.signedIn('customer', `/mypage/orders/${orderId}`)
  await page.getByRole('link', { name: 'Pay ₩4,500' }).click()
  await payBy(page, 'A card that is refused')
  expect(await page.getByRole('alert').textContent()).toContain(
    'declined: the bank or the payment provider refused it.',
  )
  await page.getByRole('link', { name: 'Pay ₩4,500' }).click()
  await payBy(page, 'A card that pays')
  await says(page, 'Thank you: your order is paid.')
  await page.reload()
  expect(await page.locator('main').textContent()).not.toContain('Thank you')
  expect(await page.getByRole('button', { name: 'Cancel the order' }).isVisible()).toBe(false)
  await page.getByText('Cancel this order').click()
  await page.getByRole('button', { name: 'Cancel the order' }).click()
  await says(page, 'Your order is canceled. What you paid is returned by itself.')
  await reloadUntil(page, page.locator('.badge', { hasText: 'Canceled, refunded' }))
  const result = await story(page)
  expect(result.filter((sentence) => !sentence.startsWith('The payment was declined'))).toEqual([
    'The order was placed.',
    '₩4,500 was paid.',
    'The customer canceled the order.',
    'The store acknowledged the cancel.',
    '₩4,500 was returned.',
  ])
  expect(result).toHaveLength(6)
  await showsTimesOf(page, orderId)
})

test('the staff cancel with a reason, and the customer reads it', async () => {
  const orderId = await kang.upTo('payApproved')
  const staff = await browser.signedIn('staff', `/admin/orders/${orderId}`)
  await staff.page.getByText('Cancel this order').click()
  await staff.page.getByLabel('Reason for a cancel').fill('   ')
  await staff.page.getByRole('button', { name: 'Cancel the order' }).click()
  await staff.page.locator('[aria-invalid=true]').waitFor()
  await staff.page.getByLabel('Reason for a cancel').fill('The last one was damaged <in> the store.')
  await staff.page.getByRole('button', { name: 'Cancel the order' }).click()
  await says(staff.page, 'The order is canceled.')
  const customer = await browser.signedIn('customer', `/mypage/orders/${orderId}`)
  const sentence = 'The store canceled the order: The last one was damaged <in> the store.'
  expect(await customer.page.getByRole('status').allTextContents()).toContain(sentence)
  expect(await story(customer.page)).toContain(sentence)
})

test('an order is placed from the shelf, refused until its form is right, and sent twice is one order', async () => {
  const { page, goto } = await browser.open()
  await goto('/')
  await page.getByRole('link', { name: 'Order: Microwave oven 32 L' }).click()
  await fillSignIn(page, 'customer2')
  await page.getByLabel('Quantity').fill('2')
  await page.getByLabel('Address').fill('Mapo')
  await page.getByLabel('Phone').fill('call me')
  await page.getByRole('button', { name: 'Place the order' }).click()
  const fault = page.locator('#deliveryPhoneNumber-error')
  expect(await fault.textContent()).toContain('The phone number cannot be dialled: write it like 010-0123-4567')
  expect(await page.getByLabel('Address').inputValue()).toBe('Mapo')
  await page.getByLabel('Phone').fill('010-9876-5432')
  const form = await page.locator('main form').evaluate((filled) => {
    return filled instanceof HTMLFormElement
      ? [...new FormData(filled)].map(([name, value]) => [name, String(value)])
      : []
  })
  await page.getByRole('button', { name: 'Place the order' }).click()
  await says(page, 'Your order is placed.')
  expect(await page.locator('tfoot').textContent()).toContain('₩378,000')
  const retry = await page.request.post('/mypage/new', {
    headers: { origin: shop.origin },
    form: Object.fromEntries(form),
    maxRedirects: 0,
  })
  expect([retry.status(), shop.origin + retry.headers()['location']]).toEqual([303, page.url()])
})

test('Back from the order to its form, and the button pressed again, show the same order', async () => {
  const { page } = await browser.signedIn('customer2', '/mypage/new?itemId=9', { javaScriptEnabled: true })
  const fill = async () => {
    await page.getByLabel('Address').fill('Mapo')
    await page.getByLabel('Phone').fill('010-9876-5432')
    await page.getByRole('button', { name: 'Place the order' }).click()
    await page.waitForURL(/\/mypage\/orders\/ord_/)
    return /ord_[0-9a-z]+/.exec(page.url())?.[0]
  }
  const first = await fill()
  await page.goBack()
  await page.getByRole('heading', { name: 'Order' }).waitFor()
  expect(await fill()).toBe(first)
  await page.goto('/')
  await page
    .getByRole('link', { name: /^Order: / })
    .first()
    .click()
  expect(await fill()).not.toBe(first)
})

test('what a customer typed is shown as text, never as a part of the page, even where scripts may run', async () => {
  const customerName = `<script>alert("name")</script> & 'Kim'`
  const deliveryAddress = `"><img src=x onerror=alert(1)><b>Gangnam</b>`
  const order = { itemId: '9', qty: 1, customerName, deliveryAddress, deliveryPhoneNumber: '010-0123-4567' }
  const { orderId } = await kang.place({ ...order, paymentToken: 'tok_approved' })
  const scripts = { javaScriptEnabled: true }
  const customer = await browser.signedIn('customer', `/mypage/orders/${orderId}`, scripts)
  const staff = await browser.signedIn('staff', `/admin/orders/${orderId}`, scripts)
  for (const { page } of [customer, staff]) {
    expect(await page.locator('dd', { hasText: customerName }).count()).toBe(1)
    expect(await page.locator('dd', { hasText: deliveryAddress }).count()).toBe(1)
    expect(await page.locator('main :is(script, img, b)').count()).toBe(0)
  }
  await staff.goto('/admin')
  await reloadUntil(staff.page, staff.page.getByRole('cell', { name: customerName }))
  expect(await staff.page.locator('main :is(script, img, b)').count()).toBe(0)
})

async function says(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor()
}

function story(page: Page): Promise<string[]> {
  return page.locator('.story li > div:first-child').allTextContents()
}

/** The page's times are those of the events: exact for machines, and in Korean time for people. */
async function showsTimesOf(page: Page, orderId: string): Promise<void> {
  const times = await until(
    async () => {
      await page.reload()
      const { body } = await shop.call<{ events: { at: string }[] }>('customer', 'GET', `/orders/${orderId}/events`)
      const shown = page.locator('.story time')
      const texts = await shown.allTextContents()
      const instants = await shown.evaluateAll((all) => all.map((time) => time.getAttribute('datetime')))
      return { events: body.events.map((event) => event.at), instants, texts }
    },
    ({ events, instants }) => events.join() === instants.join(),
  )
  expect(times.texts).toEqual(times.events.map(inKorea))
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `1 Nov 2026, 21:00`: Korea has had no summer time since 1988. */
function inKorea(at: string): string {
  const there = new Date(Date.parse(at) + 9 * 3600 * 1000)
  const clock = there.toISOString().slice(11, 16)
  return `${there.getUTCDate()} ${months[there.getUTCMonth()]} ${there.getUTCFullYear()}, ${clock}`
}

test('a session that ends while a form is filled in: nothing typed is lost, and nothing is sent by itself', async () => {
  const { page, goto } = await browser.signedIn('customer2', '/mypage/new?itemId=1')
  await page.getByLabel('Quantity').fill('3')
  await page.getByLabel('Address').fill('서울 강남구 1 <b>')
  await page.getByLabel('Phone').fill('010-0123-4567')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Place the order' }).click()
  await fillSignIn(page, 'customer2')
  await says(page, 'You had been signed out, so nothing was sent.')
  expect(await page.getByLabel('Address').inputValue()).toBe('서울 강남구 1 <b>')
  await page.reload()
  expect(await page.getByLabel('Quantity').inputValue()).toBe('3')
  await page.getByRole('button', { name: 'Place the order' }).click()
  await says(page, 'Your order is placed.')
  await page.getByRole('link', { name: 'Back to the order' }).click()
  const orderAddress = page.url()
  await page.context().clearCookies()
  await page.getByText('Cancel this order').click()
  await page.getByRole('button', { name: 'Cancel the order' }).click()
  await fillSignIn(page, 'customer2')
  await says(page, 'You had been signed out, so nothing was sent.')
  expect(await page.locator('main .badge').first().textContent()).toBe('Waiting for payment')
  await page.getByRole('button', { name: 'Cancel the order' }).click()
  await says(page, 'Your order is canceled.')
  expect(page.url()).toBe(orderAddress)
  expect(await goto('/mypage')).toBe(200)
})
