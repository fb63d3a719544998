// What identity holds of a person: read by them, and erased with everything that hangs on it.
import { expect, test } from 'vitest'
import { accountData, eraseAccount } from '../../../../src/identity/accounts/account-data.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const now = new Date('2026-11-30T12:00:00.000Z')
const at = now.toISOString()
const later = '2026-12-30T12:00:00.000Z'

async function openAccounts() {
  const db = openDatabase('identity')
  const run = (sql: string, ...values: string[]) =>
    db
      .prepare(sql)
      .bind(...values)
      .run()
  await run(`INSERT INTO oauthClient (id, clientId, redirectUris) VALUES ('c1', 'web', '')`)
  for (const [id, role] of [
    ['1', 'customer'],
    ['11', 'staff'],
  ] as const) {
    await run(
      `INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt, role, banned, locale, zoneinfo)
       VALUES (?1, 'A ' || ?1, ?1 || '@shop.test', 1, ?2, ?2, ?3, 0, 'ko', 'Asia/Seoul')`,
      ...[id, at, role],
    )
    await run(
      `INSERT INTO session (id, expiresAt, token, createdAt, updatedAt, ipAddress, userAgent, userId)
       VALUES ('ses_' || ?1, ?2, ?1, ?3, ?3, '203.0.113.7', 'a browser', ?1)`,
      ...[id, later, at],
    )
    await run(
      `INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt)
       VALUES (?1, ?1, 'credential', ?1, 'a hash', ?2, ?2)`,
      ...[id, at],
    )
    await run(
      `INSERT INTO verification (id, identifier, value, expiresAt, createdAt, updatedAt)
       VALUES (?1, 'reset-password:' || ?1, ?1, ?2, ?3, ?3)`,
      ...[id, later, at],
    )
    await run(
      `INSERT INTO verification (id, identifier, value, expiresAt, createdAt, updatedAt)
       VALUES ('code ' || ?1, 'code ' || ?1, ?4, ?2, ?3, ?3)`,
      ...[id, later, at, JSON.stringify({ type: 'authorization_code', userId: id, scope: '1' })],
    )
    await run(
      `INSERT INTO oauthRefreshToken (id, token, clientId, sessionId, userId, expiresAt, createdAt, scopes)
       VALUES (?1, ?1, 'web', 'ses_' || ?1, ?1, ?2, ?3, '')`,
      ...[id, later, at],
    )
  }
  const tables = ['user', 'session', 'account', 'verification', 'oauthRefreshToken']
  const rows = async () =>
    Promise.all(
      tables.map(async (table) => (await db.prepare(`SELECT * FROM ${table}`).all()).results.map((row) => row['id'])),
    )
  return { db, rows }
}

test('a person reads the account, and where they are signed in', async () => {
  const { db } = await openAccounts()
  expect(await accountData(db, '1', now)).toEqual({
    ...{ name: 'A 1', email: '1@shop.test', isEmailVerified: true, role: 'customer', createdAt: at },
    ...{ language: 'ko', timeZone: 'Asia/Seoul', country: null },
    sessions: [{ createdAt: at, userAgent: 'a browser', ipAddress: '203.0.113.7' }],
  })
  expect(await accountData(db, 'nobody', now)).toBeNull()
})

test('the erasure leaves nothing of the customer, and everything of the others', async () => {
  const { db, rows } = await openAccounts()
  await eraseAccount(db, '1')
  await eraseAccount(db, '1')
  expect(await rows()).toEqual([['11'], ['ses_11'], ['11'], ['11', 'code 11'], ['11']])
})

test('an account that works for the shop stays, with its links', async () => {
  const { db, rows } = await openAccounts()
  await eraseAccount(db, '11')
  expect((await rows()).map((ids) => ids.length)).toEqual([2, 2, 2, 4, 2])
})
