// The pages at the gateway: who is let in, who signs in first, and what is answered when a context does not.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { payMsMax } from '../../../../src/platform/pay-order.ts'
import { callers } from '../../../support/callers.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const sessionOf = async (who: keyof typeof callers) => ({ cookie: `session=${await shop.tokenOf(callers[who])}` })
const html = { accept: 'text/html' }

async function page(who: keyof typeof callers | null, path: string, env = {}) {
  const headers = { ...html, ...(who === null ? {} : await sessionOf(who)) }
  const response = await shop.request(null, 'GET', path, { headers, env })
  return { status: response.status, location: response.headers.get('location'), text: await response.text() }
}

async function send(who: keyof typeof callers | null, path: string, { headers = {}, env = {} } = {}) {
  const cookie = who === null ? {} : await sessionOf(who)
  const call = { form: { paymentToken: 'tok_approved' }, headers: { ...html, ...cookie, ...headers }, env }
  const response = await shop.request(null, 'POST', path, call)
  return { status: response.status, location: response.headers.get('location'), text: await response.text() }
}

describe('a context’s page', () => {
  test('is shown to who is signed in; nobody is sent to sign in first, and comes back here', async () => {
    const orderId = await shop.order('unpaid')
    expect(await page('customer', '/mypage')).toMatchObject({ status: 200, text: expect.stringContaining(orderId) })
    const location = '/sign-in?to=%2Fmypage%3Fcursor%3Dx'
    expect(await page(null, '/mypage?cursor=x')).toMatchObject({ status: 303, location })
    expect(await page('staff', '/admin')).toMatchObject({ status: 200 })
    expect(await page('courier', '/courier')).toMatchObject({ status: 200 })
  })

  test('may be one of the gateway itself, and what is no page is not found', async () => {
    expect(await page('customer', '/mypage/new?itemId=7&key=a-form')).toMatchObject({ status: 200 })
    expect(await page('customer', '/mypage/nothing')).toMatchObject({ status: 404 })
  })

  test('is an error page while its context is down', async () => {
    const answer = await page('customer', '/mypage', { MYPAGES: down(shop.env.MYPAGES) })
    expect(answer).toMatchObject({ status: 503, text: expect.stringContaining('Out of reach just now') })
  })

  test('is kept by no cache, and names its request', async () => {
    const { headers } = await shop.request(null, 'GET', '/mypage', { headers: await sessionOf('customer') })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  })
})

describe('an article’s page', () => {
  test('shows the article to anybody, with the way to order it', async () => {
    const shown = await page(null, '/shop/7')
    expect(shown).toMatchObject({ status: 200, text: expect.stringContaining('<h1>Fan</h1>') })
    expect(shown.text).toContain('href="/mypage/new?itemId=7"')
  })

  test('is not found for what the shop does not have, and out of reach while the catalog is', async () => {
    expect(await page(null, '/shop/none')).toMatchObject({
      status: 404,
      text: expect.stringContaining('no such article'),
    })
  })
})

describe('a form', () => {
  test('that was sent signed out leads back to its page after signing in, which says that nothing was sent', async () => {
    const orderId = await shop.order('unpaid')
    const path = `/mypage/orders/${orderId}/pay`
    const sent = await shop.request(null, 'POST', path, { form: { paymentToken: 'tok_typed' }, headers: html })
    const to = new URL(sent.headers.get('location') ?? '', 'http://shop').searchParams.get('to') ?? ''
    expect([sent.status, to]).toEqual([303, expect.stringMatching(`^${path}[?]draft=`)])
    const [draft = ''] = sent.headers.getSetCookie().map((line) => line.split(';')[0])
    const { cookie } = await sessionOf('customer')
    const headers = { ...html, cookie: `${cookie}; ${draft}` }
    const shown = await shop.request(null, 'GET', to, { headers })
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('nothing was sent')])
    expect(await page('customer', path)).toMatchObject({
      status: 200,
      text: expect.stringContaining('/sandbox/cards?'),
    })
    const paid = await shop.request(null, 'POST', path, { form: { paymentToken: 'tok_approved' }, headers })
    expect(paid.headers.getSetCookie()).toEqual([
      expect.stringMatching('^flash=paid'),
      expect.stringMatching('^draft-.*=; Max-Age=0;'),
    ])
  })

  test('pays the order, and leads to its page', async () => {
    const orderId = await shop.order('unpaid')
    const location = `/mypage/orders/${orderId}`
    expect(await send('customer', `/mypage/orders/${orderId}/pay`)).toMatchObject({ status: 303, location })
  })

  test('of another site is refused, and nothing is paid', async () => {
    const orderId = await shop.order('unpaid')
    const headers = { origin: 'https://evil.example' }
    expect(await send('customer', `/mypage/orders/${orderId}/pay`, { headers })).toMatchObject({ status: 403 })
    expect((await shop.call('customer', 'GET', `/orders/${orderId}`)).body['orderStatus']).toBe('orderStarted')
  })

  test('of a session that has ended asks to sign in, though its token still shows pages', async () => {
    const orderId = await shop.order('unpaid')
    const env = { ACCOUNTS: { ...shop.env.ACCOUNTS, isSessionActive: async () => false } }
    expect(await send('customer', `/mypage/orders/${orderId}/pay`, { env })).toMatchObject({
      status: 303,
      location: expect.stringContaining('/sign-in?to='),
    })
    expect(await page('customer', '/mypage', env)).toMatchObject({ status: 200 })
  })

  test('that pays is answered while payment is silent, and the order records PayDeferred', async () => {
    const orderId = await shop.order('unpaid')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const pay = vi.spyOn(shop.env.PAYMENTS, 'pay').mockImplementation(() => new Promise(() => {}))
    onTestFinished(() => pay.mockRestore())
    const answer = send('customer', `/mypage/orders/${orderId}/pay`)
    await vi.waitFor(() => expect(pay).toHaveBeenCalled())
    await vi.advanceTimersByTimeAsync(payMsMax)
    expect(await answer).toMatchObject({ status: 503, text: expect.stringContaining('Please pay a little later') })
    const { body } = await shop.call('customer', 'GET', `/orders/${orderId}/events`)
    expect(body['events']).toMatchObject([{ type: 'OrderPlaced' }, { type: 'PayDeferred' }])
  })
})

