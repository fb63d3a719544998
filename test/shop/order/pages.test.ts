// Every page and form of the shop × every kind of visitor, over HTTP: allowed, sent to sign in, or refused. The routes
// themselves show a page that is missing in the table.
import { readFileSync } from 'node:fs'
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../../scripts/workers.ts'
import { gateway } from '../../../src/gateway/app.ts'
import { publicPaths } from '../../../src/gateway/http/anonymous-rate-limit.ts'
import { scriptPath } from '../../../src/web/scripts.ts'
import { readApiDocument } from '../../support/api-contract.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { everybody, forms, pages, type Who, writers } from '../../support/every-page.ts'
import { refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { countedTries } from '../../support/storage-snapshot.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { signedIn, type Visitor, visitor } from '../../support/visitor.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']
let deadLetterId: string
const guests = new Map<Who, Visitor>()

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  kang = storyOf(shop)
  untouchedBy = refusalsOf(shop).untouchedBy
  deadLetterId = await plantDeadLetter(shop)
  for (const who of everybody) guests.set(who, await come(who))
})
afterAll(() => shop.close())

const come = (who: Who) => (who === null ? visitor(shop.origin) : signedIn(shop.origin, who))

/** An order that every form about it would be let through for. */
async function orderFor(route: string): Promise<string> {
  if (!route.includes(':orderId')) return ''
  if (route.includes('/courier/')) {
    const orderId = await kang.upTo('deliveryStarted')
    await kang.isOnTheRoad(orderId)
    return orderId
  }
  const orderId = await kang.upTo(route.startsWith('POST /mypage') ? 'orderStarted' : 'payApproved')
  if (route.startsWith('POST /admin')) await kang.isOnWorklist(orderId)
  return orderId
}

type Reported = { status: number; to: string; text: string }

async function send(guest: Visitor, route: string, form: Record<string, string>, orderId: string): Promise<Reported> {
  const [method, template = ''] = route.split(' ')
  const path = template
    .replace(':orderId', orderId)
    .replace(':deadLetterId', deadLetterId)
    .replace(':form', formOf(template))
    .replace(':attempt', '1')
    .replace(':itemId', '9')
    .replace('/static/:file', scriptPath('page'))
    .replace(/live$/, 'live?after=0')
  const headers = { origin: shop.origin, ...(path === '/graphql' ? { accept: 'application/json' } : {}) }
  const answer =
    method === 'GET'
      ? await guest.get(path.replace(/new$/, 'new?itemId=2&key=a-form'))
      : await guest.post(path, form, headers)
  const to = answer.headers.get('location') ?? ''
  // A stream does not end soon.
  const isStream = answer.headers.get('content-type')?.includes('text/event-stream') === true
  if (isStream) await answer.body?.cancel()
  return { status: answer.status, to, text: isStream ? '' : await answer.text() }
}

/** Those of couriers about an attempt name it in their address. */
function formOf(template: string): string {
  if (template.startsWith('/ops')) return 'discard'
  if (!template.startsWith('/courier')) return 'cancel'
  return template.endsWith('/:attempt') ? 'attempts' : 'complete'
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
      if (status === 303 && who === null && /\/(mypage|admin|courier|ops|auth\/account)/.test(route))
        expect(to).toMatch(/^\/sign-in\?to=(%2F|\/account)/)
      // Ops may look at an order that they may not move. A conflict with the order's state (409) is for who may see it.
      if (status >= 400 && status !== 409 && who !== 'ops') expect(text).not.toContain(kangsForm.deliveryAddress)
    }
  })

  test.each<[string, string, number[]]>([
    ['GET', '/mypage/nothing', [303, 404, 404, 403, 403, 403]],
    ['GET', '/mypage/orders/nothing', [303, 404, 404, 403, 403, 403]],
    ['POST', '/mypage', [303, 405, 405, 403, 403, 403]],
    ['GET', '/admin/nothing', [303, 403, 403, 404, 403, 404]],
    ['POST', '/admin', [303, 403, 403, 405, 403, 405]],
    ['GET', '/courier/nothing', [303, 403, 403, 404, 404, 403]],
    ['POST', '/courier', [303, 403, 403, 405, 405, 403]],
    ['GET', '/ops/nothing/here', [303, 403, 403, 403, 403, 404]],
    ['POST', '/ops', [303, 403, 403, 403, 403, 405]],
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
      ...writtenIn('src/analytics/pages.tsx'),
      ...writtenIn('src/delivery/pages.tsx'),
      ...writtenIn('src/gateway/pages/own-data.tsx'),
      ...writtenIn('src/message/pages.tsx'),
      ...writtenIn('src/message/store-pages.tsx'),
      ...writtenIn('src/mypage/pages.tsx'),
      ...writtenIn('src/operations/pages.tsx'),
      ...writtenIn('src/operations/alerts-pages.tsx'),
      ...writtenIn('src/ordermanagement/pages.tsx'),
      ...writtenIn('src/sandbox/pages.tsx'),
    ]
    expect(pages.map(([route]) => route).sort()).toEqual([...new Set(routes)].sort())
  })
  test('of what the gateway hands on, whatever the method', () => {
    const handedOn = [
      '/auth/*',
      '/.well-known/*',
      '/admin',
      '/admin/*',
      '/admin/analytics',
      '/admin/messages',
      '/admin/messages/*',
      '/courier',
      '/courier/*',
      '/mypage',
      '/mypage/*',
      '/mypage/data',
      '/mypage/data/*',
      '/mypage/messages',
      '/mypage/messages/*',
      '/ops',
      '/ops/*',
      '/sandbox/*',
    ]
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
