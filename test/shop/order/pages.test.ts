// Every page and form of the shop × every kind of visitor, over HTTP: allowed, sent to sign in, or refused. The routes
// themselves show a page that is missing in the table.
import { readFileSync } from 'node:fs'
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { root } from '../../../scripts/workers.ts'
import { gateway } from '../../../src/gateway/app.ts'
import { publicPaths } from '../../../src/gateway/http/anonymous-rate-limit.ts'
import { readApiDocument } from '../../support/api-contract.ts'
import { refusalsOf, standstill } from '../../support/refusals.ts'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { countedTries } from '../../support/storage-snapshot.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { signedIn, type Visitor, visitor } from '../../support/visitor.ts'

type Who = Account | null
type Row = readonly [route: string, ...statuses: number[]]

/** Nobody; Kang, whose orders these are; another customer; and the shop's people. */
const everybody: readonly Who[] = [null, 'customer', 'customer2', 'staff', 'courier', 'ops']
const people = everybody.filter((who) => who !== null)

// biome-ignore format: a table is read by its columns.
const pages: readonly Row[] = [
  //                                                       nobody owner other staff courier ops
  ['GET /',                                     200, 200, 200, 200, 200, 200],
  ['GET /shop/:itemId',                         200, 200, 200, 200, 200, 200],
  ['GET /account',                              303, 303, 303, 303, 303, 303],
  ['GET /sign-in',                              302, 302, 302, 302, 302, 302],
  ['GET /signed-in',                            302, 302, 302, 302, 302, 302],
  ['POST /sign-out',                            307, 307, 307, 307, 307, 307],
  ['GET /mypage',                               303, 200, 200, 403, 403, 403],
  ['GET /mypage/new',                           303, 200, 200, 403, 403, 403],
  ['POST /mypage/new',                          303, 303, 303, 403, 403, 403],
  ['GET /mypage/orders/:orderId',               303, 200, 404, 403, 403, 403],
  ['POST /mypage/orders/:orderId/pay',          303, 303, 404, 403, 403, 403],
  ['POST /mypage/orders/:orderId/cancel',       303, 303, 404, 403, 403, 403],
  ['GET /mypage/orders/:orderId/:form',         303, 303, 303, 403, 403, 403],
  ['GET /admin',                                303, 403, 403, 200, 403, 200],
  ['GET /admin/orders/:orderId',                303, 403, 403, 200, 403, 200],
  ['GET /admin/orders/:orderId/:form',          303, 403, 403, 303, 403, 303],
  ['POST /admin/orders/:orderId/take',          303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/cancel',        303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/refund',        303, 403, 403, 303, 403, 403],
  ['GET /auth/account',                         303, 200, 200, 200, 200, 200],
  ['POST /auth/account/password',               303, 422, 422, 422, 422, 422],
  ['POST /auth/account/sessions',               303, 303, 303, 303, 303, 303],
  ['GET /auth/sign-in',                         200, 303, 303, 303, 303, 303],
  ['POST /auth/sign-in',                        401, 401, 401, 401, 401, 401],
  ['GET /auth/sign-up',                         200, 303, 303, 303, 303, 303],
  ['POST /auth/sign-up',                        422, 422, 422, 422, 422, 422],
  ['GET /auth/sign-out',                        200, 200, 200, 200, 200, 200],
  ['POST /auth/sign-out',                       303, 303, 303, 303, 303, 303],
  ['GET /auth/forgot',                          200, 200, 200, 200, 200, 200],
  ['POST /auth/forgot',                         200, 200, 200, 200, 200, 200],
  ['GET /auth/reset',                           200, 200, 200, 200, 200, 200],
  ['POST /auth/reset',                          400, 400, 400, 400, 400, 400],
  ['GET /auth/problem',                         400, 400, 400, 400, 400, 400],
  ['GET /auth/jwks',                            200, 200, 200, 200, 200, 200],
  ['GET /auth/oauth2/authorize',                302, 302, 302, 302, 302, 302],
  ['POST /auth/oauth2/authorize',               302, 302, 302, 302, 302, 302],
  ['POST /auth/oauth2/token',                   400, 400, 400, 400, 400, 400],
  ['POST /auth/oauth2/revoke',                  401, 401, 401, 401, 401, 401],
  ['POST /auth/oauth2/introspect',              401, 401, 401, 401, 401, 401],
  ['GET /auth/oauth2/userinfo',                 401, 401, 401, 401, 401, 401],
  ['POST /auth/oauth2/userinfo',                401, 401, 401, 401, 401, 401],
  ['GET /.well-known/openid-configuration',     200, 200, 200, 200, 200, 200],
  ['GET /.well-known/oauth-authorization-server', 200, 200, 200, 200, 200, 200],
  ['GET /openapi.json',                         200, 200, 200, 200, 200, 200],
  ['GET /docs',                                 200, 200, 200, 200, 200, 200],
  ['GET /docs/:file',                           200, 200, 200, 200, 200, 200],
  ['POST /graphql',                             415, 415, 415, 415, 415, 415],
]

