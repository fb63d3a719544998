// Page cursors: opaque, read back as they were made, and refused when they were not made here.
import { describe, expect, it, test } from 'vitest'
import { cutPage, decodeCursor, encodeCursor } from '../../../src/platform/cursor.ts'

test.each([[['2026-11-01T12:00:00.000Z', 'ord_1']], [['냉장고', 7]], [[0]]])('%j is read back', (key) => {
  expect(decodeCursor(encodeCursor(key), key.length)).toEqual(key)
})

it.each([
  ['no base64', '%%%'],
  ['no JSON', btoa('abc')],
  ['broken percent signs', btoa('%e0%')],
  ['no list', btoa(encodeURIComponent('"ab"'))],
  ['another length', encodeCursor(['a'])],
  ['an object within', btoa(encodeURIComponent('[{}, "a"]'))],
  ['null within', btoa(encodeURIComponent('[null, "a"]'))],
  ['nothing', ''],
])('a text with %s is no cursor', (_, text) => expect(decodeCursor(text, 2)).toBeNull())

describe('a page', () => {
  const keyOf = (row: number) => [row]

  it('of more rows than the limit has a cursor: the key of its last row', () => {
    expect(cutPage([1, 2, 3], 2, keyOf)).toEqual({ items: [1, 2], cursor: encodeCursor([2]) })
  })
  it('of as many rows as the limit, or fewer, is the last', () => {
    expect(cutPage([1, 2], 2, keyOf)).toEqual({ items: [1, 2], cursor: null })
    expect(cutPage([], 2, keyOf)).toEqual({ items: [], cursor: null })
  })
})
