// A person's own account: nothing of it without a session, and a password that is changed once it was proven.
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { accountRoutes } from '../../../../src/identity/pages/account.ts'
import { formRequest, openIdentityPorts, shopOrigin } from '../../../support/identity-ports.ts'

const passwords = { current: 'the old password', password: 'the new password' }

function openAccount() {
  const ports = openIdentityPorts()
  const { db } = ports
  for (const id of ['u', 'v']) {
    db.rows(`INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt)
      VALUES ('${id}', 'Kang', '${id}@example.com', 0, '', '')`)
  }
  for (const [id, userId] of [
    ['this', 'u'],
    ['old', 'u'],
    ['strange', 'v'],
  ]) {
    db.rows(`INSERT INTO session (id, token, userId, createdAt, updatedAt, expiresAt)
      VALUES ('${id}', '${id}', '${userId}', '2026-11-02T12:00:00.000Z', '', '9999-12-31T00:00:00.000Z')`)
  }
  const signIn = (role: string | null = 'customer') => {
    ports.signedIn.session = { user: { id: 'u', name: 'Kang', email: 'u@example.com', role }, session: { id: 'this' } }
  }
  const app = new Hono()
  accountRoutes(app, ports.ports)
  app.onError((fault) => new Response(fault.message, { status: 500 }))
  const get = async (path: string, cookie = '') =>
    app.fetch(new Request(`${shopOrigin}${path}`, { headers: { cookie } }))
  const post = async (path: string, fields: Record<string, string>) => app.fetch(formRequest(path, fields))
  const sessions = () => db.rows('SELECT id FROM session ORDER BY id').map(({ id }) => id)
  return { ...ports, signIn, get, post, sessions }
}

test('without a session every way leads to signing in, and nothing is done', async () => {
  const { get, post, calls, sessions } = openAccount()
  for (const answer of [
    await get('/auth/account'),
    await post('/auth/account/password', passwords),
    await post('/auth/account/sessions', { session: 'old' }),
  ]) {
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?to=/account'])
  }
  expect([calls, sessions()]).toEqual([[], ['old', 'strange', 'this']])
})

test('the page shows the own sessions, and no address has it say what no form did', async () => {
  const { get, signIn } = openAccount()
  signIn()
  const html = await (await get('/auth/account?done=ended')).text()
  expect(html).toContain('value="old"')
  expect(html).not.toContain('value="strange"')
  expect(html).not.toContain('It is signed out')
})

test('a role that the shop does not know has no links, and the page is shown all the same', async () => {
  const { get, signIn } = openAccount()
  signIn('admin')
  expect((await get('/auth/account')).status).toBe(200)
})

describe('a session', () => {
  test('is ended from afar, but not another person’s', async () => {
    const { get, post, signIn, sessions } = openAccount()
    signIn()
    const answer = await post('/auth/account/sessions', { session: 'old' })
    expect(answer.headers.get('location')).toBe('/auth/account')
    const page = await get('/auth/account', answer.headers.getSetCookie()[0]?.split(';')[0])
    expect(await page.text()).toContain('It is signed out')
    expect(page.headers.getSetCookie()).toEqual([expect.stringContaining('flash=; Max-Age=0')])
    expect(sessions()).toEqual(['strange', 'this'])
    await post('/auth/account/sessions', { session: 'strange' })
    await post('/auth/account/sessions', {})
    expect(sessions()).toEqual(['strange', 'this'])
  })
})

describe('a new password', () => {
  const done = () => Response.json({}, { headers: { 'set-cookie': 'session=2; Path=/' } })
  const wrong = () => Response.json({ code: 'INVALID_PASSWORD' }, { status: 400 })

  test('ends every other session, and keeps this one by its new cookie', async () => {
    const { get, post, signIn, answers, calls } = openAccount()
    signIn()
    answers['/change-password'] = done
    const answer = await post('/auth/account/password', passwords)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?to=/account'])
    const [session, notice = ''] = answer.headers.getSetCookie()
    expect(session).toBe('session=2; Path=/')
    const page = await get('/auth/account', notice.split(';')[0])
    expect(await page.text()).toContain('Your new password is set.')
    expect(calls[0]?.body).toEqual({
      currentPassword: passwords.current,
      newPassword: passwords.password,
      revokeOtherSessions: true,
    })
  })

  test('needs the old one: a wrong one is shown at its field', async () => {
    const { post, signIn, answers } = openAccount()
    signIn()
    answers['/change-password'] = wrong
    const answer = await post('/auth/account/password', passwords)
    expect([answer.status, answer.headers.get('location')]).toEqual([422, null])
    expect(await answer.text()).toContain('This is not your password.')
  })

  test('can be guessed at five times in a quarter of an hour; a right guess is not counted', async () => {
    const { post, signIn, answers, calls, clock } = openAccount()
    signIn()
    const change = async () => (await post('/auth/account/password', passwords)).status
    answers['/change-password'] = done
    await change()
    answers['/change-password'] = wrong
    for (let tries = 1; tries <= 5; tries += 1) expect(await change()).toBe(422)
    answers['/change-password'] = done
    expect([await change(), calls.length]).toEqual([429, 6])
    clock.now += 900_000
    expect(await change()).toBe(303)
  })

  test('that is too short is not even counted', async () => {
    const { db, post, signIn, calls } = openAccount()
    signIn()
    expect((await post('/auth/account/password', { ...passwords, password: 'short' })).status).toBe(422)
    expect([calls, db.rows('SELECT * FROM attempts')]).toEqual([[], []])
  })

  test('fails loudly when better-auth does', async () => {
    const { post, signIn } = openAccount()
    signIn()
    const answer = await post('/auth/account/password', passwords)
    expect([answer.status, await answer.text()]).toEqual([500, 'better-auth answered 500 NO_ANSWER'])
  })
})
