// The shop's templates are whole, and whatever is wrong with one is told in a line.
import { describe, expect, test } from 'vitest'
import { fill, templateFaults, templates } from '../../../src/message/templates.ts'

test('the templates of the shop are whole, in each language', () => {
  expect(templateFaults(templates)).toEqual([])
})

describe('what is wrong is told by file and text', () => {
  const en = structuredClone(templates.en)
  const { messages } = en
  const paid = (change: Partial<(typeof messages)['paid']>) => ({
    ...templates,
    en: { ...en, messages: { ...messages, paid: { ...messages.paid, ...change } } },
  })
  const { paid: _, ...withoutPaid } = messages

  test.each([
    ['a language', { en }, ['ko.json is missing']],
    [
      'a key',
      { ...templates, en: { ...en, messages: withoutPaid } },
      ['en.json: messages.paid.subject is missing', 'en.json: messages.paid.text is missing'],
    ],
    ['an empty text', paid({ subject: ' ' }), ['en.json: messages.paid.subject is empty']],
    [
      'a missing placeholder',
      paid({ text: 'Dear {name}, {number}: {goods}.' }),
      ['en.json: messages.paid.text lacks the placeholder {amount}'],
    ],
    [
      'an unknown placeholder',
      paid({ subject: 'Paid: {number} by {nmae}' }),
      ['en.json: messages.paid.subject has the unknown placeholder {nmae}'],
    ],
    [
      'a placeholder that is not closed',
      paid({ subject: 'Paid: {number} {' }),
      ['en.json: messages.paid.subject has a brace that belongs to no placeholder'],
    ],
    [
      'a misspelled key',
      { ...templates, en: { ...en, sentences: { ...en.sentences, totl: 'x' } } },
      ['en.json: sentences.totl is no text of a message'],
    ],
  ])('%s', (_what, all, faults) => {
    expect(templateFaults(all)).toEqual(faults)
  })
})

test('a value is put in as it is, whatever it holds, and what has no value is a fault', () => {
  expect(fill('{name}: {goods}', { name: '{goods}$&', goods: '1 × Fan' })).toBe('{goods}$&: 1 × Fan')
  expect(() => fill('Dear {name}', {})).toThrow('asks for {name}')
  expect(() => fill('Dear {toString}', {})).toThrow('asks for {toString}')
})
