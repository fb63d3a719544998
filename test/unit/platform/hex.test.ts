// Bytes as hexadecimal text and back.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex } from '../../../src/platform/hex.ts'

test('each byte has two lower-case digits', () => {
  expect(toHex(new Uint8Array([0, 10, 171, 255]))).toBe('000aabff')
  expect(toHex(new Uint8Array())).toBe('')
})

test('a text is read back as its bytes', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(fromHex(toHex(bytes))).toEqual(Uint8Array.from(bytes))))
})

test('of another text, the pairs of digits are read', () => {
  expect(fromHex('')).toEqual(new Uint8Array())
  expect(fromHex('abc')).toEqual(new Uint8Array([0xab]))
  expect(fromHex('zz-0f')).toEqual(new Uint8Array([0x0f]))
  expect(fromHex('AB')).toEqual(new Uint8Array())
})
