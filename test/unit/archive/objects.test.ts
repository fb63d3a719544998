// The names of objects: partitioned by day and hour, and each name tells its key.
import { expect, test } from 'vitest'
import { allOf, keyOf, keyOfName, nameOfKey, prefixOf } from '../../../src/archive/objects.ts'

const batch = { name: 'batch_20261121T091500123_1f0c2a9b', date: '2026-11-21', hour: '09' }

test('a key has the day, the hour, the batch and the part, and the name leads back to it', () => {
  const key = keyOf(batch, 2)
  expect(key).toBe('events/date=2026-11-21/hour=09/20261121T091500123-1f0c2a9b-0002.jsonl.gz')
  expect(key.startsWith(prefixOf('2026-11-21'))).toBe(true)
  expect(keyOfName(nameOfKey(key))).toBe(key)
})

test.each(['', 'x', '../secret', '20261121T091500123-1f0c2a9b', '20261121T091500123-1f0c2a9b-0002.jsonl.gz'])(
  '"%s" is no name',
  (name) => expect(keyOfName(name)).toBeNull(),
)

test('keys sort by time', () => {
  const later = { name: 'batch_20261121T101500123_0f0c2a9b', date: '2026-11-21', hour: '10' }
  expect([keyOf(later, 1), keyOf(batch, 2), keyOf(batch, 1)].toSorted()).toEqual([
    keyOf(batch, 1),
    keyOf(batch, 2),
    keyOf(later, 1),
  ])
})

test('the objects of several stores are read as one, by their keys', async () => {
  const storeOf = (...keys: string[]) => ({
    list: async (prefix: string, after: string | null, limit: number) =>
      keys
        .filter((key) => key.startsWith(prefix) && (after === null || key > after))
        .slice(0, limit)
        .map((key) => ({ key, bytes: 1, manifest })),
    read: async (key: string) => (keys.includes(key) ? `lines of ${key}` : null),
  })
  const manifest = { events: 1, orders: 1, firstAt: '', lastAt: '', sha256: '' }
  const all = allOf([storeOf('events/a', 'events/d'), storeOf('events/b', 'events/c', 'events/e')])
  const listed = async (after: string | null, limit: number) =>
    (await all.list('events/', after, limit)).map(({ key }) => key.slice(-1)).join('')
  expect([await listed(null, 3), await listed('events/c', 3), await listed('events/e', 3)]).toEqual(['abc', 'de', ''])
  expect([await all.read('events/d'), await all.read('events/x')]).toEqual(['lines of events/d', null])
})
