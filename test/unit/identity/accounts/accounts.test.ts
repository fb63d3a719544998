// Accounts as ops keep them, and whether the session of a token is active, over the real schema.
import { describe, expect, test } from 'vitest'
import {
  type AccountPorts,
  addAccount,
  changeAccount,
  isSessionActive,
  listAccounts,
} from '../../../../src/identity/accounts/accounts.ts'
import { callers, firstPage } from '../../../support/callers.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const { ops, staff, customer, courier } = callers
const noon = Date.parse('2026-11-02T12:00:00.000Z')
const at = (ms: number) => new Date(ms).toISOString()

function openAccounts() {
  const db = openDatabase('identity')
  const clock = { now: noon }
  const invited: string[] = []
  const logged: unknown[] = []
  const ports: AccountPorts = {
    db,
    invite: async (_, { email }) => void invited.push(email),
    now: () => clock.now,
    log: (event, fields) => logged.push({ event, ...fields }),
  }
  const add = async (email: string) => {
    clock.now += 1000
    const added = await addAccount(ports, ops, { name: 'Park', email, role: 'staff' })
    if (!added.ok) throw new Error(added.rejection.code)
    return added.value.accountId
  }
  return { db, ports, invited, logged, add }
}

describe('a new account', () => {
  test('has its address in lower case, no password, and its owner is invited', async () => {
    const { ports, invited, logged } = openAccounts()
    const added = await addAccount(ports, ops, { name: 'Park', email: 'Park@Example.com', role: 'staff' })
    const account = { email: 'park@example.com', role: 'staff', isLocked: false, isEmailVerified: false }
    expect(added).toMatchObject({ ok: true, value: { name: 'Park', createdAt: at(noon), ...account } })
    expect(invited).toEqual(['park@example.com'])
    const accountId = added.ok ? added.value.accountId : ''
    expect(logged).toEqual([{ event: 'account_added', by: ops.subject, accountId, role: 'staff' }])
  })

  test('with an address that has one is refused, and nobody is invited', async () => {
    const { ports, invited, add } = openAccounts()
    await add('park@example.com')
    const again = await addAccount(ports, ops, { name: 'Kim', email: 'PARK@example.com', role: 'ops' })
    expect(again).toMatchObject({ rejection: { code: 'account_exists', field: 'email' } })
    expect(invited).toHaveLength(1)
  })
})

describe('the list', () => {
  test('is paged, the newest first, and finds one address in any case', async () => {
    const { ports, add } = openAccounts()
    for (const name of ['a', 'b', 'c']) await add(`${name}@example.com`)
    const first = await listAccounts(ports, ops, null, { limit: 2, cursor: null })
    if (!first.ok) throw new Error(first.rejection.code)
    expect(first.value.items.map(({ email }) => email)).toEqual(['c@example.com', 'b@example.com'])
    const second = await listAccounts(ports, ops, null, { limit: 2, cursor: first.value.cursor })
    expect(second).toMatchObject({ value: { items: [{ email: 'a@example.com' }], cursor: null } })
    expect(await listAccounts(ports, ops, 'B@Example.com', firstPage)).toMatchObject({
      value: { items: [{ email: 'b@example.com' }], cursor: null },
    })
  })
})

describe('a change', () => {
  test('of the role leaves the lock, and one of the lock the role', async () => {
    const { ports, add } = openAccounts()
    const id = await add('park@example.com')
    expect(await changeAccount(ports, ops, id, { isLocked: true })).toMatchObject({ value: { role: 'staff' } })
    expect(await changeAccount(ports, ops, id, { role: 'courier' })).toMatchObject({
      value: { role: 'courier', isLocked: true },
    })
  })

  test('gives no role while the owner of a password has not shown that the address is theirs', async () => {
    const { db, ports, add } = openAccounts()
    const id = await add('park@example.com')
    db.rows(`INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt)
      VALUES ('c', 'c', 'credential', '${id}', 'a hash', '', '')`)
    const give = (role: 'ops' | 'customer') => changeAccount(ports, ops, id, { role })
    expect(await give('ops')).toMatchObject({ rejection: { code: 'forbidden' } })
    expect(await changeAccount(ports, ops, id, { isLocked: true })).toMatchObject({ ok: true })
    expect(await give('customer')).toMatchObject({ value: { role: 'customer' } })
    db.rows(`UPDATE user SET emailVerified = 1 WHERE id = '${id}'`)
    expect(await give('ops')).toMatchObject({ value: { role: 'ops', isEmailVerified: true } })
  })

  test('of two of ops who lock each other leaves one, and the last one keeps the role', async () => {
    const { db, ports, add } = openAccounts()
    const [park, kim] = [await add('park@example.com'), await add('kim@example.com')]
    db.rows(`UPDATE user SET role = 'ops'`)
    const as = (subject: string) => ({ ...ops, subject })
    const both = await Promise.all([
      changeAccount(ports, as(park), kim, { isLocked: true }),
      changeAccount(ports, as(kim), park, { isLocked: true }),
    ])
    expect(both).toMatchObject([{ value: { isLocked: true } }, { rejection: { code: 'forbidden' } }])
    for (const change of [{ isLocked: true }, { role: 'staff' }] as const) {
      expect(await changeAccount(ports, ops, park, change)).toMatchObject({
        rejection: { code: 'forbidden', detail: expect.stringContaining('the last account of ops') },
      })
    }
    expect(await changeAccount(ports, ops, park, { isLocked: false })).toMatchObject({ ok: true })
  })

  test('of one of an unknown one', async () => {
    const { ports } = openAccounts()
    expect(await changeAccount(ports, ops, ops.subject, { role: 'customer' })).toMatchObject({
      rejection: { code: 'forbidden' },
    })
    expect(await changeAccount(ports, ops, 'nobody', { isLocked: true })).toMatchObject({
      rejection: { code: 'account_not_found' },
    })
  })
})

