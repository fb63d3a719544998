// The storage port over the calls of a Durable Object's storage, with SQLite in Node behind them.
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { durableStorage } from '../../../src/platform/durable-storage.ts'
import type { SqlRow, SqlValue } from '../../../src/platform/storage.ts'
import { objectSql } from '../../support/node-storage.ts'

function world() {
  const { sql, transaction } = objectSql(new DatabaseSync(':memory:'))
  const alarm = { at: null as number | null }
  const storage = durableStorage({
    sql: {
      exec: <T extends SqlRow>(query: string, ...bindings: SqlValue[]) => ({
        toArray: () => sql(query, ...bindings) as T[],
      }),
    },
    transactionSync: transaction,
    setAlarm: async (at) => {
      alarm.at = at
    },
    deleteAlarm: async () => {
      alarm.at = null
    },
  })
  return { storage, alarm }
}

test('a statement gets its bindings in order, and gives its rows', () => {
  const { storage } = world()
  expect(storage.sql('SELECT ? AS a, ? AS b, ? AS c', 1, 'two', null)).toEqual([{ a: 1, b: 'two', c: null }])
  expect(storage.sql('CREATE TABLE t (x)')).toEqual([])
})

test('a transaction gives the result of its work, and is undone when the work throws', () => {
  const { storage } = world()
  storage.sql('CREATE TABLE t (x)')
  expect(storage.transaction(() => storage.sql('INSERT INTO t VALUES (1) RETURNING x'))).toEqual([{ x: 1 }])
  const fails = () => {
    storage.sql('INSERT INTO t VALUES (2)')
    throw new Error('no')
  }
  expect(() => storage.transaction(fails)).toThrow('no')
  expect(storage.sql('SELECT x FROM t')).toEqual([{ x: 1 }])
})

test('the alarm is set and cleared without a wait, so that it joins the write before it', () => {
  const { storage, alarm } = world()
  expect(storage.setAlarm(5000)).toBeUndefined()
  expect(alarm.at).toBe(5000)
  expect(storage.setAlarm(null)).toBeUndefined()
  expect(alarm.at).toBeNull()
})
