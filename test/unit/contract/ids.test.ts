// Ids: their alphabet and length, and which inputs lead to the same one.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  encodeId,
  idSchema,
  orderIdFor,
  orderIdPrefixOf,
  orderIdSchema,
  randomOrderId,
  refundIdFor,
  shortNumber,
} from '../../../src/contract/ids.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

test('an id is the first 130 bits of its bytes, five for each character', () => {
  expect(encodeId('ord', new Uint8Array(17))).toBe(`ord_${'0'.repeat(26)}`)
  expect(encodeId('ord', new Uint8Array(32).fill(255))).toBe(`ord_${'z'.repeat(26)}`)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 17, maxLength: 32 }), (bytes) => {
      const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
      const digits = Array.from({ length: 26 }, (_, at) => Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2))
      expect(encodeId('x', bytes)).toBe(`x_${digits.map((digit) => alphabet.charAt(digit)).join('')}`)
    }),
  )
})

test('an order without a key has an id that no other has', () => {
  const ids = Array.from({ length: 100 }, randomOrderId)
  expect(new Set(ids).size).toBe(100)
  expect(ids.filter((id) => !orderIdSchema.safeParse(id).success)).toEqual([])
})

test('the same customer and key lead to the same order, and another of either to another', async () => {
  const id = await orderIdFor('usr_1', 'key')
  expect(orderIdSchema.safeParse(id).success).toBe(true)
  expect(await orderIdFor('usr_1', 'key')).toBe(id)
  const others = [await orderIdFor('usr_2', 'key'), await orderIdFor('usr_1', 'yek'), await orderIdFor('usr_1k', 'ey')]
  expect(new Set([id, ...others]).size).toBe(4)
})

test('the same request leads to the same refund', async () => {
  const id = await refundIdFor('ord_1', 'usr_7', 'key')
  expect(id).toMatch(/^rfd_[0-9a-z]{26}$/)
  expect(await refundIdFor('ord_1', 'usr_7', 'key')).toBe(id)
  expect(await refundIdFor('ord_2', 'usr_7', 'key')).not.toBe(id)
})

it.each(['a', 'A-b_9', 'x'.repeat(64)])('%s is an id', (id) => expect(idSchema.safeParse(id).success).toBe(true))
it.each(['', 'x'.repeat(65), 'a b', 'a/b', "a'b", '냉', 'a\n'])('%j is none', (id) => {
  expect(idSchema.safeParse(id).success).toBe(false)
})
it.each(['ord_', `ord_${'0'.repeat(25)}`, `ord_${'0'.repeat(27)}`, `rfd_${'0'.repeat(26)}`, `ord_${'A'.repeat(26)}`])(
  '%s is the id of no order',
  (id) => expect(orderIdSchema.safeParse(id).success).toBe(false),
)

describe('the short number', () => {
  const orderId = 'ord_a1b2c3d4e5f6g7h8j9k0m1n2p3'

  test('is the beginning of the id, in two groups of four', () => {
    expect(shortNumber(orderId)).toBe('A1B2-C3D4')
  })

  test.each(['A1B2-C3D4', ' a1b2c3d4 ', 'a1b2 c3d4', 'AlB2-C3D4', 'aIb2-c3d4'])(
    'leads to its order, typed as %j',
    (input) => {
      expect(orderIdPrefixOf(input)).toBe('ord_a1b2c3d4')
    },
  )

  test('the whole id leads to itself', () => {
    expect(orderIdPrefixOf(orderId)).toBe(orderId)
    expect(orderIdPrefixOf(orderId.toUpperCase())).toBe(orderId)
  })

  test.each(['', 'Kang', 'A1B2-C3D', 'A1B2-C3D45', 'A1B2-C3DU', '강남구강남구강남', 'ord_a1b2', '%%%%%%%%'])(
    '%j is none',
    (input) => {
      expect(orderIdPrefixOf(input)).toBeNull()
    },
  )
})