/** Who changes something by a form. Everybody else leaves all as it was, whatever they are answered. */
const writers: Record<string, readonly Who[]> = {
  'POST /sign-out': people,
  'POST /auth/sign-out': people,
  'POST /mypage/new': ['customer', 'customer2'],
  'POST /mypage/orders/:orderId/pay': ['customer'],
  'POST /mypage/orders/:orderId/cancel': ['customer'],
  'POST /admin/orders/:orderId/take': ['staff'],
  'POST /admin/orders/:orderId/cancel': ['staff'],
  'POST /admin/orders/:orderId/refund': ['staff'],
  // It is Kang's own session that everybody tries to end.
  'POST /auth/account/sessions': ['customer'],
}

/** As each form is filled in: so that it is refused for who sends it, and for nothing else. */
const forms: Record<string, Record<string, string>> = {
  'POST /mypage/new': { ...kangsForm, qty: '1' },
  'POST /mypage/orders/:orderId/pay': { paymentToken: 'tok_approved' },
  'POST /admin/orders/:orderId/cancel': { reason: 'out of stock' },
  'POST /admin/orders/:orderId/refund': { amount: '500', currency: 'KRW', refundReason: 'a scratch', key: 'a-key' },
  'POST /auth/account/password': { current: 'not the password', password: 'a long enough password' },
  'POST /auth/sign-in': { email: 'nobody@example.com', password: 'not the password' },
  'POST /auth/sign-up': { name: 'Han', email: demoAccounts.ops.email, password: 'a long enough password' },
  'POST /auth/oauth2/revoke': { token: 'made up' },
  'POST /auth/oauth2/introspect': { token: 'made up' },
  'POST /auth/reset': { token: 'made up', password: 'a long enough password' },
}

let shop: Shop
let kang: ReturnType<typeof storyOf>
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']
const guests = new Map<Who, Visitor>()

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  kang = storyOf(shop)
  untouchedBy = refusalsOf(shop).untouchedBy
  for (const who of everybody) guests.set(who, await come(who))
})
afterAll(() => shop.close())

const come = (who: Who) => (who === null ? visitor(shop.origin) : signedIn(shop.origin, who))

/** An order that every form about it would be let through for. */
async function orderFor(route: string): Promise<string> {
  if (!route.includes(':orderId')) return ''
  return await kang.upTo(route.startsWith('POST /mypage') ? 'orderStarted' : 'payApproved')
}

type Reported = { status: number; to: string; text: string }

async function send(guest: Visitor, route: string, form: Record<string, string>, orderId: string): Promise<Reported> {
  const [method, template = ''] = route.split(' ')
  const path = template
    .replace(':orderId', orderId)
    .replace(':form', 'cancel')
    .replace(':itemId', '9')
    .replace(':file', 'start.js')
  const headers = { origin: shop.origin, ...(path === '/graphql' ? { accept: 'application/json' } : {}) }
  const answer =
    method === 'GET' ? await guest.get(path.replace(/new$/, 'new?itemId=2')) : await guest.post(path, form, headers)
  return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() }
}

