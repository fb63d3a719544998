// Who reads a page: by the choice in this browser, the account, and what the browser asks for, in this order.
import { expect, test } from 'vitest'
import { acceptedLanguage, asTimeZone, readerOfRequest } from '../../../src/web/reader.ts'

const request = (headers: Record<string, string>) => new Request('http://localhost/', { headers })

test.each([
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.1', 'en'],
  ['de-DE,de;q=0.9,ko;q=0.5,en;q=0.4', 'ko'],
  ['en;q=0.2,ko;q=0.7', 'ko'],
  ['ko;q=0,en', 'en'],
  ['de', 'en'],
  ['*', 'en'],
  ['nonsense;;;q=', 'en'],
  [null, 'en'],
])('a browser that asks for %j is answered in %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language)
})

test('the choice in this browser comes first, then the account, then the browser', () => {
  const korean = { 'accept-language': 'ko' }
  expect(readerOfRequest(request(korean)).language).toBe('ko')
  expect(readerOfRequest(request(korean), { language: 'en' }).language).toBe('en')
  expect(readerOfRequest(request({ cookie: 'language=ko' }), { language: 'en' }).language).toBe('ko')
  expect(readerOfRequest(request({ cookie: 'language=xx' })).language).toBe('en')
})

test('times are in the zone of the account, else of the browser, else of the shop', () => {
  const berlin = { cookie: 'zone=Europe%2FBerlin' }
  expect(readerOfRequest(request(berlin)).timeZone).toBe('Europe/Berlin')
  expect(readerOfRequest(request(berlin), { timeZone: 'UTC' }).timeZone).toBe('UTC')
  expect(readerOfRequest(request({})).timeZone).toBe('Asia/Seoul')
})

test.each(['Nowhere/Else', '', '<b>', 'x'.repeat(65)])('%j is no time zone', (name) => {
  expect(asTimeZone(name)).toBeNull()
})
