// Accounts in a real browser: forgotten and changed passwords, and a sign-in to another application.
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { authorizeAddress, exchange, newFlow } from '../support/identity.ts'
import { openShop, type Shop, until } from '../support/shop.ts'

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

/** The newest link that the shop has printed, as a developer finds it. */
async function printedLink(): Promise<string> {
  const links = await until(
    async () => shop.harness.getLogs().flatMap(({ message }) => /http\S+\/auth\/reset\?token=\S+/.exec(message) ?? []),
    (found) => found.length > 0,
  )
  return links.at(-1) ?? ''
}

test('a password is forgotten, set anew by the link, and changed on the page of the account', async () => {
  const { page, goto } = await browser.open({ viewport: { width: 360, height: 740 } })
  const isTooWide = () => page.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth)
  await goto('/mypage')
  await page.getByRole('link', { name: 'I have forgotten my password' }).click()
  await page.getByLabel('E-mail address').fill('customer2@homeappliance.test')
  expect(await isTooWide()).toBe(false)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  await page.goto(await printedLink())
  expect(await isTooWide()).toBe(false)
  await page.getByLabel('New password').fill('a long enough password')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail address').fill('customer2@homeappliance.test')
  await page.getByLabel('Password').fill('a long enough password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Yoon' }).click()
  await page.getByRole('heading', { name: 'Your account' }).waitFor()
  expect(await isTooWide()).toBe(false)
  await page.getByLabel('Your password now').fill('a long enough password')
  await page.getByLabel('New password').fill('another good password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Your new password is set.').waitFor()
  await goto('/mypage')
  await page.getByRole('heading', { name: 'My orders' }).waitFor()
})

test('a sign-in to an application elsewhere ends there, by code and PKCE', async () => {
  const application = createServer((_, response) => response.end('You may close this window.'))
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
  try {
    const address = application.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const redirect_uri = `http://127.0.0.1:${port}/callback`
    const flow = newFlow()
    const { page } = await browser.open()
    await page.goto(authorizeAddress(shop.origin, flow, { redirect_uri }))
    await page.getByLabel('E-mail address').fill('customer@homeappliance.test')
    await page.getByLabel('Password').fill('demo-customer-password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('You may close this window.').waitFor()
    const code = new URL(page.url()).searchParams.get('code') ?? ''
    const { status } = await exchange(shop.origin, { code, code_verifier: flow.verifier, redirect_uri })
    expect(status).toBe(200)
    const complaints = browser.complaints
      .splice(0)
      .filter((text) => !text.includes(`asked for http://127.0.0.1:${port}/`))
    expect(complaints).toEqual([])
  } finally {
    application.closeAllConnections()
    application.close()
  }
})
