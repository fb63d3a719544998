// The store of counted tries: so many in a window, and then a wait.
import { describe, expect, test } from 'vitest'
import {
  clearTries,
  countTry,
  deleteExpiredTries,
  uncountTry,
} from '../../../../src/identity/accounts/throttle-store.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const start = 1_000_000
const account = { key: 'account', triesMax: 2, windowSeconds: 60 }
const address = { key: 'address', triesMax: 3, windowSeconds: 600 }
const countsIn = (db: ReturnType<typeof openDatabase>) => db.rows('SELECT key, count FROM attempts ORDER BY key')

describe('a try', () => {
  test('is let through up to the limit, and then waits for the end of the window', async () => {
    const db = openDatabase('identity')
    expect(await countTry(db, [account], start)).toBe(null)
    expect(await countTry(db, [account], start + 20_000)).toBe(null)
    expect(await countTry(db, [account], start + 20_001)).toBe(40)
    expect(await countTry(db, [account], start + 59_999)).toBe(1)
    expect(await countTry(db, [account], start + 60_000)).toBe(null)
  })

  test('is counted under every key, also when one of them has no try left', async () => {
    const db = openDatabase('identity')
    for (let tries = 1; tries <= 3; tries += 1) await countTry(db, [account, address], start)
    expect(countsIn(db)).toEqual([
      { key: 'account', count: 3 },
      { key: 'address', count: 3 },
    ])
  })

  test('waits for the last of the windows that are full', async () => {
    const db = openDatabase('identity')
    for (let tries = 1; tries <= 3; tries += 1) await countTry(db, [account, address], start)
    expect(await countTry(db, [account, address], start)).toBe(600)
    expect(await countTry(db, [address, account], start)).toBe(600)
  })

  test('that was no guess counts no more, and the count does not fall below nothing', async () => {
    const db = openDatabase('identity')
    await countTry(db, [account], start)
    await uncountTry(db, [account, address])
    await uncountTry(db, [account])
    expect(countsIn(db)).toEqual([{ key: 'account', count: 0 }])
    expect(await countTry(db, [account], start)).toBe(null)
    expect(await countTry(db, [account], start)).toBe(null)
    expect(await countTry(db, [account], start)).toBe(60)
  })
})

test('tries are forgotten by key, and swept when their window has ended', async () => {
  const db = openDatabase('identity')
  await countTry(db, [account, address], start)
  await deleteExpiredTries(db, start + 59_999)
  expect(countsIn(db)).toHaveLength(2)
  await deleteExpiredTries(db, start + 60_000)
  expect(countsIn(db)).toEqual([{ key: 'address', count: 1 }])
  await clearTries(db, ['address', 'unknown'])
  expect(countsIn(db)).toEqual([])
})
