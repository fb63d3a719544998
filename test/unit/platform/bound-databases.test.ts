// The databases of a Worker, by their numbered bindings.
import { expect, test } from 'vitest'
import { boundDatabases } from '../../../src/platform/bound-databases.ts'

test('the first one is bound by the name, or as number 0; the others by their numbers, up to the first gap', () => {
  const mypage = boundDatabases({ MYPAGE_DB_0: 'a', MYPAGE_DB_1: 'b', MYPAGE_DB_3: 'd' }, 'MYPAGE_DB')
  expect([...mypage]).toEqual([
    ['MYPAGE_DB_0', 'a'],
    ['MYPAGE_DB_1', 'b'],
  ])
  const delivery = boundDatabases({ DELIVERY_DB: 'a', DELIVERY_DB_1: 'b' }, 'DELIVERY_DB')
  expect([...delivery]).toEqual([
    ['DELIVERY_DB', 'a'],
    ['DELIVERY_DB_1', 'b'],
  ])
})

test('a Worker without any is told of it', () => {
  expect(() => boundDatabases({}, 'DELIVERY_DB')).toThrow('there is no database bound as DELIVERY_DB')
})
