// Whether a session is active: the answer while identity is down, and for a foreign issuer.
import { afterEach, beforeEach, expect, it, test, vi } from 'vitest'
import type { AccountsRpc } from '../../../../src/contract/accounts.ts'
import { authorization, calls, needsActiveSession } from '../../../../src/contract/authorization.ts'
import { isSessionActive } from '../../../../src/gateway/auth/active-session.ts'
import { callers } from '../../../support/callers.ts'

type Ask = AccountsRpc['isSessionActive']

const env = (ask: Ask, JWKS_URL = '') => ({ JWKS_URL, ACCOUNTS: { isSessionActive: ask } })

const grant = { sessionId: 's', renewableBy: null }
const away: Ask = () => Promise.reject(new Error('identity is away'))
const silent: Ask = () => new Promise(() => {})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** The result of a call within one second of the fake clock. */
async function withinASecond<T>(call: Promise<T>): Promise<T> {
  await Promise.all([Promise.allSettled([call]), vi.advanceTimersByTimeAsync(1000)])
  return await call
}

test('identity has the say', async () => {
  expect(
    await isSessionActive(
      env(async () => true),
      callers.staff,
      grant,
    ),
  ).toBe(true)
  expect(
    await isSessionActive(
      env(async () => false),
      callers.customer,
      grant,
    ),
  ).toBe(false)
})

test.each([
  ['away', away],
  ['silent', silent],
])('while identity is %s, customers and couriers are believed, and nobody else', async (_, ask) => {
  for (const caller of [callers.customer, callers.courier]) {
    expect(await withinASecond(isSessionActive(env(ask), caller, grant))).toBe(true)
  }
  for (const caller of [callers.staff, callers.ops]) {
    const asked = withinASecond(isSessionActive(env(ask), caller, grant))
    await expect(asked).rejects.toThrow('identity did not answer')
  }
})

test('of a foreign issuer nothing is asked', async () => {
  expect(await isSessionActive(env(away, 'https://issuer.example/jwks'), callers.staff, grant)).toBe(true)
})

it('is asked for what changes something and for accounts, and not to look at things', () => {
  const asked = calls.filter(needsActiveSession).map((call) => authorization[call].route)
  expect(asked).toEqual([
    'POST /orders',
    'PATCH /orders/{orderId}',
    'POST /orders/{orderId}/erasure',
    'POST /orders/{orderId}/republish',
    'PATCH /payments/{orderId}',
    'POST /payments/{orderId}/refunds',
    'POST /payments/{orderId}/refunds/{refundId}/settlement',
    'POST /reconciliations/{day}',
    'POST /payments/{orderId}/inquiries',
    'PATCH /ordermgmts/{orderId}',
    'PATCH /ordermgmts/{orderId}/claim',
    'PATCH /deliveries/{orderId}',
    'POST /deliveries/{orderId}/couriers',
    'POST /deliveries/{orderId}/attempts',
    'POST /deliveries/{orderId}/restarts',
    'PUT /messages/settings',
    'POST /messages/{messageId}/replay',
    'POST /messages/replay',
    'POST /deadLetters/{deadLetterId}/redrive',
    'POST /deadLetters/redrive',
    'POST /deadLetters/{deadLetterId}/discard',
    'POST /alerts',
    'POST /alerts/{rule}/silence',
    'POST /archive',
    'POST /rebuilds/{projection}',
    'POST /syntheticOrders',
    'GET /customers/{customerId}/export',
    'POST /customers/{customerId}/erasure',
    'GET /accounts',
    'POST /accounts',
    'PATCH /accounts/{accountId}',
    'GET /systems',
    'POST /systems',
    'PATCH /systems/{clientId}',
    'GET /signingKeys',
    'POST /signingKeys',
  ])
})
