// The shop in Korean: by the browser, by the switch and by the account; and no page is left half in English.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { type Account, openShop, type Shop } from '../support/shop.ts'
import { storyOf } from '../support/story.ts'

let shop: Shop
let browser: TestBrowser
const korean = { locale: 'ko-KR' }
/** As the shop's own configuration names it. */
const seller = 'Home appliances'

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(shop)
})
afterEach(() => expect(browser.complaints.splice(0)).toEqual([]))
afterAll(async () => {
  await browser.close()
  await shop.close()
})

/** Two English words beside each other, where no name or address is meant. */
async function englishIn(page: Page): Promise<string[]> {
  let text = (await page.locator('body').allInnerTexts()).join('\n')
  const meant = [...Object.values(demoAccounts).map(({ email }) => email), seller]
  for (const one of [...meant].sort((a, b) => b.length - a.length)) text = text.replaceAll(one, '')
  // Browsers and systems by their name, and orders by their number.
  const written = text.replace(/Chrome, Linux|[0-9A-Z]{4}-[0-9A-Z]{4}/g, '')
  return written.match(/[A-Za-z]{3,}[ ,]+[A-Za-z]{3,}[^\n]*/g) ?? []
}

async function signInInKorean(page: Page, account: Account) {
  const { email, password } = demoAccounts[account]
  await page.getByLabel('이메일 주소').fill(email)
  await page.getByLabel('비밀번호').fill(password)
  await page.getByRole('button', { name: '로그인' }).click()
}

test('a Korean browser orders with a Korean address, and reads Korean all the way', async () => {
  const { page, goto } = await browser.open(korean)
  await goto('/mypage/new?itemId=2')
  expect(await englishIn(page)).toEqual([])
  await signInInKorean(page, 'customer')
  await page.getByLabel('우편번호').fill('0623')
  await page.getByLabel('도로명 주소').fill('서울특별시 강남구 테헤란로 12')
  await page.getByLabel('상세 주소').fill('3층')
  await page.getByLabel('연락처').fill('010-0123-4567')
  await page.getByRole('button', { name: '주문하기' }).click()
  await page.getByText('우편번호는 숫자 5자리입니다').waitFor()
  expect(await page.getByLabel('도로명 주소').inputValue()).toBe('서울특별시 강남구 테헤란로 12')
  await page.getByLabel('우편번호').fill('06236')
  await page.getByRole('button', { name: '주문하기' }).click()
  await page.waitForURL(/\/pay/)
  expect(await englishIn(page)).toEqual([])
  await goto(new URL(page.url()).pathname.replace('/pay', ''))
  await page.getByText('(06236) 서울특별시 강남구 테헤란로 12, 3층').waitFor()
  expect([await page.locator('html').getAttribute('lang'), await englishIn(page)]).toEqual(['ko', []])
})

test('the switch holds for this browser, and the account for every browser without one', async () => {
  const { page } = await browser.signedIn('customer2', '/mypage')
  await page.getByRole('button', { name: '한국어' }).click()
  await page.getByRole('heading', { name: '내 주문' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/mypage')
  await page.goto('/account')
  await page.getByRole('combobox', { name: '언어' }).selectOption('ko')
  await page.getByRole('combobox', { name: '시간대' }).selectOption('America/New_York')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByText('저장되었습니다.').waitFor()
  const other = await browser.signedIn('customer2', '/mypage')
  await other.page.getByRole('heading', { name: '내 주문' }).waitFor()
  await other.page.getByText('미 동부 표준시').waitFor()
})

describe('no page is half in English', () => {
  test.each([
    [
      'customer',
      ['/', '/shop/2', '/mypage', '/mypage/new?itemId=2', '/mypage/orders/ORDER', '/mypage/orders/ORDER/receipt'],
    ],
    ['customer', ['/mypage/orders/none', '/admin', '/account', '/auth/forgot', '/auth/reset', '/nowhere']],
    ['staff', ['/admin', '/admin/orders/ORDER', '/courier', '/courier/deliveries/ORDER', '/mypage']],
    ['courier', ['/courier', '/courier/deliveries/ORDER', '/admin']],
  ] as [Account, string[]][])('of %s: %j', async (account, paths) => {
    const orderId = await storyOf(shop).upTo('deliveryStarted')
    const { page, goto } = await browser.open(korean)
    await goto('/sign-in')
    await signInInKorean(page, account)
    await page.getByRole('button', { name: '로그아웃' }).waitFor()
    const found: string[] = []
    for (const path of paths) {
      await goto(path.replace('ORDER', orderId))
      found.push(...(await englishIn(page)).map((text) => `${path}: ${text}`))
    }
    expect(found).toEqual([])
  })
})
