// axe-core finds nothing on any page in any of its states, in light and dark; and each page is light for its browser.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { inaccessible } from '../support/axe.ts'
import { openBrowser, type TestBrowser, type Window } from '../support/browser.ts'
import { plantDeadLetter } from '../support/dead-letters.ts'
import { pages } from '../support/every-page.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

const who = ['nobody', 'customer', 'customer2', 'staff', 'courier', 'ops'] as const
type Who = (typeof who)[number]

/** What no browser shows to a person. */
const noPages =
  /live$|export$|\.(csv|webmanifest|txt|png)$|\/oauth2\/|jwks|well-known|openapi|\/static|signed-in|sign-out/

let shop: Shop
let browser: TestBrowser
let kang: ReturnType<typeof storyOf>
const windows = new Map<Who, Window>()

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(shop)
  kang = storyOf(shop)
  const scripts = { javaScriptEnabled: true }
  windows.set('nobody', await browser.open(scripts))
  for (const account of ['customer', 'customer2', 'staff', 'courier', 'ops'] as const) {
    windows.set(account, await browser.signedIn(account, '/auth/account', scripts))
  }
})
afterEach(() => expect(browser.complaints.splice(0)).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

function windowOf(account: Who): Window {
  const found = windows.get(account)
  if (found === undefined) throw new Error(`${account} has no window`)
  return found
}

async function isAccessible(account: Who, path: string): Promise<void> {
  const { page, goto } = windowOf(account)
  await goto(path)
  await page.evaluate(() => {
    for (const details of [...document.querySelectorAll('details')].slice(0, 12)) details.open = true
  })
  expect([account, path, await inaccessible(page)]).toEqual([account, path, []])
}

test('axe finds what is wrong: a picture without words, and text too faint in the dark', async () => {
  const { page, goto } = windowOf('nobody')
  await goto('/')
  await page.evaluate(() => {
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<img src="data:,"><p class="planted">Faint</p>')
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('@media (prefers-color-scheme: dark) { .planted { color: #333; background: #000 } }')
    document.adoptedStyleSheets = [sheet]
  })
  const found = await inaccessible(page)
  expect(found.map((line) => line.split(':')[0])).toEqual(['light image-alt', 'dark color-contrast'])
})

describe('on every page, for each kind of answer that it has:', () => {
  const read = pages.filter(([route]) => route.startsWith('GET /') && !noPages.test(route))
  test.each(read.map(([route, ...statuses]) => [route, statuses] as const))('%s', async (route, statuses) => {
    const orderId = route.includes(':orderId') ? await kang.upTo('deliveryStarted') : ''
    if (orderId !== '') await kang.isOnTheRoad(orderId)
    const path = route
      .replace('GET ', '')
      .replace(':orderId', orderId)
      .replace(':itemId', '9')
      .replace(':deadLetterId', route.includes(':deadLetterId') ? await plantDeadLetter(shop) : '')
      .replace(':form', 'cancel')
      .replace(/new$/, 'new?itemId=9')
    const seen = new Set<number>()
    for (const [index, account] of who.entries()) {
      const status = statuses[index] ?? 0
      if (seen.has(status)) continue
      seen.add(status)
      await isAccessible(account, path)
    }
  })
})

describe('on an order in every state, for its customer, the store and the courier:', () => {
  const unpaid = async (token: string) => {
    const { orderId } = await kang.place({
      itemId: '9',
      qty: 1,
      customerName: 'Kang',
      deliveryAddress: 'Mapo',
      deliveryPhoneNumber: '010-0123-4567',
    })
    await kang.pay(orderId, token)
    return orderId
  }
  test.each<[string, () => Promise<string>]>([
    ['not paid', () => kang.upTo('orderStarted')],
    ['declined', () => unpaid('tok_declined')],
    ['put off', () => unpaid('tok_unavailable')],
    ['with a payment whose outcome is not known', () => unpaid('tok_lost')],
  ])('%s', async (_, make) => {
    await isAccessible('customer', `/mypage/orders/${await make()}`)
  })
  test('paid, delivered, and canceled', async () => {
    const paid = await kang.upTo('payApproved')
    const delivered = await kang.upTo('deliveryCompleted')
    const canceled = await kang.upTo('payApproved')
    await kang.cancel(canceled)
    await kang.reaches(canceled, 'payCanceled')
    for (const orderId of [paid, delivered, canceled]) {
      await isAccessible('customer', `/mypage/orders/${orderId}`)
      await isAccessible('staff', `/admin/orders/${orderId}`)
    }
    await isAccessible('courier', `/courier/deliveries/${delivered}`)
    for (const path of ['/mypage', '/']) await isAccessible('customer', path)
    const { MESSAGE_DB } = await shop.harness.getWorker<{ MESSAGE_DB: Database }>('homeappliance-message').getEnv()
    await MESSAGE_DB.prepare("UPDATE messages SET problem = 'bounced', cause = '5.1.1' WHERE kind = 'received'").run()
    await isAccessible('customer', '/mypage/messages')
    const paths = ['/admin', '/admin?needsAttention=true', '/admin/analytics', '/admin/messages?status=bounced']
    for (const path of paths) await isAccessible('staff', path)
    for (const path of ['/courier', '/courier?status=canceled']) await isAccessible('courier', path)
  })
})

describe('on a form that was refused, beside what was typed:', () => {
  const isFine = async (page: Page) => expect(await inaccessible(page)).toEqual([])
  test('signing in, and placing an order', async () => {
    const { page, goto } = windowOf('nobody')
    await goto('/sign-in')
    await page.getByLabel('E-mail address').fill('customer@homeappliance.test')
    await page.getByLabel('Password').fill('not this one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await isFine(page)
    const customer = windowOf('customer')
    await customer.goto('/mypage/new?itemId=9')
    await customer.page.getByLabel('Address').fill('Mapo')
    await customer.page.getByLabel('Phone').fill('call me')
    await customer.page.getByRole('button', { name: 'Place the order' }).click()
    await customer.page.locator('[aria-invalid=true]').waitFor()
    await isFine(customer.page)
  })
})

describe('what a browser loads for a page, with nothing in its cache', () => {
  const kinds: readonly [Who, string][] = [
    ['nobody', '/'],
    ['nobody', '/shop/9'],
    ['nobody', '/auth/forgot'],
    ['customer', '/mypage'],
    ['customer', '/mypage/new?itemId=9&key=a-form'],
    ['customer', '/mypage/orders/'],
    ['customer', '/auth/account'],
    ['staff', '/admin'],
    ['staff', '/admin/orders/'],
    ['courier', '/courier'],
    ['courier', '/courier/deliveries/'],
  ]
  test.each(kinds)('is at most 60 kB in three requests, for %s at %s', async (account, path) => {
    const orderId = path.endsWith('s/') ? await kang.upTo('deliveryCompleted') : ''
    const { requests, bytes } = await loadOf(windowOf(account), path + orderId)
    expect(requests.length).toBeLessThanOrEqual(3)
    expect(requests.slice(0, 2)).toEqual(['Document', 'Script'])
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(60_000)
  })
})

/** The kinds of the requests, without those that follow news, and the bytes of what came, with its headers. */
async function loadOf({ page, goto }: Window, path: string): Promise<{ requests: string[]; bytes: number }> {
  const tools = await page.context().newCDPSession(page)
  const requests: string[] = []
  let bytes = 0
  tools.on('Network.requestWillBeSent', ({ request, type = '' }) => {
    if (!request.url.startsWith('data:') && type !== 'Fetch') requests.push(type)
  })
  tools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await tools.send('Network.enable')
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true })
  expect(await goto(path)).toBe(200)
  if ((await page.locator('.live').count()) > 0) await page.locator('.live[data-state=on]').waitFor()
  await tools.detach()
  return { requests, bytes }
}
