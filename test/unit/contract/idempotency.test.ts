// Keys and fingerprints: a repeat has the same ones, and another request under the same key another fingerprint.
import { expect, it, test } from 'vitest'
import { fingerprintOf, idempotencyKeyPattern, idempotencyOf } from '../../../src/contract/idempotency.ts'

test('a fingerprint is the SHA-256 of the input in JSON, in hex with two digits for each byte', async () => {
  expect(await fingerprintOf('abc')).toBe('6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25')
  expect(await fingerprintOf({ qty: 3 })).toMatch(/^[0-9a-f]{64}$/)
})

test('equal inputs have one fingerprint, and different ones have others', async () => {
  expect(await fingerprintOf({ itemId: '2', qty: 3 })).toBe(await fingerprintOf({ itemId: '2', qty: 3 }))
  expect(await fingerprintOf({ itemId: '2', qty: 3 })).not.toBe(await fingerprintOf({ itemId: '2', qty: 4 }))
  expect(await fingerprintOf(null)).not.toBe(await fingerprintOf('null'))
})

test('a request without a key has no idempotency', async () => {
  expect(await idempotencyOf({ requestId: 'req_1', idempotencyKey: null }, {})).toBeNull()
  expect(await idempotencyOf({ requestId: 'req_1', idempotencyKey: 'k' }, {})).toEqual({
    key: 'k',
    fingerprint: await fingerprintOf({}),
  })
})

it.each(['a', '!', '~', 'x'.repeat(200), '5f0c3a7e-1c7d-4a68-9a35-0d3b8a3d1f11'])('%s is a key', (key) => {
  expect(idempotencyKeyPattern.test(key)).toBe(true)
})
it.each(['', 'a b', 'x'.repeat(201), 'a\n', 'ключ', '\u007f'])('%j is none', (key) => {
  expect(idempotencyKeyPattern.test(key)).toBe(false)
})
