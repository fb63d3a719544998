// The tokens that the harness signs for the demo accounts: the gateway and identity take them as those of a sign-in.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { signIn } from '../../../scripts/sign-in.ts'
import { claimsOf } from '../../support/refusals.ts'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { kangsForm } from '../../support/story.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

/** Their values differ from token to token. */
const own = { iat: expect.any(Number), exp: expect.any(Number), jti: expect.any(String), sid: expect.any(String) }

test.each(Object.keys(demoAccounts) as Account[])('one of %s is as a sign-in gives it', async (account) => {
  const { email, password } = demoAccounts[account]
  const [signed, given] = [await shop.token(account), await signIn(shop.origin, email, password)]
  expect(headerOf(signed)).toEqual(headerOf(given))
  expect(claimsOf(signed)).toEqual({ ...claimsOf(given), ...own })
  const lifetime = ({ exp, iat }: Record<string, unknown>) => Number(exp) - Number(iat)
  expect(lifetime(claimsOf(signed))).toBe(lifetime(claimsOf(given)))
})

test('one moves money until its session ends', async () => {
  expect((await shop.call('customer', 'POST', '/orders', kangsForm)).status).toBe(201)
  const { IDENTITY_DB } = await shop.harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity').getEnv()
  const { sid } = claimsOf(await shop.token('customer'))
  await IDENTITY_DB.prepare('DELETE FROM session WHERE id = ?').bind(sid).run()
  expect(await shop.call('customer', 'POST', '/orders', kangsForm)).toMatchObject({
    status: 401,
    body: { code: 'token_invalid' },
  })
})
