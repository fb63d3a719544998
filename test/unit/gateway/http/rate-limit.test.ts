// The rate limits: by which key calls are counted, which headers tell it, and that no broken limiter closes the shop.
import { Hono } from 'hono'
import { describe, expect, it, test } from 'vitest'
import { experimental_readRawConfig } from 'wrangler'
import { z } from 'zod'
import { configOf, type GatewayVars, policiesIn } from '../../../../src/gateway/config.ts'
import type { LimitEnv } from '../../../../src/gateway/env.ts'
import { limitAnonymous, publicPaths } from '../../../../src/gateway/http/anonymous-rate-limit.ts'
import { callClassOf, limitCaller, limiterBindings } from '../../../../src/gateway/http/rate-limit.ts'
import { refuse } from '../../../../src/gateway/http/refuse.ts'
import { callers } from '../../../support/callers.ts'

/** A limiter that accepts so many calls of each key. */
function limiter(calls: number) {
  const counts = new Map<string, number>()
  return {
    counts,
    async limit({ key }: { key: string }) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return { success: (counts.get(key) ?? 0) <= calls }
    },
  }
}

function gatewayWith(env: Partial<LimitEnv & GatewayVars>) {
  const app = new Hono()
  for (const path of publicPaths) app.use(path, limitAnonymous)
  app.get('/mine', async (c) => {
    const caller = c.req.query('who') === 'stranger' ? callers.stranger : callers.customer
    const over = await limitCaller(c, caller, 'read')
    return over === null ? c.text('mine') : refuse(c, over)
  })
  app.all('*', (c) => c.text('open'))
  return async (path: string, init?: RequestInit) => await app.request(path, init, { RATE_LIMITS: limits, ...env })
}

const limits = 'read=2/10 visit=1/60 signIn=1/10'
const from = (address: string) => ({ headers: { 'cf-connecting-ip': address } })

describe('a call too many', () => {
  it('is told when there is room again at the latest, and only its caller is refused', async () => {
    const LIMIT_READ = limiter(2)
    const ask = gatewayWith({ LIMIT_READ })
    const first = await ask('/mine')
    expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([200, '"read";q=2;w=10'])
    expect(first.headers.has('ratelimit')).toBe(false)
    await ask('/mine')
    const third = await ask('/mine')
    expect(third.status).toBe(429)
    expect(Object.fromEntries(third.headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '10',
      'ratelimit-policy': '"read";q=2;w=10',
      ratelimit: '"read";r=0;t=10',
    })
    expect(await third.json()).toMatchObject({ code: 'too_many_requests', status: 429 })
    expect((await ask('/mine?who=stranger')).status).toBe(200)
    expect([...LIMIT_READ.counts.keys()]).toEqual([callers.customer.subject, callers.stranger.subject])
  })

  it('without a name is counted by its address, and a sign-in by itself', async () => {
    const LIMIT_VISIT = limiter(1)
    const LIMIT_SIGN_IN = limiter(1)
    const ask = gatewayWith({ LIMIT_VISIT, LIMIT_SIGN_IN })
    expect((await ask('/items', from('192.0.2.1'))).status).toBe(200)
    expect((await ask('/items/2', from('192.0.2.1'))).status).toBe(429)
    expect((await ask('/items/2', from('192.0.2.2'))).status).toBe(200)
    const post = { method: 'POST', ...from('192.0.2.1') }
    const statuses = [await ask('/auth/sign-in', post), await ask('/auth/oauth2/token', post)].map((a) => a.status)
    expect(statuses).toEqual([200, 429])
  })

  it('is a page for a person', async () => {
    const ask = gatewayWith({ LIMIT_VISIT: limiter(0) })
    const answer = await ask('/', { headers: { accept: 'text/html' } })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await answer.text()).toContain('One moment, please')
  })
})

describe('nothing is counted', () => {
  it.each(['/livez', '/readyz', '/openapi.json', '/payments/webhooks/stripe'])('at %s', async (path) => {
    const none = limiter(0)
    const ask = gatewayWith({ LIMIT_READ: none, LIMIT_WRITE: none, LIMIT_VISIT: none })
    expect([(await ask(path)).status, none.counts.size]).toEqual([200, 0])
  })
  it.each(['', 'none', 'write=1/10'])('of a class that "%s" does not limit', async (limits) => {
    expect((await gatewayWith({ RATE_LIMITS: limits, LIMIT_READ: limiter(0) })('/mine')).status).toBe(200)
  })
  it.each<[string, Partial<LimitEnv & GatewayVars>]>([
    ['is not bound', {}],
    ['throws', { LIMIT_READ: { limit: () => Promise.reject(new Error('broken')) } }],
    ['is silent', { LIMIT_READ: { limit: () => new Promise(() => {}) } }],
  ])('by a limiter that %s: the shop stays open', async (_, env) => {
    expect((await gatewayWith(env)('/mine')).status).toBe(200)
  })
})

test('the class of a call is its money, else its method', () => {
  expect(callClassOf('placeOrder', 'POST')).toBe('money')
  expect(callClassOf('pay', 'PATCH')).toBe('money')
  expect(callClassOf('cancelOrder', 'PATCH')).toBe('write')
  expect(callClassOf('readOrder', 'GET')).toBe('read')
})

describe('what callers are told of the limits', () => {
  const file = new URL('../../../../wrangler.toml', import.meta.url).pathname
  const settings = z
    .object({
      vars: z.object({ RATE_LIMITS: z.string(), CORS_ORIGINS: z.literal('') }),
      ratelimits: z.array(
        z.object({
          name: z.string(),
          namespace_id: z.string(),
          simple: z.object({ limit: z.int(), period: z.int() }),
        }),
      ),
    })
    .parse(experimental_readRawConfig({ config: file }).rawConfig)

  it('is what the limiters are set to, each of them bound', () => {
    const result = policiesIn(settings.vars.RATE_LIMITS)
    const set = Object.entries(limiterBindings).map(([callClass, name]) => {
      const { limit: calls, period: seconds } = settings.ratelimits.find((one) => one.name === name)?.simple ?? {}
      return [callClass, { calls, seconds }]
    })
    expect([...result]).toEqual(set)
    expect(new Set(settings.ratelimits.map((one) => one.namespace_id)).size).toBe(set.length)
  })
  it.each(['read', 'read=x/10', 'read=1/30', 'reads=1/10', 'toString=1/10', 'none read=1/10', 'read=1/10,write=1/10'])(
    '"%s" stops the Worker',
    (RATE_LIMITS) => expect(() => configOf({ RATE_LIMITS })).toThrow('RATE_LIMITS is'),
  )
})
