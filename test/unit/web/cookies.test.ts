// The cookies of the pages: which names and attributes they have over https and on a developer's machine.
import { expect, test } from 'vitest'
import { clearCookie, cookieIds, readCookie, setCookie } from '../../../src/web/cookies.ts'

const https = 'https://shop.example'
const local = 'http://localhost:8787'
const withCookie = (cookie: string) => new Request(https, { headers: { cookie } })

test('over https a cookie is this host’s alone, and no script sees it', () => {
  const line = setCookie(https, 'session', 'a b;c', 60)
  expect(line).toBe('__Host-session=a%20b%3Bc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax')
})

test('on a developer’s machine it is not Secure, since not every browser takes localhost for that', () => {
  expect(setCookie(local, 'session', 'x', 60)).toBe('session=x; Max-Age=60; Path=/; HttpOnly; SameSite=Lax')
})

test('what was set is read back as it was, under the name of the origin', () => {
  const cookie = setCookie(https, 'signing-in-x', '{"to":"/a;b"}', 60).split('; ')[0] ?? ''
  expect(readCookie(withCookie(cookie), https, 'signing-in-x')).toBe('{"to":"/a;b"}')
  expect(readCookie(withCookie(cookie), local, 'signing-in-x')).toBeNull()
  expect(readCookie(withCookie(cookie), https, 'session')).toBeNull()
})

test.each(['', '__Host-session=', 'session=laid-by-another-host'])('no session is read from "%s"', (cookie) => {
  expect(readCookie(withCookie(cookie), https, 'session')).toBeNull()
})

test('to clear a cookie has the browser forget it at once, by the attributes that it was set with', () => {
  expect(clearCookie(https, 'refresh')).toBe('__Host-refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax')
})

test('several cookies of one kind are found by their ids', () => {
  const cookies = '__Host-draft-0123456789abcdef=x; draft-0123456789abcdeX=y; __Host-draft-short=z; __Host-session=s'
  expect(cookieIds(withCookie(cookies), https, 'draft-')).toEqual(['0123456789abcdef'])
  expect(cookieIds(withCookie(cookies), local, 'draft-')).toEqual(['0123456789abcdeX'])
})
