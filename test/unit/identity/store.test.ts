// What identity itself reads and writes of sessions and links, over the real schema.
import { describe, expect, test } from 'vitest'
import { closeRecovery, endSession, sessionsOf } from '../../../src/identity/store.ts'
import { openDatabase } from '../../support/sqlite.ts'

const noon = new Date('2026-11-02T12:00:00.000Z')

function withPeople(...ids: string[]) {
  const db = openDatabase('identity')
  for (const id of ids) {
    db.rows(`INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt)
      VALUES ('${id}', 'Kang', '${id}@example.com', 0, '', '')`)
  }
  const session = (id: string, userId: string, createdAt: string, expiresAt: string, userAgent = 'NULL') =>
    db.rows(`INSERT INTO session (id, token, userId, createdAt, updatedAt, expiresAt, userAgent)
      VALUES ('${id}', '${id}', '${userId}', '${createdAt}', '', '${expiresAt}', ${userAgent})`)
  return { db, session }
}

describe('sessions', () => {
  test('of a person are listed, the newest first, without those that have run out', async () => {
    const { db, session } = withPeople('u', 'v')
    session('old', 'u', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', `'A browser'`)
    session('new', 'u', '2026-11-02T00:00:00.000Z', '2026-12-01T00:00:00.000Z')
    session('over', 'u', '2026-10-01T00:00:00.000Z', noon.toISOString())
    session('other', 'v', '2026-11-02T00:00:00.000Z', '2026-12-01T00:00:00.000Z')
    expect(await sessionsOf(db, 'u', noon)).toEqual([
      { id: 'new', createdAt: '2026-11-02T00:00:00.000Z', userAgent: '', ipAddress: '' },
      { id: 'old', createdAt: '2026-11-01T00:00:00.000Z', userAgent: 'A browser', ipAddress: '' },
    ])
  })

  test('are ended by their own person only', async () => {
    const { db, session } = withPeople('u', 'v')
    session('s', 'u', '', '2026-12-01T00:00:00.000Z')
    await endSession(db, 'v', 's')
    expect(db.rows('SELECT id FROM session')).toEqual([{ id: 's' }])
    await endSession(db, 'u', 's')
    expect(db.rows('SELECT id FROM session')).toEqual([])
  })
})

test('after a password was set by a link, no other link of that account is left, and its address is verified', async () => {
  const { db } = withPeople('u', 'v')
  db.rows(`INSERT INTO verification (id, identifier, value, expiresAt, createdAt, updatedAt)
    VALUES ('1', 'a', 'u', '', '', ''), ('2', 'b', 'u', '', '', ''), ('3', 'c', 'v', '', '', '')`)
  await closeRecovery(db, 'u')
  expect(db.rows('SELECT id FROM verification')).toEqual([{ id: '3' }])
  expect(db.rows('SELECT id, emailVerified FROM user ORDER BY id')).toEqual([
    { id: 'u', emailVerified: 1 },
    { id: 'v', emailVerified: 0 },
  ])
})
