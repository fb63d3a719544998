// /accounts, /systems and /signingKeys: what ops are answered, and that it is for a session that goes on.
import { describe, expect, test } from 'vitest'
import { callers } from '../../../support/callers.ts'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const call = (method: string, path: string, body?: object) => shop.call('ops', method, path, { body })
const han = { name: 'Han', email: 'han@shop.test', role: 'courier' }

describe('/accounts', () => {
  test('makes an account with 201, once for an address', async () => {
    const added = await call('POST', '/accounts', han)
    expect(added).toMatchObject({ status: 201, body: { ...han, isLocked: false, isEmailVerified: false } })
    expect(await call('POST', '/accounts', { ...han, role: 'ops' })).toMatchObject({
      status: 409,
      body: { code: 'account_exists', field: 'email' },
    })
  })

  test('lists by address, and a page at a time', async () => {
    const byAddress = await call('GET', '/accounts?email=usr_staff@shop.test')
    expect(byAddress.body['items']).toMatchObject([{ accountId: 'usr_staff', role: 'staff' }])
    const first = await call('GET', '/accounts?limit=2')
    const next = await call('GET', `/accounts?limit=2&cursor=${first.body['cursor']}`)
    expect([first.body['items'], next.body['items']]).toEqual([expect.any(Array), expect.any(Array)])
    expect(next.body['items']).not.toEqual(first.body['items'])
    expect(await call('GET', '/accounts?email=nonsense')).toMatchObject({ status: 422, body: { field: 'email' } })
  })

  test('locks another account, never one’s own, and asks for something to change', async () => {
    const { body } = await call('POST', '/accounts', { ...han, email: 'lock@shop.test' })
    const locked = await call('PATCH', `/accounts/${body['accountId']}`, { isLocked: true })
    expect(locked).toMatchObject({ status: 200, body: { isLocked: true, role: 'courier' } })
    expect((await call('PATCH', `/accounts/${callers.ops.subject}`, { isLocked: true })).status).toBe(403)
    expect((await call('PATCH', '/accounts/nobody', { isLocked: true })).body['code']).toBe('account_not_found')
    expect((await call('PATCH', `/accounts/${body['accountId']}`, {})).status).toBe(422)
  })

  test('is refused when the session behind the token has ended', async () => {
    const token = await shop.tokenOf({ subject: 'usr_nobody', role: 'ops', name: 'Nobody' })
    const headers = { authorization: `Bearer ${token}` }
    const { status, body, headers: answered } = await shop.call(null, 'GET', '/accounts', { headers })
    expect([status, body['code']]).toEqual([401, 'token_invalid'])
    expect(answered.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })
})

describe('/systems', () => {
  test('lets a system in, telling its secret once and to no cache, and locks it out', async () => {
    const added = await call('POST', '/systems', { name: 'Warehouse', role: 'staff' })
    expect([added.status, added.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const { clientId, clientSecret, ...system } = added.body
    expect(String(clientSecret)).toMatch(/^[\w-]{43}$/)
    const list = await call('GET', '/systems')
    expect(list.body['items']).toContainEqual({ ...system, clientId })
    const locked = await call('PATCH', `/systems/${clientId}`, { isLocked: true })
    expect(locked).toMatchObject({ status: 200, body: { clientId, isLocked: true } })
    expect((await call('PATCH', '/systems/nobody', { isLocked: true })).status).toBe(404)
  })
})

test('/signingKeys lists the keys, and a new one is under way with 202', async () => {
  expect(await call('GET', '/signingKeys')).toMatchObject({ status: 200, body: { items: [] } })
  const rotated = await call('POST', '/signingKeys')
  expect(rotated.status).toBe(202)
  expect((await call('GET', '/signingKeys')).body).toEqual(rotated.body)
  expect(rotated.body['items']).toMatchObject([{ keyId: expect.any(String) }])
})

test.each(['customer', 'staff', 'courier'] as const)('none of it is for the role %s', async (who) => {
  for (const path of ['/accounts', '/systems', '/signingKeys']) {
    expect((await shop.call(who, 'GET', path)).body['code']).toBe('role_not_allowed')
  }
})
