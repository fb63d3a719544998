// The vault: what was encrypted is read by those who have both keys, for the order that it is of, and by nobody else.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Unreadable, vaultOf } from '../../../src/platform/vault.ts'
import { orderIdOf } from '../../support/order-book.ts'

const [older, newer] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const orderId = orderIdOf(1)
const name = '강민호'

describe('a text', () => {
  const vault = vaultOf(older)
  const key = vault.newKey()
  const sealed = vault.seal(orderId, key, name)

  test('is read again with its key, and stands nowhere in clear', () => {
    expect(vault.open(orderId, key, sealed)).toBe(name)
    expect(Buffer.from(sealed, 'base64url').includes(name)).toBe(false)
  })

  test('is encrypted to something else each time', () => {
    expect(vault.seal(orderId, key, name)).not.toBe(sealed)
    expect(vault.newKey()).not.toBe(key)
  })

  test.each([
    ['another order', () => vault.open(orderIdOf(2), key, sealed)],
    ['another key of the same order', () => vault.open(orderId, vault.newKey(), sealed)],
    ['a text of which one bit was changed', () => vault.open(orderId, key, flipped(sealed))],
    [
      'a key of which one bit was changed',
      () => vault.open(orderId, `${key.slice(0, 9)}${flipped(key.slice(9))}`, sealed),
    ],
    ['a text that is cut off', () => vault.open(orderId, key, sealed.slice(0, 20))],
    ['no text', () => vault.open(orderId, key, '')],
  ])('is not read by %s', (_, read) => {
    expect(read).toThrow(Unreadable)
  })

  test('is not read by a shop whose keys lack the one it was encrypted with: the key is named', () => {
    expect(() => vaultOf(newer).open(orderId, key, sealed)).toThrow(`lacks the key ${key.slice(0, 8)}`)
  })

  test('stays readable when a newer key is put before the older one, and new orders have the newer one', () => {
    const both = vaultOf(`${newer} ${older}`)
    expect(both.open(orderId, key, sealed)).toBe(name)
    const later = both.newKey()
    expect(vaultOf(newer).open(orderId, later, both.seal(orderId, later, name))).toBe(name)
    expect(both.blinded('kang')).toBe(vault.blinded('kang'))
  })
})

test('a blinded word is the same for the same word and keys alone', () => {
  expect(vaultOf(older).blinded('kang')).toMatch(/^[0-9a-f]{12}$/)
  expect(vaultOf(older).blinded('kang')).not.toBe(vaultOf(older).blinded('kan'))
  expect(vaultOf(older).blinded('kang')).not.toBe(vaultOf(newer).blinded('kang'))
})

test.each([
  ['', 'give 32 random bytes'],
  [' ', 'give 32 random bytes'],
  ['c2hvcnQ=', 'keys of 32 bytes'],
  [`${older} c2hvcnQ=`, 'keys of 32 bytes'],
])('the keys %j are refused: %s', (keys, why) => {
  expect(() => vaultOf(keys)).toThrow(why)
})

function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  bytes[10] = (bytes[10] ?? 0) ^ 1
  return bytes.toString('base64url')
}
