// Every keyword of a schema is judged: by its meaning where that is known, and else by being the same.
import { describe, expect, it } from 'vitest'
import { type Direction, schemaBreaks } from '../../../scripts/contract/schema-breaks.ts'

const document = { named: { type: 'string' } }

function breaks(direction: Direction, was: object, is: object): string[] {
  return schemaBreaks('x', direction, { document, schema: was }, { document, schema: is })
}

const text = { type: 'string' }
const named = { $ref: '#/named' }
const either = [{ type: 'string' }, { type: 'null' }]

describe('a keyword that an input did not have is a break', () => {
  it.each([
    ['uniqueItems', true],
    ['multipleOf', 5],
    ['minProperties', 1],
    ['maxProperties', 1],
    ['not', { const: 'x' }],
    ['dependentRequired', { a: ['b'] }],
    ['propertyNames', { maxLength: 3 }],
    ['patternProperties', { '^x': false }],
    ['contains', { const: 'x' }],
    ['prefixItems', [text]],
    ['if', text],
    ['unevaluatedProperties', false],
    ['contentEncoding', 'base64'],
    ['discriminator', { propertyName: 'type' }],
    ['notYetInvented', 1],
  ])('%s', (keyword, value) => {
    expect(breaks('input', {}, { [keyword]: value }).join('\n')).toContain(`its ${keyword} was`)
    expect(breaks('both', {}, { [keyword]: value }).join('\n')).toContain(`its ${keyword} was`)
    expect(breaks('input', { [keyword]: value }, { [keyword]: value })).toEqual([])
  })
})

describe('a keyword that only describes may change', () => {
  it.each([
    ['title', 'a'],
    ['description', 'a'],
    ['example', 'a'],
    ['examples', ['a']],
    ['deprecated', true],
    ['$comment', 'a'],
    ['x-note', 'a'],
  ])('%s', (keyword, value) => {
    for (const direction of ['input', 'output', 'both'] as const) {
      expect(breaks(direction, text, { ...text, [keyword]: value })).toEqual([])
      expect(breaks(direction, { ...text, [keyword]: value }, text)).toEqual([])
    }
  })
})

describe('a break is caught', () => {
  it.each<[string, Direction, object, object]>([
    ['a keyword that nobody knows is gone', 'input', { notYetInvented: 1 }, {}],
    ['an answer has a keyword that nobody knows', 'output', text, { ...text, nullable: true }],
    ['an answer may hold a thing twice', 'output', { uniqueItems: true }, {}],
    ['another thing is not taken', 'input', { not: { const: 'a' } }, { not: { const: 'b' } }],
    ['what was left out means something else', 'input', { default: 1 }, { default: 2 }],
    ['what was left out means nothing said', 'both', { default: 1 }, {}],
    ['a choice left out is another', 'input', { anyOf: either, default: null }, { anyOf: either, default: '' }],
    ['all cases are bounded', 'input', { anyOf: either }, { anyOf: either, maxLength: 3 }],
    ['a single case takes something else', 'input', text, { anyOf: [{ type: 'integer' }] }],
    ['a named schema is bounded where it is used', 'input', named, { ...named, maxLength: 3 }],
    ['the items are of one type', 'input', { type: 'array' }, { type: 'array', items: text }],
    ['the items are of any type', 'output', { type: 'array', items: text }, { type: 'array' }],
    ['no item is taken', 'input', { type: 'array', items: text }, { type: 'array', items: false }],
    ['further fields are of one type', 'input', {}, { additionalProperties: text }],
    ['further fields are of any type', 'output', { additionalProperties: text }, { additionalProperties: true }],
    ['an answer may have values beyond its list', 'output', { enum: ['a'] }, { enum: ['a'], 'x-extensible': true }],
    ['an answer may have cases beyond its list', 'output', { anyOf: either }, { anyOf: either, 'x-extensible': true }],
    ['a case of a choice that may grow is not taken', 'both', { anyOf: either, 'x-extensible': true }, { ...text }],
    [
      'a value and the leave to add values come at once',
      'output',
      { enum: ['a'] },
      { enum: ['a', 'b'], 'x-extensible': true },
    ],
  ])('%s', (_, direction, was, is) => {
    expect(breaks(direction, was, is)).not.toEqual([])
    expect(breaks(direction, was, was)).toEqual([])
  })
})

describe('growth is let through', () => {
  it.each<[string, Direction, object, object]>([
    ['a thing may be given twice', 'input', { uniqueItems: true }, {}],
    ['more fields at once', 'input', { maxProperties: 1 }, { maxProperties: 2 }],
    ['an answer never holds a thing twice', 'output', {}, { uniqueItems: true }],
    ['what was left out is said', 'input', text, { ...text, default: 'a' }],
    ['an answer has another default', 'output', { default: 1 }, { default: 2 }],
    ['an input may be null', 'input', text, { anyOf: either, default: null }],
    ['a case is bounded less', 'input', { anyOf: either, maxLength: 3 }, { anyOf: either, maxLength: 4 }],
    ['a named schema is said where it is used', 'both', named, text],
    ['further fields of any type', 'input', { additionalProperties: text }, {}],
    ['further fields where none were', 'input', { additionalProperties: false }, { additionalProperties: text }],
    [
      'one more value of a list that may grow',
      'output',
      { enum: ['a'], 'x-extensible': true },
      { enum: ['a', 'b'], 'x-extensible': true },
    ],
    [
      'one more case of a choice that may grow',
      'output',
      { anyOf: either, 'x-extensible': true },
      { anyOf: [...either, { type: 'integer' }], 'x-extensible': true },
    ],
    [
      'an input may be left out, and what that means',
      'input',
      { properties: { a: text }, required: ['a'] },
      { properties: { a: { ...text, default: 'a' } } },
    ],
  ])('%s', (_, direction, was, is) => {
    expect(breaks(direction, was, is)).toEqual([])
  })
})
