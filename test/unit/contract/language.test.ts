// Texts in every language, and what a refusal tells to whom.
import { expect, test } from 'vitest'
import { catalog, defaultReader, detailIn, languages, readerOf, told } from '../../../src/contract/language.ts'

test('a refusal tells each reader in their own language, and one of an older release in English', () => {
  const refusal = told({ en: 'There is no such order.', ko: '그런 주문이 없습니다.' })
  expect(languages.map((language) => detailIn(refusal, language))).toEqual([
    '그런 주문이 없습니다.',
    'There is no such order.',
  ])
  expect(detailIn({ detail: 'There is no such order.' }, 'ko')).toBe('There is no such order.')
})

test('a catalog gives the texts of a language', () => {
  expect(catalog({ en: { hello: 'Hello' }, ko: { hello: '안녕하세요' } }).ko.hello).toBe('안녕하세요')
})

test('a caller who states nothing reads English, in the time of the shop', () => {
  expect(readerOf({})).toEqual(defaultReader)
  expect(readerOf({ reader: { language: 'ko', timeZone: 'UTC' } })).toEqual({ language: 'ko', timeZone: 'UTC' })
})
