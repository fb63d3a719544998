// Two clerks in a real browser without scripts: who has an order, who hands it over, and what is shown as text.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { shortNumber } from '../../src/contract/ids.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { kangsForm, storyOf } from '../support/story.ts'

let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(shop)
  kang = storyOf(shop)
  // A second clerk: Yoon.
  const { status } = await shop.call('ops', 'PATCH', '/accounts/2', { role: 'staff' })
  expect(status).toBe(200)
})
afterEach(() => expect(browser.complaints.splice(0)).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

const pack = 'Packed: hand over to delivery'

test('two clerks and one order: one has it, the other is told by whom and since when, and takes it over', async () => {
  const orderId = await kang.upTo('payApproved')
  await kang.isOnWorklist(orderId)
  const path = `/admin/orders/${orderId}`
  const [park, yoon] = [await browser.signedIn('staff', path), await browser.signedIn('customer2', path)]
  await park.page.getByRole('button', { name: 'Start packing' }).click()
  await park.page.getByText('You have this order in hand now.').waitFor()
  // Yoon’s page is from before.
  await yoon.page.getByRole('button', { name: pack }).click()
  const told = yoon.page.getByRole('alert')
  expect(await told.textContent()).toMatch(/^The order has been in the hands of Park since \d+ \w+ \d{4}, \d\d:\d\d\.$/)
  expect(await yoon.page.getByRole('button', { name: pack }).count()).toBe(0)
  await yoon.goto('/admin')
  const row = yoon.page.locator('tr', { hasText: shortNumber(orderId) })
  expect(await row.getByText('Park is packing it').count()).toBe(1)
  expect(await row.getByRole('checkbox').count()).toBe(0)
  await row.getByRole('link').click()
  await yoon.page.getByText('Pack it instead of Park').click()
  await yoon.page.getByRole('button', { name: 'Yes, I have it now instead of Park' }).click()
  await yoon.page.getByText('Took the order over from Park.').waitFor()
  await park.page.getByRole('button', { name: pack }).click()
  expect(await park.page.getByRole('alert').textContent()).toContain('in the hands of Yoon')
  await yoon.page.getByRole('button', { name: pack }).click()
  await yoon.page.getByText('The order is packed. Its delivery starts by itself.').waitFor()
  await park.goto(path)
  await park.page.getByText('Packed by').waitFor()
})

test('a clerk finds orders by name and number, hands two over at once, and prints a slip', async () => {
  const placed = [0, 1].map(() => kang.place({ ...kangsForm, customerName: '강민호', paymentToken: 'tok_approved' }))
  const ids = (await Promise.all(placed)).map(({ orderId }) => orderId)
  for (const orderId of ids) await kang.isOnWorklist(orderId)
  const { page, goto } = await browser.signedIn('staff', '/admin')
  for (const input of ['민호', shortNumber(ids[0] ?? '').toLowerCase()]) {
    await page.getByLabel('Order number, name, phone or item').fill(input)
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: shortNumber(ids[0] ?? '') }).waitFor()
  }
  await goto(`/admin/orders/${ids[0]}/slip`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('main').textContent()).not.toContain('₩')
  expect(await page.getByText('Back to the order').isVisible()).toBe(false)
  expect(await page.locator('.bar').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await goto('/admin')
  for (const orderId of ids) await page.getByLabel(`Choose order ${shortNumber(orderId)} of 강민호`).check()
  await page.getByRole('button', { name: 'Packed: hand over the chosen orders' }).click()
  await page.getByText('2 orders are packed.').waitFor()
})

test('names, addresses, reasons and notes with markup are text on every page of the staff, and in Korean', async () => {
  const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>'
  const form = { ...kangsForm, customerName: markup, deliveryAddress: markup, paymentToken: 'tok_approved' }
  const { orderId } = await kang.place(form)
  await kang.isOnWorklist(orderId)
  const path = `/admin/orders/${orderId}`
  const { page, goto } = await browser.signedIn('staff', path, { javaScriptEnabled: true })
  await page.getByRole('button', { name: '한국어' }).click()
  await page.getByLabel('새 메모').fill(markup)
  await page.getByRole('button', { name: '메모 남기기' }).click()
  await page.getByText('메모를 남겼습니다.').waitFor()
  await page.getByText('금액 일부 환불').click()
  await page.getByLabel('금액 (KRW)').fill('500')
  await page.getByLabel('환불 사유').fill(markup)
  await page.getByRole('button', { name: '환불하기' }).click()
  await page.getByText('고객에게 환불 중입니다.').waitFor()
  await page.getByText('이 주문 취소').click()
  await page.getByLabel('취소 사유').fill(markup)
  await page.getByRole('button', { name: '주문 취소' }).click()
  await page.getByText('주문을 취소했습니다.').waitFor()
  const pages = [path, `${path}?asOf=2`, `${path}?provider=ask`, `${path}/slip`, '/admin?tab=all']
  for (const address of [...pages, `/admin?q=${encodeURIComponent(markup)}`]) {
    await goto(address)
    const foreign = page.locator('main img, main script, main [onerror]')
    expect([address, await foreign.count(), await page.locator('html').getAttribute('lang')]).toEqual([
      address,
      0,
      'ko',
    ])
    expect(await page.locator('main').textContent()).toContain(markup)
  }
})
