// What the gateway keeps callers to, as its own wrangler file sets it: how many calls, whose pages, which headers.
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallClass, policiesIn } from '../../../src/gateway/config.ts'
import { type Account, type Answer, openShop, type Shop } from '../../support/shop.ts'
import { kangsForm } from '../../support/story.ts'

const friend = 'https://partner.example'
const unknown = '/payments/ord_0123456789abcdefghjkmnpqrs'
/** Of each class, in the shop where each has a few. */
const calls = 8
let shop: Shop
let tight: Shop

beforeAll(async () => {
  shop = await openShop({ limited: true, vars: { gateway: { CORS_ORIGINS: `${friend} https://*.example` } } })
  tight = await openShop({ limited: calls })
  await Promise.all([tight.token('customer'), tight.token('staff'), tight.token('courier')])
})
afterAll(() => Promise.all([shop.close(), tight.close()]))

// At the same time: each waits for the limiters' next window, and none counts what another does.
describe.concurrent('a customer who pays more often than anybody', () => {
  const pay = (account: Account) =>
    shop.call(account, 'PATCH', unknown, { orderStatus: 'payApproved', paymentToken: 'tok_approved' })

  test('is asked to wait, and nobody else is; what is not money goes on', async () => {
    await Promise.all([shop.token('customer'), shop.token('customer2'), shop.token('staff')])
    const policy = await moneyPolicy()
    const tries = Array.from({ length: policy.calls * 1.5 })
    const { answers, placed, others } = await withinOneWindow(policy.seconds, async () => ({
      answers: await Promise.all(tries.map(() => pay('customer'))),
      placed: await shop.call('customer', 'POST', '/orders', kangsForm),
      others: await Promise.all([
        pay('customer2'),
        shop.call('customer', 'GET', '/myPages'),
        shop.call(null, 'GET', '/items'),
      ]),
    }))
    const refused = answers.filter(({ status }) => status === 429)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(policy.calls)
    expect(refused).toHaveLength(answers.length - policy.calls)
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ code: 'too_many_requests', status: 429 })
      expect(headers.get('retry-after')).toBe(String(policy.seconds))
      expect(headers.get('ratelimit')).toBe(`"money";r=0;t=${policy.seconds}`)
    }
    expect(placed.status).toBe(429)
    expect(others.map(({ status }) => status)).toEqual([404, 200, 200])
    await delay(Number(placed.headers.get('retry-after')) * 1000)
    const { status, headers } = await shop.call('customer', 'POST', '/orders', kangsForm)
    expect([status, headers.get('ratelimit-policy')]).toEqual([201, `"money";q=${policy.calls};w=${policy.seconds}`])
  })

  async function moneyPolicy() {
    const gateway = shop.harness.getWorker<{ RATE_LIMITS: string }>('homeappliance-gateway')
    const policy = policiesIn((await gateway.getEnv()).RATE_LIMITS).get('money')
    if (policy === undefined) throw new Error('money is not limited')
    return policy
  }
})

