// One line of typed text: what is stored of it, and what is refused.
import { describe, expect, it } from 'vitest'
import { asLine, lengthOf, shortened } from '../../../src/contract/text.ts'

describe('a line', () => {
  it.each([
    ['as it is typed', 'A scratch on the door', 'A scratch on the door'],
    ['trimmed', '  냉장고 문 \t', '냉장고 문'],
    ['in form C', 'cafe\u0301', 'caf\u00e9'],
    ['with an emoji of several code points', 'ok 👍🏽', 'ok 👍🏽'],
  ])('is stored %s', (_, input, stored) => expect(asLine(input, 100)).toBe(stored))

  it('may have as many characters as the limit, once it is trimmed, and not one more', () => {
    expect(asLine(` ${'x'.repeat(10)} `, 10)).toBe('x'.repeat(10))
    expect(asLine('x'.repeat(11), 10)).toBeNull()
    expect(asLine('😀'.repeat(10), 10)).toBe('😀'.repeat(10))
    expect(asLine('😀'.repeat(11), 10)).toBeNull()
  })

  it.each([
    ['nothing', ''],
    ['spaces alone', ' \t '],
    ['a line break', 'a\nb'],
    ['a control character', 'a\u0007b'],
    ['half a surrogate pair', 'a\ud83db'],
    ['a line separator', 'a\u2028b'],
    ['a change of direction', 'a\u202eb'],
    ['an isolate of direction', 'a\u2066b'],
    ['a space without width', 'a\u200bb'],
    ['a byte order mark within', 'a\ufeffb'],
    ['a hidden tag', 'a\u{e0041}b'],
    ['a joiner alone, which is not seen', '\u200d'],
    ['a filler alone, which is not seen', '\u3164'],
  ])('is not %s', (_, input) => expect(asLine(input, 100)).toBeNull())
})

describe('a text that is too long', () => {
  it.each([
    ['short', 10, 'short'],
    ['longer than that', 6, 'longer'],
    [`${'x'.repeat(63)}😀`, 64, `${'x'.repeat(63)}😀`],
    [`${'x'.repeat(64)}😀`, 64, 'x'.repeat(64)],
    ['ok 👍🏽!', 4, 'ok '],
    ['👍👍🏽x', 2, '👍'],
    ['한글', 1, '한'],
    ['e\u0301', 1, ''],
    ['👨‍👩‍👧 family', 5, '👨‍👩‍👧'],
  ])('%j is cut to %i between letters: %j', (text, lengthMax, expected) => {
    expect(shortened(text, lengthMax)).toBe(expected)
    expect(lengthOf(shortened(text, lengthMax))).toBeLessThanOrEqual(lengthMax)
  })
})
