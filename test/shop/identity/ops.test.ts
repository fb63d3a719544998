// Ops change accounts and systems through the gateway, and each change takes effect at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../../scripts/sign-in.ts'
import { authorizeAddress, exchange, newFlow } from '../../support/identity.ts'
import { linkAfter } from '../../support/printed-link.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { visitor } from '../../support/visitor.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const password = 'a long enough password'
const order = {
  customerName: 'Han',
  itemId: '2',
  qty: 1,
  deliveryAddress: 'Gangnam',
  deliveryPhoneNumber: '010-0123-4567',
}

async function joined(email: string): Promise<string> {
  const answer = await visitor(shop.origin).post('/auth/sign-up', { name: 'Han', email, password })
  expect(answer.status).toBe(303)
  const { body } = await shop.call<{ items: { accountId: string }[] }>('ops', 'GET', `/accounts?email=${email}`)
  return body.items[0]?.accountId ?? ''
}

const setPassword = (token: string) => visitor(shop.origin).post('/auth/reset', { token, password })

async function as(token: string, method: string, path: string, body?: unknown): Promise<number> {
  const answer = await fetch(`${shop.origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await answer.body?.cancel()
  return answer.status
}

const change = (accountId: string, body: object) => shop.call('ops', 'PATCH', `/accounts/${accountId}`, body)

describe('accounts', () => {
  it.each(['customer', 'staff', 'courier'] as const)('are not kept by %s', async (account) => {
    const calls = [
      ['GET', '/accounts'],
      ['POST', '/accounts', { name: 'X', email: 'x@example.com', role: 'ops' }],
      ['PATCH', '/accounts/1', { role: 'ops' }],
      ['GET', '/systems'],
      ['POST', '/systems', { name: 'X', role: 'ops' }],
      ['GET', '/signingKeys'],
      ['POST', '/signingKeys'],
    ] as const
    for (const [method, path, body] of calls) {
      const answer = await shop.call(account, method, path, body)
      expect([path, answer.status, answer.body['code']]).toEqual([path, 403, 'role_not_allowed'])
    }
  })
  it('of the staff are made by ops, without a password until their owner sets one', async () => {
    const token = await linkAfter(shop, async () => {
      const made = await shop.call('ops', 'POST', '/accounts', { name: 'Lee', email: 'Lee@example.com', role: 'staff' })
      expect(made).toMatchObject({ status: 201, body: { email: 'lee@example.com', role: 'staff', isLocked: false } })
    })
    await expect(signIn(shop.origin, 'lee@example.com', password)).rejects.toThrow('not right')
    expect((await setPassword(token)).status).toBe(200)
    expect(await as(await signIn(shop.origin, 'lee@example.com', password), 'GET', '/ordermgmts')).toBe(200)
    const retry = await shop.call('ops', 'POST', '/accounts', { name: 'Lee', email: 'lee@example.com', role: 'ops' })
    expect(retry).toMatchObject({ status: 409, body: { code: 'account_exists', field: 'email' } })
  })
  it.each([
    [{ name: ' ', email: 'x@example.com', role: 'staff' }, 'name'],
    [{ name: 'X', email: 'x', role: 'staff' }, 'email'],
    [{ name: 'X', email: 'x@example.com', role: 'king' }, 'role'],
  ])('%j is refused at its field', async (body, field) => {
    expect(await shop.call('ops', 'POST', '/accounts', body)).toMatchObject({ status: 422, body: { field } })
  })
  it('get another role once their address is known to be their own, and not before', async () => {
    const accountId = await joined('boss@example.com')
    for (const role of ['staff', 'courier', 'ops']) {
      expect(await change(accountId, { role })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    expect(await change(accountId, { role: 'customer' })).toMatchObject({
      status: 200,
      body: { isEmailVerified: false },
    })
    await setPassword(
      await linkAfter(shop, () => visitor(shop.origin).post('/auth/forgot', { email: 'boss@example.com' })),
    )
    const proven = { status: 200, body: { role: 'ops', isEmailVerified: true } }
    expect(await change(accountId, { role: 'ops' })).toMatchObject(proven)
  })
  it('that nobody has entered yet may get another role: only the owner of the address can enter', async () => {
    const invited = { name: 'Kim', email: 'kim@example.com', role: 'courier' }
    const { body } = await shop.call<{ accountId: string }>('ops', 'POST', '/accounts', invited)
    expect(await change(body.accountId, { role: 'staff' })).toMatchObject({ status: 200, body: { role: 'staff' } })
  })
  it('nobody of ops changes their own, so that one of them is always left', async () => {
    expect(await change('ops-1', { role: 'customer' })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await change('nobody', { role: 'staff' })).toMatchObject({ status: 404 })
    expect(await change('1', {})).toMatchObject({ status: 422 })
  })
})

describe('what moves money takes effect at once', () => {
  it('a locked account orders and pays no more, and comes in again when it is unlocked', async () => {
    const accountId = await joined('locked@example.com')
    const token = await signIn(shop.origin, 'locked@example.com', password)
    expect(await as(token, 'POST', '/orders', order)).toBe(201)
    expect(await change(accountId, { isLocked: true })).toMatchObject({ status: 200, body: { isLocked: true } })
    expect(await as(token, 'POST', '/orders', order)).toBe(401)
    expect(await as(token, 'PATCH', '/payments/ord_0123456789abcdefghjkmnpqrs', { orderStatus: 'payApproved' })).toBe(
      401,
    )
    expect(await as(token, 'PATCH', '/orders/ord_0123456789abcdefghjkmnpqrs', { orderStatus: 'orderCancel' })).toBe(401)
    await expect(signIn(shop.origin, 'locked@example.com', password)).rejects.toThrow()
    expect(await change(accountId, { isLocked: false })).toMatchObject({ status: 200, body: { isLocked: false } })
    expect(await as(token, 'POST', '/orders', order)).toBe(401)
    expect(await as(await signIn(shop.origin, 'locked@example.com', password), 'POST', '/orders', order)).toBe(201)
  })
  it('who is no longer staff cancels nobody’s order with the token from before', async () => {
    const accountId = await joined('leaves@example.com')
    await setPassword(
      await linkAfter(shop, () => visitor(shop.origin).post('/auth/forgot', { email: 'leaves@example.com' })),
    )
    expect((await change(accountId, { role: 'staff' })).status).toBe(200)
    const token = await signIn(shop.origin, 'leaves@example.com', password)
    const { body } = await shop.call('customer', 'POST', '/orders', { ...order, paymentToken: 'tok_approved' })
    await change(accountId, { role: 'customer' })
    expect(await as(token, 'GET', '/ordermgmts')).toBe(200)
    expect(await as(token, 'PATCH', `/orders/${body['orderId']}`, { orderStatus: 'orderCancel' })).toBe(401)
    expect((await shop.call('customer', 'GET', `/orders/${body['orderId']}`)).body['orderStatus']).not.toBe(
      'orderCanceled',
    )
  })
  it('who has signed out in the browser orders no more by the form, and is asked to sign in', async () => {
    await joined('out@example.com')
    const guest = visitor(shop.origin)
    await guest.post('/auth/sign-in', { email: 'out@example.com', password })
    const authorize = await guest.get('/sign-in?to=/mypage')
    const back = await guest.get(authorize.headers.get('location') ?? '')
    await guest.get(back.headers.get('location') ?? '')
    expect((await guest.get('/mypage')).status).toBe(200)
    await guest.post('/auth/sign-out', {})
    expect((await guest.get('/mypage')).status).toBe(200)
    const form = {
      itemId: '2',
      qty: '1',
      customerName: 'Han',
      deliveryAddress: 'Gangnam',
      deliveryPhoneNumber: '010-0123-4567',
    }
    const answer = await guest.post('/mypage/new', form)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/sign-in\?to=%2Fmypage%2Fnew%3Fdraft%3D/),
    ])
  })
})

describe('a refresh token gives no new access token', () => {
  async function signedInAs(email: string) {
    const guest = visitor(shop.origin)
    await guest.post('/auth/sign-in', { email, password })
    const flow = newFlow()
    const scope = 'openid offline_access'
    const back = await guest.get(authorizeAddress(shop.origin, flow, { scope }))
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const { body } = await exchange(shop.origin, { code, code_verifier: flow.verifier })
    return { guest, refreshToken: body.refresh_token ?? '' }
  }
  /** Each refresh token is good once: the answer has the next one. */
  const refresh = async (refreshToken: string) =>
    exchange(shop.origin, { grant_type: 'refresh_token', refresh_token: refreshToken })
  const refused = { status: 400, body: { error: 'invalid_grant' } }

  it('once its account is locked, and neither when that is unlocked again', async () => {
    const accountId = await joined('refresh@example.com')
    const first = (await signedInAs('refresh@example.com')).refreshToken
    const { status, body } = await refresh(first)
    expect([status, body.access_token === undefined]).toEqual([200, false])
    const second = body.refresh_token ?? ''
    await change(accountId, { isLocked: true })
    expect(await refresh(second)).toMatchObject(refused)
    await change(accountId, { isLocked: false })
    expect(await refresh(second)).toMatchObject(refused)
    expect((await refresh((await signedInAs('refresh@example.com')).refreshToken)).status).toBe(200)
  })
  it('once its owner has signed out', async () => {
    await joined('leaving@example.com')
    const { guest, refreshToken } = await signedInAs('leaving@example.com')
    const { status, body } = await refresh(refreshToken)
    expect(status).toBe(200)
    await guest.post('/auth/sign-out', {})
    expect(await refresh(body.refresh_token ?? '')).toMatchObject(refused)
  })
  it('to the browser of a locked account: its pages ask to sign in, and its cookies go', async () => {
    const accountId = await joined('browser@example.com')
    const { guest } = await signedInAs('browser@example.com')
    const back = await guest.get((await guest.get('/sign-in')).headers.get('location') ?? '')
    await guest.get(back.headers.get('location') ?? '')
    guest.cookies.delete('session')
    expect((await guest.get('/mypage')).status).toBe(200)
    await change(accountId, { isLocked: true })
    guest.cookies.delete('session')
    const answer = await guest.get('/mypage')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fmypage'])
    expect(guest.cookies.has('refresh')).toBe(false)
  })
})

describe('other systems', () => {
  it('get tokens of their one role by client_credentials, and are locked out at once', async () => {
    const added = await shop.call<Record<string, string>>('ops', 'POST', '/systems', { name: 'Till', role: 'staff' })
    expect(added.status).toBe(201)
    const { clientId = '', clientSecret = '' } = added.body
    const ask = async (secret: string, resource = 'urn:homeappliance:api') => {
      const answer = await fetch(`${shop.origin}/auth/oauth2/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
      })
      const body: { access_token?: string; refresh_token?: string } = await answer.json()
      return { status: answer.status, ...body }
    }
    const { access_token: token = '', refresh_token, status } = await ask(clientSecret)
    expect([status, refresh_token]).toEqual([200, undefined])
    expect(await as(token, 'GET', '/ordermgmts')).toBe(200)
    expect(await as(token, 'POST', '/orders', order)).toBe(403)
    const unknown = '/ordermgmts/ord_0123456789abcdefghjkmnpqrs'
    expect(await as(token, 'PATCH', unknown, { orderStatus: 'orderTaken' })).toBe(404)
    expect((await ask('not the secret')).status).toBe(401)
    expect((await ask(clientSecret, 'urn:other')).status).toBe(400)
    const { body } = await shop.call('ops', 'GET', '/systems')
    expect(JSON.stringify(body)).not.toContain(clientSecret)
    expect(body).toMatchObject({ items: [{ clientId, name: 'Till', role: 'staff', isLocked: false }] })
    await shop.call('ops', 'PATCH', `/systems/${clientId}`, { isLocked: true })
    expect(await as(token, 'PATCH', unknown, { orderStatus: 'orderTaken' })).toBe(401)
    expect((await ask(clientSecret)).status).not.toBe(200)
    expect((await shop.call('ops', 'PATCH', '/systems/homeappliance-web', { isLocked: true })).status).toBe(404)
  })
})
