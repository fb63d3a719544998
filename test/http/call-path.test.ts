// The cost of a call at the gateway: one response object, and no needless RPC call.
import { afterEach, expect, test, vi } from 'vitest'
import { gateway } from '../../src/gateway/app.ts'
import type { Verdict } from '../../src/gateway/auth/verify.ts'
import { callers } from '../support/callers.ts'
import { OrderBook } from '../support/order-book.ts'
import { commands, orderId, won } from '../support/orders.ts'

const owner = { ...callers.customer, subject: '1' }
const meta = { by: { kind: 'customer', id: '1' }, causationId: 'req_1' } as const
const verdict: Verdict = { ok: true, caller: owner, grant: { sessionId: 's', renewableBy: null, endsAt: 0 } }
const headers = { authorization: 'Bearer a.b.c' }

/** The gateway over one order and one item, and its calls to the contexts. */
async function world() {
  const book = new OrderBook()
  await book.handle(orderId, commands.PlaceOrder, meta)
  const calls: string[] = []
  const item = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }
  const env = {
    RATE_LIMITS: '',
    CORS_ORIGINS: '',
    ORDER_API: {
      async get() {
        calls.push('order')
        return { ok: true, value: await book.read(orderId) }
      },
    },
    CATALOG: {
      async list() {
        calls.push('catalog')
        return [item]
      },
    },
  }
  const app = gateway(() => async () => verdict)
  const get = (path: string) => app.request(path, { headers }, env)
  return { get, calls }
}

afterEach(() => vi.unstubAllGlobals())

test.each(['/livez', `/orders/${orderId}`, '/items'])(
  'the answer to %s is made once, and never copied',
  async (path) => {
    const { get } = await world()
    let made = 0
    vi.stubGlobal(
      'Response',
      class extends Response {
        constructor(...init: ConstructorParameters<typeof Response>) {
          super(...init)
          made += 1
        }
      },
    )
    const answer = await get(path)
    expect([answer.status, made]).toEqual([200, 1])
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/)
    expect(answer.headers.get('content-security-policy')).toBe(`default-src 'none'; frame-ancestors 'none'`)
  },
)

test('an order read is one call, and what somebody was let in to see is for no cache', async () => {
  const { get, calls } = await world()
  const answer = await get(`/orders/${orderId}`)
  expect(calls).toEqual(['order'])
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('the catalog is asked once for many looks at the shelf', async () => {
  const { get, calls } = await world()
  expect((await get('/items')).status).toBe(200)
  expect(await (await get('/items/7')).json()).toMatchObject({ itemName: 'Fan' })
  expect((await get('/items/8')).status).toBe(404)
  expect(calls).toEqual(['catalog'])
})
