// A contraction is applied only where the code that runs does without what it takes away.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { appliedContractions, migrationFaults } from '../../../../scripts/deploy/migrations.ts'
import type { AccountState } from '../../../../scripts/deploy/plan.ts'
import { identity } from '../../../support/small-shop.ts'

const folder = mkdtempSync(join(tmpdir(), 'migrations-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const contraction = '-- contract: since abc1234: nothing reads a.c\nALTER TABLE a DROP COLUMN c;'

function databaseWith(second: string) {
  writeFileSync(join(folder, '0001.sql'), 'CREATE TABLE a (b TEXT, c TEXT);')
  writeFileSync(join(folder, '0002.sql'), second)
  return { binding: 'DB', name: 'd', folder, migrations: ['0001.sql', '0002.sql'] }
}

/** `tag`: of the release that runs; null for one without a tag. */
function accountWith(tag: string | null, pending: string[]): AccountState {
  const versions = [{ id: 'v2', number: 2, tag, message: '', isSecretChange: false }]
  const history = { versions, deployments: [{ message: null, at: '', shares: [{ id: 'v2', percent: 100 }] }] }
  const deployed = { secrets: [], history }
  const workers = new Map([[identity.name, deployed]])
  return { workers, classes: new Map(), queues: new Set(), pending: new Map([['d', pending]]) }
}

/** The clone knows abc1234, and two commits before and after it. */
const contains = (ancestor: string, commit: string) => {
  const known = ['before', 'abc1234', 'after']
  if (!known.includes(ancestor) || !known.includes(commit)) return null
  return known.indexOf(ancestor) <= known.indexOf(commit)
}

const faultsOf = (sql: string, tag: string | null, pending = ['0002.sql']) =>
  migrationFaults([{ ...identity, databases: [databaseWith(sql)] }], accountWith(tag, pending), contains)

it.each<[string, string | null]>([
  [contraction, 'after'],
  [contraction, 'abc1234'],
  ['ALTER TABLE a ADD COLUMN d TEXT;', 'before'],
  ['ALTER TABLE a ADD COLUMN d TEXT;', null],
])('%s is applied where %s runs', (sql, tag) => {
  expect(faultsOf(sql, tag)).toEqual([])
})

it.each<[string, string | null, string]>([
  [
    'ALTER TABLE a DROP COLUMN c;',
    'after',
    'd: 0002.sql breaks what runs (a.c is gone). Only add; take away in a later',
  ],
  [contraction, 'before', 'before, which runs, is older than abc1234. Deploy a release in between first'],
  [contraction, 'unknown', 'abc1234 or unknown is no commit of this clone'],
  [contraction, null, 'it is not known which commit runs'],
])('%s is refused where %s runs', (sql, tag, fault) => {
  expect(faultsOf(sql, tag)).toEqual([expect.stringContaining(fault)])
})

it('what a database has had already is not judged, nor one whose Worker does not run', () => {
  expect(faultsOf('ALTER TABLE a DROP COLUMN c;', 'after', [])).toEqual([])
  const workers = [{ ...identity, databases: [databaseWith('ALTER TABLE a DROP COLUMN c;')] }]
  expect(migrationFaults(workers, { ...accountWith('x', ['0002.sql']), workers: new Map() }, contains)).toEqual([])
})

it('the contractions that a database has had are known, for the rollback', () => {
  expect(appliedContractions(databaseWith(contraction), [])).toEqual([{ name: '0002.sql', since: 'abc1234' }])
  expect(appliedContractions(databaseWith(contraction), ['0002.sql'])).toEqual([])
})

it('a mark that names no commit is refused', () => {
  expect(() => faultsOf('-- contract: later\nALTER TABLE a DROP COLUMN c;', 'after')).toThrow(
    'd: A contraction begins with "-- contract: since <commit>: <why>", and not with "-- contract: later"',
  )
})
