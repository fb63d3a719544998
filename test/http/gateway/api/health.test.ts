// /livez and /readyz: alive whatever is down, and how well the shop is by what is down.
import { expect, test, vi } from 'vitest'
import { NotMigrated } from '../../../../src/platform/migrations.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const ready = (env = {}) => shop.call(null, 'GET', '/readyz', { env })

test('GET /livez asks nobody', async () => {
  const env = { ORDER_API: down(shop.env.ORDER_API), IDENTITY_HEALTH: down(shop.env.IDENTITY_HEALTH) }
  expect(await shop.call(null, 'GET', '/livez', { env })).toMatchObject({ status: 200, body: { status: 'live' } })
})

test('GET /readyz is ready when all are', async () => {
  const { status, body } = await ready()
  expect([status, body['status'], body['breakers']]).toEqual([200, 'ready', { 'sandbox-0': 'closed' }])
  expect(body['reasons']).toEqual({})
  expect(Object.values(body['contexts'] ?? {})).toEqual(Array(11).fill('ready'))
})

test.each(['PAYMENTS', 'ORDERMANAGEMENT', 'DELIVERY', 'MESSAGES', 'MYPAGES', 'ANALYTICS', 'OPERATIONS'] as const)(
  'without %s it is degraded, since orders are still taken',
  async (name) => {
    const { status, body } = await ready({ [name]: down(shop.env[name]) })
    expect([status, body['status']]).toEqual([200, 'degraded'])
    expect(Object.values(body['contexts'] ?? {}).filter((state) => state === 'unavailable')).toHaveLength(1)
  },
)

test.each(['IDENTITY_HEALTH', 'CATALOG', 'ORDER_API'] as const)('without %s it is unavailable', async (name) => {
  const { status, body } = await ready({ [name]: down(shop.env[name]) })
  expect([status, body['status']]).toEqual([503, 'unavailable'])
})

test('it says why a context is not ready: that its database lacks a migration, and nothing else of its fault', async () => {
  const { ready: delivered } = shop.env.DELIVERY
  const failing = (fault: Error) => ({ ready: () => Promise.reject(fault) })
  const { body } = await ready({
    IDENTITY_HEALTH: failing(new NotMigrated('IDENTITY_DB lacks the migration 0002_endings.sql')),
    MESSAGES: { ...shop.env.MESSAGES, ...failing(new Error('the key sk_live_1 is refused')) },
    DELIVERY: { ...shop.env.DELIVERY, ready: delivered },
  })
  expect(body['reasons']).toEqual({
    identity: 'IDENTITY_DB lacks the migration 0002_endings.sql',
    message: 'out of reach, or its store does not answer',
  })
})

test('with a breaker that is not closed it is degraded', async () => {
  const breakers = { 'sandbox-0': 'open' as const }
  const { status, body } = await ready({
    PAYMENTS: { ...shop.env.PAYMENTS, ready: async () => ({ ok: true, breakers }) },
  })
  expect([status, body['status'], body['breakers']]).toEqual([200, 'degraded', breakers])
})

test('a context that is silent counts as down', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const silent = { ...shop.env.MESSAGES, ready: () => new Promise<never>(() => {}) }
    const answer = ready({ MESSAGES: silent })
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
    await vi.runAllTimersAsync()
    expect((await answer).body).toMatchObject({
      status: 'degraded',
      contexts: { message: 'unavailable' },
      reasons: { message: 'no answer within 2000 ms' },
    })
  } finally {
    vi.useRealTimers()
  }
})
