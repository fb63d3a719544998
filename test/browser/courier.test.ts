// A courier without a connection: what is pressed is kept, sent once, and told when it was refused.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openShop, type Shop, until } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>

const phone = { javaScriptEnabled: true, viewport: { width: 360, height: 740 } }

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(shop)
  kang = storyOf(shop)
})
/** What a browser says of a request that fails or is refused: here they are to be. */
const wanted = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|the server responded with a status of 409/
afterEach(() => expect(browser.complaints.splice(0).filter((text) => !wanted.test(text))).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

async function onTheRoad(): Promise<string> {
  const orderId = await kang.upTo('deliveryStarted')
  await kang.isOnTheRoad(orderId)
  return orderId
}

async function typesOf(orderId: string): Promise<string[]> {
  const { body } = await shop.call<{ events: { type: string }[] }>('staff', 'GET', `/orders/${orderId}/events`)
  return body.events.map(({ type }) => type)
}

const delivered = (types: string[]) => types.filter((type) => type === 'DeliveryCompleted').length
const kept = (page: Page) => page.locator('#outbox .warn')

test('what is pressed without a connection waits, and is sent once, in order, when it is back', async () => {
  const orderId = await onTheRoad()
  const { page } = await browser.signedIn('courier', `/courier/deliveries/${orderId}`, phone)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Set out' }).click()
  await page.getByText('Not handed over').click()
  await page.getByLabel('Note', { exact: true }).fill('<b>dog</b>')
  await page.getByLabel('Why').selectOption('other')
  await page.getByRole('button', { name: 'Report it' }).click()
  await kept(page).filter({ hasText: 'Set out · Kang' }).filter({ hasText: 'Not handed over · Kang' }).waitFor()
  expect(await typesOf(orderId)).not.toContain('DeliveryAttemptFailed')
  await page.context().setOffline(false)
  await page.getByText('Recorded.').waitFor()
  expect(await kept(page).count()).toBe(0)
  expect(await page.locator('dd').allTextContents()).toContain('another reason (<b>dog</b>)')
  expect((await typesOf(orderId)).filter((type) => type === 'DeliveryAttemptFailed')).toHaveLength(1)
  const toCustomer = await until(
    () => kang.messages(orderId),
    (messages) => messages.some(({ kind }) => kind === 'attemptFailed'),
  )
  expect(toCustomer[0]?.text).toContain('The reason: another reason (<b>dog</b>). The courier tries again.')
  await page.getByRole('button', { name: 'Handed over' }).click()
  await page.getByText('Handed over. The customer sees it').waitFor()
  expect(delivered(await typesOf(orderId))).toBe(1)
})

test('what arrived and was not answered is sent again from the next page, and done once', async () => {
  const orderId = await onTheRoad()
  const { page } = await browser.signedIn('courier', `/courier/deliveries/${orderId}`, phone)
  const context = page.context()
  await context.route('**/complete', async (route) => {
    await route.fetch({ maxRedirects: 0 })
    await route.abort()
  })
  await page.getByLabel('Handed over to').selectOption('neighbor')
  await page.getByLabel('Neighbor’s name').fill('Park, 302')
  await page.getByRole('button', { name: 'Handed over' }).click()
  await until(
    () => typesOf(orderId),
    (types) => delivered(types) > 0,
  )
  await kept(page).waitFor()
  await context.unroute('**/complete')
  await page.goto('/courier')
  await until(
    () => kept(page).count(),
    (count) => count === 0,
  )
  expect(delivered(await typesOf(orderId))).toBe(1)
})

test('what was refused in the end is told, until it was read', async () => {
  const orderId = await onTheRoad()
  const { page } = await browser.signedIn('courier', `/courier/deliveries/${orderId}`, phone)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Handed over' }).click()
  await kept(page).waitFor()
  await shop.call('staff', 'POST', `/deliveries/${orderId}/couriers`, {})
  await page.context().setOffline(false)
  await page.getByRole('alert').filter({ hasText: 'set out with this delivery' }).waitFor()
  expect(await kept(page).count()).toBe(0)
  expect(delivered(await typesOf(orderId))).toBe(0)
})
