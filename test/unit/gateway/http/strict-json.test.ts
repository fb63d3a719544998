// Strict JSON: an unambiguous body passes, and one that two parsers could read differently is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ambiguityIn, depthMax } from '../../../../src/gateway/http/strict-json.ts'

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

describe('a body with one meaning', () => {
  it('is let through, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(ambiguityIn(text)).toBeNull()
      }),
    )
  })
  it.each([
    '{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}',
    '{"a": "a", "b": "a"}',
    '["a", "a", {"b": ["b", "b"]}]',
    String.raw`{"a\"": 1, "a": "{\"a\": 1, \"a\": 2}", "A": 1}`,
    nested(depthMax, '[', ']'),
    'no JSON, which is refused elsewhere: {"a": 1, "a": 2',
  ])('%s', (text) => expect(ambiguityIn(text)).toBeNull())
})

describe('a body with two', () => {
  it.each([
    ['{"qty": 1, "qty": 2}', 'qty'],
    ['{"qty":1,"itemId":"2","qty":1}', 'qty'],
    [String.raw`{"qty": 1, "\u0071ty": 2}`, 'qty'],
    ['{"lines": [{"itemId": "2"}, {"qty": 1, "itemId": "2", "qty": 2}]}', 'qty'],
    ['{"a": [1, {"x": 1}], "b": 2, "a": 3}', 'a'],
    ['{"__proto__": 1, "__proto__": 2}', '__proto__'],
  ])('%s', (text, name) => expect(ambiguityIn(text)?.en).toBe(`The body names "${name}" twice in one object.`))

  it('is found wherever a name is repeated', () => {
    const objects = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 })
    fc.assert(
      fc.property(objects, fc.nat(), (object, pick) => {
        const names = Object.keys(object)
        const repeated = JSON.stringify(names[pick % names.length])
        const text = `${JSON.stringify(object).slice(0, -1)}, ${repeated}: 1}`
        expect(ambiguityIn(text)?.en).toMatch(/twice/)
      }),
    )
  })
})

describe('a body without end', () => {
  it.each([
    ['arrays', nested(100_000, '[', ']')],
    ['objects', nested(13_000, '{"a":', '}').replace(':}', ':1}')],
    ['one level more than is read', nested(depthMax + 1, '[', ']')],
  ])('of %s is not read to its end', (_, text) => expect(ambiguityIn(text)?.en).toMatch(/levels deep/))

  it('of one long string is read at once', () => {
    for (const text of [`"${'\\"'.repeat(32_000)}"`, `"${'x'.repeat(64_000)}`, '"\\'.repeat(30_000)]) {
      const before = performance.now()
      ambiguityIn(text)
      expect(performance.now() - before).toBeLessThan(500)
    }
  })
})
