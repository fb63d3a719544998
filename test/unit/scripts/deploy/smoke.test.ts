// When the smoke check of a deployment is content, and what it says when it is not.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { callsFor, type Readiness, smokeCheck, worsened } from '../../../../scripts/deploy/smoke.ts'

const origin = 'https://shop.example'
const ready: Readiness = {
  status: 'ready',
  contexts: { order: 'ready', payment: 'ready' },
  reasons: {},
  breakers: { 'stripe-0': 'closed' },
}
const ill: Readiness = {
  ...ready,
  status: 'degraded',
  contexts: { order: 'ready', payment: 'unavailable' },
  reasons: { payment: 'no migration' },
}
const open: Readiness = { ...ready, status: 'degraded', breakers: { 'stripe-0': 'open' } }

const refused = (): Response => {
  throw new TypeError('fetch failed')
}

/** What the shop answers at each path, call by call; the last answer stays. */
let answers: Record<string, (() => Response)[]> = {}
const calls: string[] = []
let pauses = 0
let system: { clientId: string; clientSecret: string } | null = null
let takesOrders = true

beforeEach(() => {
  answers = {}
  calls.length = 0
  pauses = 0
  system = null
  takesOrders = true
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname } = new URL(url)
    calls.push(pathname)
    const usual = () => (pathname === '/readyz' ? Response.json(ready) : new Response('ok'))
    const [answer = usual, ...rest] = answers[pathname] ?? []
    if (rest.length > 0) answers[pathname] = rest
    return answer()
  })
})
afterEach(() => vi.unstubAllGlobals())

const check = (before: Readiness | null, percent = 100) => {
  const pause = async () => {
    pauses += 1
  }
  const health = before === null ? null : { readiness: before, takesOrders }
  return smokeCheck({ origin, system, pause }, health, percent)
}

it.each<[string, Readiness | null, Readiness, string[]]>([
  ['nothing', ready, ready, []],
  ['what was so before', ill, ill, []],
  ['a context that was ready', ready, ill, ['payment is not ready (no migration)']],
  ['a context of a shop that is new', null, ill, ['payment is not ready (no migration)']],
  ['a breaker that was closed', ready, open, ['the breaker stripe-0 is open']],
])('%s is worse', (_what, before, now, worse) => {
  expect(worsened(before, now)).toEqual(worse)
})

it('a shop that is well shows its readiness, its items and its sign-in', async () => {
  expect(await check(ready)).toBeNull()
  expect(calls).toEqual(['/readyz', '/items', '/auth/sign-in'])
})

it('a shop that gets well while it is looked at is well', async () => {
  answers['/readyz'] = [refused, () => Response.json(ill), () => Response.json(ready)]
  expect(await check(ready)).toBeNull()
  expect(pauses).toBe(2)
})

it.each<[string, string, () => Response]>([
  ['nothing answers at https://shop.example/readyz: that address must lead to', '/readyz', refused],
  [
    'nothing answers at https://shop.example/readyz: that address must lead to',
    '/readyz',
    () => new Response('<html>'),
  ],
  ['https://shop.example/readyz: payment is not ready', '/readyz', () => Response.json(ill, { status: 503 })],
  ['https://shop.example/items answers HTTP 500', '/items', () => new Response('', { status: 500 })],
  ['https://shop.example/auth/sign-in answers nothing', '/auth/sign-in', refused],
])('after a minute it says %s', async (wrong, path, answer) => {
  answers[path] = [answer]
  expect(await check(ready)).toContain(wrong)
  expect(pauses).toBe(29)
})

it('a version with a tenth of the calls is asked until it has had one, with a likelihood of 95 percent', async () => {
  expect([1, 10, 50, 99, 100].map(callsFor)).toEqual([299, 29, 5, 1, 1])
  await check(ready, 50)
  expect(calls.filter((path) => path === '/readyz')).toHaveLength(5)
})

const placed = {
  startedAt: '2026-11-30T09:00:00.000Z',
  orderId: 'ord_1',
  failedStep: null,
  cause: null,
  milliseconds: 5,
}

it.each<[string | null, () => Response]>([
  [null, () => Response.json(placed)],
  [
    'no order goes through: settle of ord_1 failed, it is orderCanceled',
    () => Response.json({ ...placed, failedStep: 'settle', cause: 'it is orderCanceled' }),
  ],
  ['no order goes through: /syntheticOrders answers HTTP 503: away', () => new Response('away', { status: 503 })],
  ['no order goes through: fetch failed', refused],
])('an order goes through, or it says: %s', async (wrong, answer) => {
  system = { clientId: 'a', clientSecret: 'b' }
  answers['/auth/oauth2/token'] = [() => Response.json({ access_token: 't' })]
  answers['/syntheticOrders'] = [answer]
  expect(await check(ready)).toBe(wrong)
})

it('no order is asked of a shop that took none before', async () => {
  system = { clientId: 'a', clientSecret: 'b' }
  takesOrders = false
  expect(await check(ready)).toBeNull()
  expect(calls).not.toContain('/syntheticOrders')
})
