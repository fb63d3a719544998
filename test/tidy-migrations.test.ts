// Every migration only adds, or says since which commit nothing uses what it takes away.
import { expect, test } from 'vitest'
import { breakingMigrations } from './tidy/migrations.ts'
import { all } from './tidy/tree.ts'

/** They landed before this rule, and every release that has a tag is younger. */
const landed = [
  'migrations/delivery/0002_rows.sql',
  'migrations/delivery/0005_following.sql',
  'migrations/message/0002_rows.sql',
  'migrations/mypage/0002_rows.sql',
  'migrations/ordermanagement/0008_following.sql',
]

test('no migration breaks the code before it without saying so', () => {
  expect(breakingMigrations(all).toSorted()).toEqual(landed)
})

test('one that does is found, and one that says so is not', () => {
  const first = { path: 'migrations/x/0001_a.sql', text: 'CREATE TABLE a (b, c);' }
  const second = { path: 'migrations/x/0002_b.sql', text: 'ALTER TABLE a DROP COLUMN c;' }
  expect(breakingMigrations([second, first])).toEqual([second.path])
  const marked = { ...second, text: `-- contract: since abc1234: nothing reads a.c\n${second.text}` }
  expect(breakingMigrations([first, marked])).toEqual([])
})
