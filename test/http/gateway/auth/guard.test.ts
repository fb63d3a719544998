// The guard: which token makes a caller, which role may make which call, and what is refused how.
import { describe, expect, test } from 'vitest'
import { authorization, mayCall } from '../../../../src/contract/authorization.ts'
import { callers } from '../../../support/callers.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const ask = (value: string, env = {}) => shop.call(null, 'GET', '/myPages', { headers: { authorization: value }, env })

describe('a token', () => {
  test.each(['', 'Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b', 'Token x'])('is missing in "%s"', async (value) => {
    const { status, headers, body } = await ask(value)
    expect([status, body['code'], headers.get('www-authenticate')]).toEqual([401, 'token_missing', 'Bearer'])
  })

  test('is read whatever the case of its scheme', async () => {
    expect((await ask(`bearer   ${await shop.tokenOf(callers.customer)}  `)).status).toBe(200)
  })

  test('that is no good is refused, and says in which way', async () => {
    const token = await shop.tokenOf(callers.customer)
    for (const [wrong, detail] of [
      ['x.y.z', 'not a JWT'],
      [`${token.slice(0, -8)}AAAAAAAA`, 'signature'],
      [await shop.tokenOf({ ...callers.customer, subject: '' }), 'issued by someone else'],
    ] as const) {
      const { status, body } = await ask(`Bearer ${wrong}`)
      expect([status, body['code'], body['detail']]).toEqual([401, 'token_invalid', expect.stringContaining(detail)])
    }
  })
})

describe('a role', () => {
  const cells = (Object.keys(callers) as (keyof typeof callers)[]).map((who) => [who] as const)
  test.each(cells)('%s is let in to what the table says, and to nothing else', async (who) => {
    for (const [call, path] of [
      ['listMyPages', '/myPages'],
      ['listWorklist', '/ordermgmts'],
      ['listDeliveries', '/deliveries'],
      ['listDeadLetters', '/deadLetters'],
      ['listAccounts', '/accounts'],
    ] as const) {
      expect(authorization[call].route).toBe(`GET ${path}`)
      const { status, body } = await shop.call(who, 'GET', path)
      expect([path, status]).toEqual([path, mayCall(callers[who].role, call) ? 200 : 403])
      if (status === 403) expect(body['code']).toBe('role_not_allowed')
    }
  })
})

test('what somebody was let in to see is for no cache', async () => {
  expect((await shop.call('customer', 'GET', '/myPages')).headers.get('cache-control')).toBe('no-store')
})

test('a session is looked at where it counts at once, and not to look at things', async () => {
  const env = { ACCOUNTS: { ...shop.env.ACCOUNTS, isSessionActive: async () => false } }
  expect((await shop.call('staff', 'GET', '/ordermgmts', { env })).status).toBe(200)
  const path = '/ordermgmts/ord_0123456789abcdefghjkmnpqrs'
  const taken = await shop.call('staff', 'PATCH', path, { body: { orderStatus: 'orderTaken' }, env })
  expect([taken.status, taken.body['detail']]).toEqual([401, expect.stringContaining('session behind this token')])
})

test('while identity cannot be asked, nobody but customers is let in to what needs a session', async () => {
  const env = { ACCOUNTS: down(shop.env.ACCOUNTS) }
  const path = '/ordermgmts/ord_0123456789abcdefghjkmnpqrs'
  const taken = await shop.call('staff', 'PATCH', path, { body: { orderStatus: 'orderTaken' }, env })
  expect([taken.status, taken.body['code']]).toEqual([503, 'unavailable'])
  const orderId = await shop.order('unpaid')
  const canceled = await shop.call('customer', 'PATCH', `/orders/${orderId}`, {
    body: { orderStatus: 'orderCancel' },
    env,
  })
  expect(canceled.status).toBe(200)
})

test('a call too many is refused to its caller, whoever else calls', async () => {
  const counts = new Map<string, number>()
  const limit = async ({ key }: { key: string }) => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return { success: counts.get(key) === 1 }
  }
  const env = { LIMIT_READ: { limit }, RATE_LIMITS: 'read=1/10' }
  const statusOf = async (who: 'customer' | 'stranger') => (await shop.call(who, 'GET', '/myPages', { env })).status
  expect([await statusOf('customer'), await statusOf('customer'), await statusOf('stranger')]).toEqual([200, 429, 200])
})
