// The archive's objects in a bucket.
import { expect, test } from 'vitest'
import { compress } from '../../../src/archive/gzip.ts'
import { objectsIn } from '../../../src/archive/r2.ts'
import { bucket } from '../../support/bucket.ts'

const at = '2026-11-21T09:15:00.123Z'
const manifest = { events: 2, orders: 1, firstAt: at, lastAt: at, sha256: 'x' }

test('an object is read back with its manifest', async () => {
  const objects = objectsIn(bucket())
  const lines = 'one\ntwo\n'
  await objects.put('a/1', lines, manifest)
  expect(await objects.read('a/1')).toBe(lines)
  expect(await objects.read('a/2')).toBeNull()
  expect(await objects.list('a/', null, 10)).toEqual([{ key: 'a/1', bytes: (await compress(lines)).length, manifest }])
})

test('a list goes on where the bucket stops early, and ends at its limit', async () => {
  const objects = objectsIn(bucket(2))
  for (const name of ['1', '2', '3', '4', '5']) await objects.put(`a/${name}`, name, manifest)
  await objects.put('b/1', 'b', manifest)
  const keys = async (...args: Parameters<typeof objects.list>) =>
    (await objects.list(...args)).map(({ key }) => key).join(' ')
  expect(await keys('a/', null, 10)).toBe('a/1 a/2 a/3 a/4 a/5')
  expect(await keys('a/', 'a/2', 2)).toBe('a/3 a/4')
  expect(await keys('a/', 'a/5', 2)).toBe('')
})
