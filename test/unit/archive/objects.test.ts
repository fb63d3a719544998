// The names of objects: partitioned by day and hour, and each name tells its key.
import { expect, test } from 'vitest'
import { keyOf, keyOfName, nameOfKey, prefixOf } from '../../../src/archive/objects.ts'

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
