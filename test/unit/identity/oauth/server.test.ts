// The authorization server of an isolate: when it is made, kept, and refused, and what follows a recovery.
import { describe, expect, test } from 'vitest'
import { accountKey } from '../../../../src/identity/accounts/login-throttle.ts'
import { countTry } from '../../../../src/identity/accounts/throttle-store.ts'
import { openServer } from '../../../../src/identity/oauth/server.ts'
import { authRequest, openServerConfig } from '../../../support/auth-config.ts'

describe('the server', () => {
  test('is made once for an origin, with the clients of the shop, and anew for another origin', async () => {
    const { config, db } = openServerConfig('https://once.example')
    const first = await openServer(config, 'https://once.example/auth/jwks')
    expect(first.origin).toBe('https://once.example')
    expect(db.rows('SELECT clientId FROM oauthClient')).toHaveLength(2)
    expect(await openServer(config, 'https://evil.example/auth/jwks')).toBe(first)
    const other = await openServer({ ...config, authOrigin: 'https://other.example' }, 'https://other.example/')
    expect(other.origin).toBe('https://other.example')
  })

  test('is not kept when the database fails, and made when it answers again', async () => {
    const { config, db } = openServerConfig('https://down.example')
    db.failWith(new Error('the database is down'))
    await expect(openServer(config, 'https://down.example/')).rejects.toThrow('is down')
    db.failWith(null)
    expect((await openServer(config, 'https://down.example/')).origin).toBe('https://down.example')
    expect(db.rows('SELECT clientId FROM oauthClient')).toHaveLength(2)
  })

  test('is not made without its secret, nor without an address of its own', async () => {
    const { config, db } = openServerConfig('https://bare.example')
    await expect(openServer({ ...config, secret: '' }, 'https://bare.example/')).rejects.toThrow('BETTER_AUTH_SECRET')
    await expect(openServer({ ...config, authOrigin: '' }, 'https://bare.example/')).rejects.toThrow('AUTH_ORIGIN')
    expect(db.rows('SELECT * FROM oauthClient')).toEqual([])
  })
})

test('a password set by a link ends the tries and the other links of its account', async () => {
  const origin = 'https://recovery.example'
  const { config, db, sent } = openServerConfig(origin)
  const { auth } = await openServer(config, origin)
  const email = 'kang@example.com'
  const call = async (path: string, body: object) => (await auth.handler(authRequest(origin, path, body))).status
  db.rows(`INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt)
    VALUES ('u', 'Kang', '${email}', 0, '', '')`)
  await countTry(db, [{ key: accountKey(email), triesMax: 10, windowSeconds: 900 }], Date.now())
  expect(await call('/request-password-reset', { email })).toBe(200)
  expect(await call('/request-password-reset', { email })).toBe(200)
  const links = sent.map(({ link }) => new URL(link))
  expect(sent.map(({ kind, to }) => [kind, to.email])).toEqual([
    ['passwordReset', email],
    ['passwordReset', email],
  ])
  expect(links.map(({ origin, pathname }) => origin + pathname)).toEqual(Array(2).fill(`${origin}/auth/reset`))
  const [first, second] = links.map(({ searchParams }) => searchParams.get('token'))
  expect(JSON.stringify(db.rows('SELECT * FROM verification'))).not.toContain(first)
  expect(await call('/reset-password', { token: second, newPassword: 'the new password' })).toBe(200)
  expect(await call('/reset-password', { token: first, newPassword: 'a stolen password' })).toBe(400)
  expect(db.rows('SELECT emailVerified FROM user')).toEqual([{ emailVerified: 1 }])
  expect(db.rows('SELECT * FROM attempts')).toEqual([])
})
