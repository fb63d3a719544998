// A revoked grant moves no money any more, although its access token has not expired yet.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeFor, exchange, newFlow } from '../../support/identity.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { kangsForm } from '../../support/story.ts'
import { visitor } from '../../support/visitor.ts'

const scope = 'openid profile offline_access'
let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

type Tokens = { access: string; refresh: string }

/** Kang signs in anew at the application. */
async function signedIn(): Promise<Tokens & { retry: () => ReturnType<typeof exchange> }> {
  const flow = newFlow()
  const code = await codeFor(shop.origin, flow, { scope })
  const retry = () => exchange(shop.origin, { code, code_verifier: flow.verifier })
  return { ...tokensIn(await retry()), retry }
}

const renewed = async (refresh: string) =>
  tokensIn(await exchange(shop.origin, { grant_type: 'refresh_token', refresh_token: refresh }))

function tokensIn({ status, body }: Awaited<ReturnType<typeof exchange>>): Tokens {
  if (!body.access_token || !body.refresh_token) throw new Error(`no tokens: ${status} ${body.error}`)
  return { access: body.access_token, refresh: body.refresh_token }
}

const refreshWith = (refresh: string) =>
  visitor(shop.origin).post('/auth/oauth2/revoke', { client_id: 'homeappliance-cli', token: refresh })

async function orders({ access }: Tokens): Promise<number> {
  const headers = { authorization: `Bearer ${access}` }
  return (await shop.call(null, 'POST', '/orders', kangsForm, headers)).status
}

async function reads({ access }: Tokens): Promise<number> {
  return (await shop.call(null, 'GET', '/myPages', undefined, { authorization: `Bearer ${access}` })).status
}

test('who renews their tokens orders with the old access token, and with the new one', async () => {
  const first = await signedIn()
  const second = await renewed(first.refresh)
  expect([await orders(first), await orders(second)]).toEqual([201, 201])
})

test('who gives the refresh token back orders no more with what came of it, and nobody else is shut out', async () => {
  const [first, other] = [await signedIn(), await signedIn()]
  const second = await renewed(first.refresh)
  expect((await refreshWith(second.refresh)).status).toBe(200)
  expect([await orders(first), await orders(second), await orders(other)]).toEqual([401, 401, 201])
  expect(await reads(second)).toBe(200)
})

test('a code that is used twice ends what came of it the first time', async () => {
  const stolen = await signedIn()
  expect((await stolen.retry()).status).toBe(400)
  expect(await orders(stolen)).toBe(401)
})

test('a refresh token that is used again much later than it was renewed ends its whole family', async () => {
  const first = await signedIn()
  const second = await renewed(first.refresh)
  const third = await renewed(second.refresh)
  expect((await refreshWith(first.refresh)).status).toBe(200)
  expect(await orders(third)).toBe(401)
})

test('who never asked for a refresh token has none to give back, and orders while the session stands', async () => {
  const flow = newFlow()
  const { body } = await exchange(shop.origin, { code: await codeFor(shop.origin, flow), code_verifier: flow.verifier })
  expect([await orders({ access: body.access_token ?? '', refresh: '' }), body.refresh_token]).toEqual([201, undefined])
})