describe.concurrent('where each class has a few calls', () => {
  test('each class is counted by itself', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const classes: [CallClass, number, () => Promise<Answer>][] = [
      ['read', 404, () => tight.call('courier', 'GET', '/deliveries/x')],
      ['write', 404, () => tight.call('staff', 'PATCH', '/ordermgmts/x', { orderStatus: 'orderTaken' })],
      ['money', 404, () => tight.call('customer', 'PATCH', unknown, { orderStatus: 'payApproved' })],
      ['visit', 200, () => tight.call(null, 'GET', '/items')],
      ['signIn', 400, () => tight.call(null, 'POST', '/auth/oauth2/token', 'grant_type=none', form)],
    ]
    const asked = classes.flatMap((row) => Array.from({ length: calls + 3 }, () => row))
    const answers = await inOneWindow(10, asked, async ([callClass, , call]) => ({ callClass, ...(await call()) }))
    for (const [callClass, status] of classes) {
      const its = answers.filter((answer) => answer.callClass === callClass)
      const refused = its.filter((answer) => answer.status === 429)
      const letIn = its.filter((answer) => answer.status === status)
      expect([callClass, letIn.length, refused.length]).toEqual([callClass, calls, 3])
      for (const { headers, body } of refused) {
        expect(body['code']).toBe('too_many_requests')
        expect(headers.get('retry-after')).toBe('10')
        expect(headers.get('ratelimit')).toBe(`"${callClass}";r=0;t=10`)
        expect(headers.get('ratelimit-policy')).toBe(`"${callClass}";q=${calls};w=10`)
      }
    }
  })

  type GraphQLAnswer = { errors?: { extensions: { code: string } }[]; code?: string }
  const ask = (account: Account | null, query: string, headers = {}) =>
    tight.call<GraphQLAnswer>(account, 'POST', '/graphql', { query }, headers)

  test('requests to GraphQL with no token, or a made-up one, are counted by their address', async () => {
    const address = { 'cf-connecting-ip': '203.0.113.7' }
    const visits = Array.from({ length: calls + 4 }, (_, n) =>
      n % 2 === 0 ? address : { ...address, authorization: 'Bearer no.real.one' },
    )
    const answers = await inOneWindow(10, visits, (headers) => ask(null, '{ __typename }', headers))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(4)
    expect(refused[0]?.headers.get('retry-after')).toBe('10')
    expect(refused[0]?.headers.get('ratelimit')).toBe('"visit";r=0;t=10')
  })

  test('each call in a request to GraphQL is one, and what is too many is told with when to come back', async () => {
    const items = Array.from({ length: calls + 1 }, (_, n) => `i${n}: items { itemId }`)
    const [all] = await inOneWindow(10, [items], () => ask('customer', `{ ${items.join(' ')} }`))
    const result = all?.body.errors?.map(({ extensions }) => extensions.code)
    expect([all?.status, result]).toEqual([200, ['too_many_requests', 'too_many_requests']])
    expect(all?.headers.get('retry-after')).toBe('10')
    expect(all?.headers.get('ratelimit')).toBe('"read";r=0;t=10')
  })
})

describe('pages of other sites', () => {
  const preflight = (origin: string, path = '/orders') =>
    shop.call(null, 'OPTIONS', path, undefined, {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    })

  test('that are on the list may call, without cookies', async () => {
    const { status, headers } = await preflight(friend)
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, friend])
    expect(headers.get('access-control-allow-headers')).toContain('authorization')
    const listed = await shop.call(null, 'GET', '/items', undefined, { origin: friend })
    expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([200, friend])
    expect(listed.headers.get('access-control-expose-headers')).toContain('retry-after')
    for (const answer of [headers, listed.headers]) {
      expect(answer.has('access-control-allow-credentials')).toBe(false)
      expect(answer.get('vary')).toContain('Origin')
    }
  })

  test.each(['https://evil.example', `${friend}.evil.example`, 'http://partner.example', 'https://a.example', 'null'])(
    '%s is told nothing',
    async (origin) => {
      const asked = await preflight(origin)
      const listed = await shop.call(null, 'GET', '/items', undefined, { origin })
      expect([asked.status, listed.status]).toEqual([204, 200])
      for (const { headers } of [asked, listed]) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
        expect(headers.get('vary')).toContain('Origin')
      }
    },
  )
})

describe('every answer', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/items'],
    ['GET', '/orders/x'],
    ['GET', '/nothing'],
    ['GET', '/livez'],
    ['GET', '/openapi.json'],
    ['GET', '/docs'],
    ['GET', '/static/nothing.js'],
    ['GET', '/sign-in'],
    ['GET', '/auth/sign-in'],
    ['GET', '/auth/jwks'],
    ['POST', '/payments/webhooks/sandbox'],
  ])('%s %s tells browsers to guess, frame and run nothing', async (method, path) => {
    const { headers } = await shop.call(null, method, path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).toContain(`frame-ancestors 'none'`)
    expect(policy).not.toMatch(/unsafe-|\*|https?:/)
    expect(headers.has('strict-transport-security')).toBe(false)
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  })
})

/** All calls at once, within one window of the limiters', which lie on the wall clock. */
function inOneWindow<T, R>(seconds: number, calls: readonly T[], ask: (call: T) => Promise<R>): Promise<R[]> {
  return withinOneWindow(seconds, () => Promise.all(calls.map(ask)))
}

/** From the start of a window on. What a slow machine ends in a later one says nothing, and is done in another. */
async function withinOneWindow<R>(seconds: number, work: () => Promise<R>): Promise<R> {
  const windowMs = seconds * 1000
  await delay(windowMs - (Date.now() % windowMs) + 50)
  const window = Math.floor(Date.now() / windowMs)
  const result = await work()
  return Math.floor(Date.now() / windowMs) === window ? result : await withinOneWindow(seconds, work)
}