test.each([customer, staff, courier])('$role neither sees nor makes nor changes accounts', async (caller) => {
  const { db, ports, add } = openAccounts()
  const id = await add('park@example.com')
  const before = db.rows('SELECT * FROM user')
  for (const answer of [
    await listAccounts(ports, caller, null, firstPage),
    await addAccount(ports, caller, { name: 'Kim', email: 'kim@example.com', role: 'ops' }),
    await changeAccount(ports, caller, id, { role: 'ops' }),
  ]) {
    expect(answer).toMatchObject({ rejection: { code: 'forbidden' } })
  }
  expect(db.rows('SELECT * FROM user')).toEqual(before)
})

describe('a session', () => {
  const subject = { subject: 'u', role: 'staff' } as const

  /** A person and their session, which ends in a minute, with rows of refresh tokens of the client `c`. */
  function openSession(...tokens: { revoked?: string; rotatedAt?: string }[]) {
    const db = openDatabase('identity')
    db.rows(`INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt, role, banned)
      VALUES ('u', 'Park', 'park@example.com', 1, '', '', 'staff', NULL)`)
    db.rows(`INSERT INTO session (id, expiresAt, token, createdAt, updatedAt, userId)
      VALUES ('s', '${at(noon + 60_000)}', 't', '', '', 'u')`)
    db.rows(`INSERT INTO oauthClient (id, clientId, redirectUris, metadata)
      VALUES ('c', 'c', '[]', '{"role":"staff"}'), ('d', 'd', '[]', NULL)`)
    for (const [index, { revoked = null, rotatedAt = null }] of tokens.entries()) {
      const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`)
      db.rows(`INSERT INTO oauthRefreshToken
          (id, token, clientId, sessionId, userId, expiresAt, createdAt, revoked, rotatedAt, scopes)
        VALUES ('${index}', '${index}', 'c', 's', 'u', '', '${at(noon + index)}',
          ${text(revoked)}, ${text(rotatedAt)}, '[]')`)
    }
    const ask = (sessionId: string | null, renewableBy: string | null = null, caller: typeof subject = subject) =>
      isSessionActive(db, caller, sessionId, renewableBy, noon)
    return { db, ask }
  }

  test('is active for its own person, in their role', async () => {
    const { ask } = openSession()
    expect(await ask('s')).toBe(true)
    expect(await ask('another')).toBe(false)
    expect(await isSessionActive(openSession().db, { ...subject, role: 'ops' }, 's', null, noon)).toBe(false)
    expect(await isSessionActive(openSession().db, { ...subject, subject: 'v' }, 's', null, noon)).toBe(false)
  })

  test.each([
    ['the session has run out', `UPDATE session SET expiresAt = '${at(noon)}'`],
    ['the session has ended', 'DELETE FROM session'],
    ['the account is locked', 'UPDATE user SET banned = 1'],
    ['the role has changed', `UPDATE user SET role = 'customer'`],
  ])('is not active when %s', async (_, change) => {
    const { db, ask } = openSession()
    db.rows(change)
    expect(await ask('s')).toBe(false)
  })

  const revoked = '2026-11-02T11:00:00.000Z'
  test.each<[string, Parameters<typeof openSession>, boolean]>([
    ['has a valid refresh token', [{}], true],
    ['has none', [], false],
    ['gave it back', [{ revoked }], false],
    ['rotated it, and the next is not stored yet', [{ revoked, rotatedAt: revoked }], true],
    ['rotated it, and has the next', [{ revoked, rotatedAt: revoked }, {}], true],
    ['rotated it, and lost the next', [{ revoked, rotatedAt: revoked }, { revoked }], false],
  ])('that an application renews, which %s', async (_, tokens, isActive) => {
    const { ask } = openSession(...tokens)
    expect(await ask('s', 'c')).toBe(isActive)
    expect(await ask('s', 'd')).toBe(false)
    expect(await ask('s', null)).toBe(true)
  })

  test('of a system is the system itself: unlocked, and in its role', async () => {
    const { db } = openSession()
    const ask = (clientId: string, role: 'staff' | 'ops') =>
      isSessionActive(db, { subject: clientId, role }, null, null, noon)
    expect(await ask('c', 'staff')).toBe(true)
    expect(await ask('c', 'ops')).toBe(false)
    expect(await ask('d', 'staff')).toBe(false)
    db.rows(`UPDATE oauthClient SET disabled = 1 WHERE clientId = 'c'`)
    expect(await ask('c', 'staff')).toBe(false)
  })
})