describe('what everybody is answered:', () => {
  test.each(pages.map(([route, ...statuses]) => [route, statuses] as const))('%s %j', async (route, statuses) => {
    const orderId = await orderFor(route)
    const form = route === 'POST /auth/account/sessions' ? { session: await sessionOf('1') } : (forms[route] ?? {})
    const sent = new Map<Who, Reported>()
    const ask = async (who: Who, guest: Visitor) => {
      const email = route === 'POST /auth/forgot' ? { email: `${who}@example.com` } : {}
      sent.set(who, await send(guest, route, { ...form, ...email }, orderId))
    }
    const isLeaving = route.endsWith('/sign-out')
    const asking = await Promise.all(
      everybody.map(async (who) => [who, (isLeaving ? null : guests.get(who)) ?? (await come(who))] as const),
    )
    const writing = writers[route] ?? []
    const left = /^POST \/auth\//.test(route) ? [countedTries] : []
    await untouchedBy(async () => {
      for (const [who, guest] of asking) if (!writing.includes(who)) await ask(who, guest)
    }, left)
    for (const [who, guest] of asking) if (writing.includes(who)) await ask(who, guest)
    expect(everybody.map((who) => sent.get(who)?.status)).toEqual(statuses)
    for (const [who, { status, to, text }] of sent) {
      if (who === null && /\/(mypage|admin|auth\/account)/.test(route))
        expect(to).toMatch(/^\/sign-in\?to=(%2F|\/account)/)
      // Ops may look at an order that they may not move.
      if (status >= 400 && who !== 'ops') expect(text).not.toContain(kangsForm.deliveryAddress)
    }
  })

  test.each<[string, string, number[]]>([
    ['GET', '/mypage/nothing', [303, 404, 404, 403, 403, 403]],
    ['GET', '/mypage/orders/nothing', [303, 404, 404, 403, 403, 403]],
    ['POST', '/mypage', [303, 405, 405, 403, 403, 403]],
    ['GET', '/admin/nothing', [303, 403, 403, 404, 403, 404]],
    ['POST', '/admin', [303, 403, 403, 405, 403, 405]],
    ['GET', '/auth/nothing', [404, 404, 404, 404, 404, 404]],
    ['POST', '/auth/admin/set-role', [404, 404, 404, 404, 404, 404]],
    ['POST', '/auth/update-user', [404, 404, 404, 404, 404, 404]],
  ])('%s %s, where no page is: %j', async (method, path, statuses) => {
    const sent = await untouchedBy(async () => {
      return await Promise.all(
        everybody.map(async (who) => send(guests.get(who) ?? (await come(who)), `${method} ${path}`, {}, '')),
      )
    })
    expect(sent.map(({ status }) => status)).toEqual(statuses)
  })
})

test('a browser’s session is none for GraphQL, which asks for a token', async () => {
  const orderId = await kang.upTo('orderStarted')
  const asked = [
    `{ order(orderId: "${orderId}") { customerName } }`,
    `mutation { cancelOrder(orderId: "${orderId}") { seq } }`,
  ]
  for (const query of asked) {
    const cookie = [...(guests.get('customer')?.cookies ?? [])].map((pair) => pair.join('=')).join('; ')
    const { body } = await untouchedBy(() =>
      shop.call<{ errors: { extensions: object }[] }>(
        null,
        'POST',
        '/graphql',
        { query },
        { cookie, origin: shop.origin },
      ),
    )
    expect(body.errors.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'token_missing' }),
    ])
  }
})

describe('the table is all there is', () => {
  const noPorts = () => Promise.reject(new Error('nobody is asked'))
  const atGateway = gateway(() => noPorts).routes.map(({ method, path }) => `${method} ${path}`)
  const inDocument = Object.entries(readApiDocument().paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  /** Their routes are made anew for each request, so they are read where they are written. */
  const writtenIn = (file: string) =>
    [...readFileSync(root + file, 'utf8').matchAll(/\bapp\.(\w+)\(\s*'(\/[^']*)'/g)].map(
      ([, method = '', path = '']) => `${method.toUpperCase()} ${path.replaceAll(/\{.*?\}/g, '')}`,
    )

  test('of pages and forms', async () => {
    const routes = [
      ...atGateway.filter((route) => !route.startsWith('ALL ') && !inDocument.includes(route)),
      ...(await identityRoutes()),
      ...writtenIn('src/mypage/pages.tsx'),
      ...writtenIn('src/ordermanagement/pages.tsx'),
    ]
    expect(pages.map(([route]) => route).sort()).toEqual([...new Set(routes)].sort())
  })
  test('of what the gateway hands on, whatever the method', () => {
    const handedOn = ['/auth/*', '/.well-known/*', '/admin', '/admin/*', '/mypage', '/mypage/*']
    const checked = ['/*', ...publicPaths]
    const all = atGateway.flatMap((route) => (route.startsWith('ALL ') ? route.slice(4) : []))
    expect([...new Set(all)].sort()).toEqual([...new Set([...handedOn, ...checked])].sort())
  })
})

/** Loaded past the compiler: what identity is made of has the types of a Worker, which a test in Node does not know. */
async function identityRoutes(): Promise<string[]> {
  type Identity = { identityApp(ports: object): { routes: { method: string; path: string }[] } }
  const { identityApp }: Identity = await import(`${root}src/identity/app.ts`)
  return identityApp({}).routes.map(({ method, path }) => `${method} ${path}`)
}

/** The session in which somebody's browser is signed in to their account. */
async function sessionOf(userId: string): Promise<string> {
  const { IDENTITY_DB } = await shop.harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity').getEnv()
  const sql = 'SELECT id FROM session WHERE userId = ? ORDER BY createdAt DESC LIMIT 1'
  return String((await IDENTITY_DB.prepare(sql).bind(userId).first<{ id: string }>())?.id)
}
