// Takes a picture of every page: on a desktop and on a phone, light and dark, in Korean and English.
import { mkdirSync, rmSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { type Account, openShop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'
import { demoAccounts } from '../../scripts/demo/accounts.ts'

const languages = { ko: 'ko-KR', en: 'en-GB' } as const
const screens = { desktop: { width: 1200, height: 800 }, phone: { width: 360, height: 740 } } as const
const schemes = ['light', 'dark'] as const

/** `ORDER`: an order on its way; `UNPAID`: one that is not paid; `DELIVERED`: one that is. */
const pages: [name: string, account: Account | null, path: string][] = [
  ['shop', null, '/'],
  ['shop-search', null, '/?q=fridge'],
  ['item', null, '/shop/2'],
  ['sign-in', null, '/auth/sign-in'],
  ['sign-up', null, '/auth/sign-up'],
  ['forgotten', null, '/auth/forgot'],
  ['not-found', null, '/nowhere'],
  ['docs', null, '/docs'],
  ['account', 'customer', '/account'],
  ['order-form', 'customer', '/mypage/new?itemId=2'],
  ['my-orders', 'customer', '/mypage'],
  ['order-unpaid', 'customer', '/mypage/orders/UNPAID'],
  ['order-pay', 'customer', '/mypage/orders/UNPAID/pay'],
  ['order-on-its-way', 'customer', '/mypage/orders/ORDER'],
  ['order-delivered', 'customer', '/mypage/orders/DELIVERED'],
  ['receipt', 'customer', '/mypage/orders/DELIVERED/receipt'],
  ['messages', 'customer', '/mypage/messages'],
  ['my-data', 'customer', '/mypage/data'],
  ['worklist', 'staff', '/admin'],
  ['store-messages', 'staff', '/admin/messages'],
  ['worklist-order', 'staff', '/admin/orders/ORDER'],
  ['worklist-to-pack', 'staff', '/admin/orders/PAID'],
  ['packing-slip', 'staff', '/admin/orders/ORDER/slip'],
  ['deliveries', 'courier', '/courier'],
  ['delivery', 'courier', '/courier/deliveries/ORDER'],
  ['not-allowed', 'courier', '/admin'],
]

/** Into `folder`, which is emptied first. `wanted`: those whose name has one of the words; none: all of them. */
export async function takeScreenshots(folder: string, wanted: readonly string[]): Promise<void> {
const shop = await openShop()
const browser = await openBrowser(shop)
try {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const kang = storyOf(shop)
  const orders = {
    UNPAID: await kang.upTo('orderStarted'),
    PAID: await kang.upTo('payApproved'),
    ORDER: await kang.upTo('deliveryStarted'),
    DELIVERED: await kang.upTo('deliveryCompleted'),
  }
  const shown = pages.filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  let taken = 0
  for (const [language, locale] of Object.entries(languages)) {
    for (const account of new Set(shown.map(([, who]) => who))) {
      const page = await visitor(browser, account, { locale, timezoneId: 'Asia/Seoul', javaScriptEnabled: true })
      for (const [name, , path] of shown.filter(([, who]) => who === account)) {
        const address = path.replace(/[A-Z]{2,}/, (id) => orders[id as keyof typeof orders] ?? id)
        taken += await takeAll(page, `${folder}${name}-${language}`, address)
        console.log(`${taken} of ${shown.length * 8}: ${name} (${language})`)
      }
      await page.context().close()
    }
  }
} finally {
  await browser.close()
  await shop.close()
}
}

/** A window in which the account has signed in. */
async function visitor(browser: TestBrowser, account: Account | null, options: BrowserContextOptions): Promise<Page> {
  const { page } = await browser.open(options)
  if (account === null) return page
  const { email, password } = demoAccounts[account]
  await page.goto('/sign-in')
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.locator('main button[type=submit]').click()
  await page.waitForURL(({ pathname }) => pathname === '/')
  return page
}

async function takeAll(page: Page, name: string, address: string): Promise<number> {
  await page.goto(address)
  for (const [screen, viewport] of Object.entries(screens)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${name}-${screen}-${colorScheme}.png`, fullPage: true })
    }
  }
  return 4
}
