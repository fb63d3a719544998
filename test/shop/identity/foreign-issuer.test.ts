// The shop with another OpenID provider in place of the embedded one, by configuration alone.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { type ForeignIssuer, openForeignIssuer } from '../../support/foreign-issuer.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { visitor } from '../../support/visitor.ts'

let foreign: ForeignIssuer
let stranger: ForeignIssuer
let shop: Shop

beforeAll(async () => {
  foreign = await openForeignIssuer()
  stranger = await openForeignIssuer()
  shop = await openShop({ vars: { gateway: foreign.vars } })
  await foreign.serve(shop.origin)
  await stranger.serve(shop.origin)
})
afterAll(async () => {
  await shop.close()
  await foreign.close()
  await stranger.close()
})

async function worklist(token: string) {
  const headers = { authorization: `Bearer ${token}` }
  return shop.call(null, 'GET', '/ordermgmts', undefined, headers)
}

it('its token is believed, with the role that it names, also where money moves', async () => {
  const token = await foreign.systemToken()
  expect(await worklist(token)).toMatchObject({ status: 200 })
  const headers = { authorization: `Bearer ${token}` }
  const taken = { orderStatus: 'orderTaken' }
  const unknown = '/ordermgmts/ord_0123456789abcdefghjkmnpqrs'
  expect(await shop.call(null, 'PATCH', unknown, taken, headers)).toMatchObject({ status: 404 })
  expect(await shop.call(null, 'GET', '/deadLetters', undefined, headers)).toMatchObject({ status: 403 })
})

it.each<[string, () => Promise<string>, string]>([
  ['its token for another audience', () => foreign.systemToken('urn:other'), 'for something else.'],
  ['a token of another issuer', () => stranger.systemToken(), 'The signature of the access token is not right.'],
  ['a token of the embedded one', () => shop.token('staff'), 'a key that its issuer does not publish'],
])('%s is refused', async (_, tokenOf, detail) => {
  const body = { code: 'token_invalid', detail: expect.stringContaining(detail) }
  expect(await worklist(await tokenOf())).toMatchObject({ status: 401, body })
})

it('people sign in at the pages by code and PKCE through it, order, and sign out of both', async () => {
  const guest = visitor(shop.origin)
  const toSignIn = await guest.get('/mypage')
  const authorize = (await guest.get(toSignIn.headers.get('location') ?? '')).headers.get('location') ?? ''
  expect(authorize).toContain(`${foreign.issuer}/auth?`)
  const back = await foreign.signIn(authorize, 'han')
  expect(back).toMatch(new RegExp(`^${shop.origin}/signed-in\\?code=`))
  expect((await guest.get(back)).headers.get('location')).toBe(`${shop.origin}/mypage`)
  const page = await guest.get('/mypage')
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('My orders')])
  const reloaded = (await guest.get(back)).headers.get('location') ?? ''
  expect((await guest.get(await foreign.signIn(reloaded, 'han'))).headers.get('location')).toBe(`${shop.origin}/mypage`)
  const order = { itemId: '2', qty: '1', customerName: 'Han', deliveryAddress: 'Gangnam' }
  const placed = await guest.post('/mypage/new', { ...order, deliveryPhoneNumber: '010-0123-4567' })
  expect([placed.status, placed.headers.get('location')]).toEqual([303, expect.stringContaining('/mypage/orders/ord_')])
  expect((await guest.get('/account')).headers.get('location')).toBe(`${foreign.issuer}/account`)
  const out = await guest.post('/sign-out', {})
  expect([out.status, out.headers.get('location')]).toEqual([
    303,
    expect.stringContaining(`${foreign.issuer}/session/end`),
  ])
  expect((await guest.get('/mypage')).status).toBe(303)
})

it('a browser is let through by the pages’ policy, to sign in again from a form and to sign out', async () => {
  const browser = await openBrowser(shop)
  try {
    const { page, goto } = await browser.open()
    await goto('/mypage/new?itemId=2')
    await page.locator('[name=login]').fill('seo')
    await page.locator('[name=password]').fill('any')
    await page.getByRole('button').click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Address').fill('Jongno')
    await page.getByLabel('Phone').fill('010-0123-4567')
    for (const name of ['session', 'refresh']) await page.context().clearCookies({ name })
    await page.getByRole('button', { name: 'Place the order' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('You had been signed out, so nothing was sent.').waitFor()
    expect(await page.getByLabel('Address').inputValue()).toBe('Jongno')
    await page.getByRole('button', { name: 'Place the order' }).click()
    await page.getByText('Your order is placed.').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(`${shop.origin}/`)
    const isOfTheIssuer = (text: string) => text.includes(foreign.issuer)
    expect(browser.complaints.filter((text) => !isOfTheIssuer(text))).toEqual([])
  } finally {
    await browser.close()
  }
})
