// The invitation to a new account: its link sets the first password, once.
import { expect, test } from 'vitest'
import { addAccount } from '../../../../src/identity/accounts/accounts.ts'
import { invite } from '../../../../src/identity/oauth/invite.ts'
import { openServer } from '../../../../src/identity/oauth/server.ts'
import { authRequest, openServerConfig } from '../../../support/auth-config.ts'
import { callers } from '../../../support/callers.ts'

const account = { name: 'Park', email: 'park@example.com', role: 'staff' } as const

function openInvitations(origin: string) {
  const { config, db, sent } = openServerConfig(origin)
  const logged: string[] = []
  const log = (event: string) => void logged.push(event)
  const add = (notices = config.notices) =>
    addAccount({ db, now: Date.now, log, invite: invite({ ...config, notices }, origin, log) }, callers.ops, account)
  return { config, db, sent, logged, add }
}

test('its link sets a password once, and the database does not hold it', async () => {
  const origin = 'https://invite.example'
  const { config, db, sent, add } = openInvitations(origin)
  expect(await add()).toMatchObject({ ok: true })
  expect(sent).toMatchObject([{ kind: 'accountInvitation', to: { name: 'Park', email: 'park@example.com' } }])
  const token = new URL(sent[0]?.link ?? '').searchParams.get('token') ?? ''
  expect(token).not.toBe('')
  expect(JSON.stringify(db.rows('SELECT * FROM verification'))).not.toContain(token)
  const { auth } = await openServer(config, origin)
  const set = async () =>
    (await auth.handler(authRequest(origin, '/reset-password', { token, newPassword: 'a first password' }))).status
  expect([await set(), await set()]).toEqual([200, 400])
  expect(db.rows('SELECT emailVerified FROM user')).toEqual([{ emailVerified: 1 }])
})

test('the account stands though the invitation cannot be sent', async () => {
  const { db, logged, add } = openInvitations('https://unsent.example')
  expect(await add({ send: () => Promise.reject(new Error('the channel is down')) })).toMatchObject({ ok: true })
  expect(db.rows('SELECT email FROM user')).toEqual([{ email: 'park@example.com' }])
  expect(logged).toEqual(['account_added', 'notice_failed'])
})

test('the link is good for a day', async () => {
  const { db, add } = openInvitations('https://day.example')
  const before = Date.now()
  await add()
  const [row] = db.rows('SELECT expiresAt FROM verification')
  const goodFor = Date.parse(String(row?.['expiresAt'])) - before
  expect(goodFor).toBeGreaterThanOrEqual(24 * 3_600_000 - 1000)
  expect(goodFor).toBeLessThan(24 * 3_600_000 + 60_000)
})
