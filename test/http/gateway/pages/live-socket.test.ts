// The sockets of the customer's pages, as far as the gateway lets them in: by the browser's session, from the shop's
// own pages. What comes over them is of the real runtime: test/shop/mypage.
import { describe, expect, test, vi } from 'vitest'
import type { LiveRequest } from '../../../../src/contract/live.ts'
import { liveRequestHeader } from '../../../../src/contract/live.ts'
import { callers } from '../../../support/callers.ts'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const own = 'http://localhost'

/** What mypage is asked for; it answers that there are too many, since Node has no sockets to open. */
async function open(who: keyof typeof callers | null, query: string, headers: Record<string, string>) {
  const asked: LiveRequest[] = []
  const MYPAGES = {
    ...shop.env.MYPAGES,
    fetch: async (request: Request) => {
      asked.push(JSON.parse(request.headers.get(liveRequestHeader) ?? ''))
      return new Response(null, { status: 429 })
    },
  }
  const cookie: Record<string, string> = who === null ? {} : { cookie: `session=${await shop.tokenOf(callers[who])}` }
  const all = { upgrade: 'websocket', ...cookie, ...headers }
  const { status } = await shop.request(null, 'GET', `/mypage/live${query}`, { headers: all, env: { MYPAGES } })
  return { status, asked }
}

test('a page of the shop opens one for the customer of its session, until the end of the token', async () => {
  const { status, asked } = await open('customer', '?after=5', { origin: own })
  expect(status).toBe(429)
  expect(asked).toEqual([
    {
      customerId: callers.customer.subject,
      sessionId: `ses_${callers.customer.subject}`,
      until: expect.any(Number),
      after: '5',
    },
  ])
  const [{ until } = { until: 0 }] = asked
  expect(until - Date.now()).toBeGreaterThan(14 * 60_000)
  expect(until - Date.now()).toBeLessThan(16 * 60_000)
})

test('what a client writes into the header of the gateway does not come through', async () => {
  const forged = JSON.stringify({ customerId: 'usr_stranger', sessionId: null, until: 9e15, after: null })
  const { asked } = await open('customer', '?after=5', { origin: own, [liveRequestHeader]: forged })
  expect(asked).toMatchObject([{ customerId: callers.customer.subject }])
})

describe('nobody else does', () => {
  test.each<[string, keyof typeof callers | null, string, Record<string, string>, number]>([
    ['a page of another site', 'customer', '?after=5', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', 'customer', '?after=5', { origin: 'null' }, 403],
    ['a client that names none', 'customer', '?after=5', {}, 403],
    ['another role', 'staff', '?after=5', { origin: own }, 403],
    ['who is not signed in', null, '?after=5', { origin: own }, 401],
    ['who says not where to begin', 'customer', '?after=x', { origin: own }, 422],
  ])('%s', async (_, who, query, headers, status) => {
    expect(await open(who, query, headers)).toEqual({ status, asked: [] })
  })
})

describe('signing out', () => {
  const signOut = async (MYPAGES: object) => {
    const cookie = `session=${await shop.tokenOf(callers.customer)}`
    const env = { MYPAGES: { ...shop.env.MYPAGES, ...MYPAGES } }
    return await shop.request(null, 'POST', '/sign-out', { headers: { cookie, origin: own }, env })
  }

  test('closes the sockets of the session', async () => {
    const ended: unknown[] = []
    const { status } = await signOut({
      endSession: async ({ subject }: { subject: string }, sessionId: string) => void ended.push([subject, sessionId]),
    })
    expect([status, ended]).toEqual([307, [[callers.customer.subject, `ses_${callers.customer.subject}`]]])
  })

  test('does so without mypage, too, and that is logged', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { status } = await signOut({ endSession: () => Promise.reject(new Error('mypage is down')) })
    expect([status, String(logged.mock.calls)]).toEqual([307, expect.stringContaining('sockets_not_closed')])
    logged.mockRestore()
  })
})