describe('the front page', () => {
  test('shows the shelf, to who is signed in and to who is not', async () => {
    for (const [who, name] of [
      [null, 'Sign in'],
      ['customer', 'Kang'],
    ] as const) {
      const { status, text } = await page(who, '/')
      expect([status, text]).toEqual([200, expect.stringContaining(name)])
      expect(text).toContain('₩59,000')
    }
  })

  test('opens when the issuer cannot be asked who looks at it', async () => {
    const headers = { ...html, cookie: 'refresh=r1' }
    const env = { IDENTITY: down(shop.env.IDENTITY) }
    const response = await shop.request(null, 'GET', '/', { headers, env })
    expect([response.status, await response.text()]).toEqual([200, expect.not.stringContaining('Sign in')])
    expect((await shop.request(null, 'GET', '/mypage', { headers, env })).status).toBe(503)
  })
})

describe('a person’s account', () => {
  const foreign = { ISSUER: 'https://issuer.example', JWKS_URL: 'https://issuer.example/jwks' }

  test.each([
    ['of the embedded server', {}, '/auth/account'],
    ['of a foreign issuer', { ...foreign, ACCOUNT_URL: 'https://issuer.example/me' }, 'https://issuer.example/me'],
  ])('%s is where people sign in', async (_, env, location) => {
    expect(await page(null, '/account', env)).toMatchObject({ status: 303, location })
  })

  test('is nowhere when the foreign issuer names no place', async () => {
    expect(await page(null, '/account', foreign)).toMatchObject({ status: 404 })
  })
})

test('the authorization server’s pages are handed on as they were asked', async () => {
  const fetch = vi.fn(async (request: Request | string) => new Response(new URL(new Request(request).url).pathname))
  const env = { IDENTITY: { fetch } }
  for (const path of ['/auth/sign-in', '/.well-known/openid-configuration']) {
    const response = await shop.request(null, 'GET', path, { env })
    expect([await response.text(), response.headers.has('content-security-policy')]).toEqual([path, true])
  }
})

describe('signing in and out', () => {
  const metadataOf = (issuer: string) => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    end_session_endpoint: `${issuer}/end`,
  })

  test('is at the endpoints of the embedded server, which is asked by its binding', async () => {
    const ISSUER = 'http://localhost:8787'
    const fetch = vi.fn(async () => Response.json(metadataOf(ISSUER)))
    const env = { ISSUER, IDENTITY: { fetch } }
    for (const _ of ['asked', 'cached']) {
      const { status, location } = await page(null, '/sign-in?to=/mypage', env)
      expect([status, location]).toEqual([302, expect.stringMatching(/^http:\/\/localhost:8787\/authorize\?/)])
    }
    expect(fetch.mock.calls).toEqual([[`${ISSUER}/.well-known/openid-configuration`, expect.anything()]])
    const out = await send(null, '/sign-out', { env: { IDENTITY: down(shop.env.IDENTITY) } })
    expect(out).toMatchObject({ status: 307, location: 'http://localhost/auth/sign-out' })
  })

  test('is at the endpoints that a foreign issuer publishes, unless its sign-out is configured', async () => {
    const ISSUER = 'https://foreign.example'
    const fetch = vi.fn(async () => Response.json(metadataOf(ISSUER)))
    vi.stubGlobal('fetch', fetch)
    onTestFinished(() => void vi.unstubAllGlobals())
    const env = { ISSUER, JWKS_URL: `${ISSUER}/jwks`, IDENTITY: down(shop.env.IDENTITY) }
    expect((await page(null, '/sign-in', env)).location).toMatch(/^https:\/\/foreign\.example\/authorize\?/)
    expect((await send(null, '/sign-out', { env })).location).toMatch(/^https:\/\/foreign\.example\/end\?client_id=/)
    const configured = { ...env, SIGN_OUT_URL: `${ISSUER}/logout` }
    expect((await send(null, '/sign-out', { env: configured })).location).toMatch(
      /^https:\/\/foreign\.example\/logout\?/,
    )
  })

  test('an issuer that does not answer is an error page', async () => {
    const env = { ISSUER: 'http://localhost:8788', IDENTITY: down(shop.env.IDENTITY) }
    expect(await page(null, '/sign-in', env)).toMatchObject({
      status: 503,
      text: expect.stringContaining('Out of reach just now'),
    })
  })
})
