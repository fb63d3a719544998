// What counts a try, and the browsers that are known to an account.
import { describe, expect, test } from 'vitest'
import {
  accountKey,
  knownBrowser,
  linkLimits,
  rememberBrowser,
  signInLimits,
  signUpLimits,
} from '../../../../src/identity/accounts/login-throttle.ts'

const secret = 'a secret of the tests'
const email = 'kang@example.com'
const shop = 'https://shop.example'

const requestFrom = (address: string, cookie = '') =>
  new Request(shop, { headers: { 'cf-connecting-ip': address, cookie } })

describe('a try to sign in', () => {
  test('is counted for the account and the address', () => {
    expect(signInLimits(email, requestFrom('203.0.113.7'), null)).toEqual([
      { key: accountKey(email), triesMax: 10, windowSeconds: 900 },
      { key: 'address:203.0.113.7', triesMax: 60, windowSeconds: 900 },
    ])
  })

  test('of a known browser is counted for that browser alone', () => {
    expect(signInLimits(email, requestFrom('203.0.113.7'), 'b1')).toEqual([
      { key: 'browser:b1', triesMax: 10, windowSeconds: 900 },
    ])
  })
})

test('links are counted for the account and the address, new accounts for the address', () => {
  const request = requestFrom('2001:db8::1')
  expect(linkLimits(email, request).map(({ key, triesMax }) => [key, triesMax])).toEqual([
    [`link:${accountKey(email)}`, 3],
    ['link:2001:db8:0:0', 30],
  ])
  expect(signUpLimits(request)).toEqual([{ key: 'sign-up:2001:db8:0:0', triesMax: 30, windowSeconds: 3600 }])
})

test('the key of an account is the same in any case, and does not hold its address', () => {
  expect(accountKey('Kang@Example.com')).toBe(accountKey(email))
  expect(accountKey('lee@example.com')).not.toBe(accountKey(email))
  expect(accountKey(email)).not.toContain('kang')
})

describe('a browser', () => {
  const cookieOf = async (origin = shop, withSecret = secret) =>
    (await rememberBrowser(origin, withSecret, email)).split(';')[0] ?? ''
  const known = (cookie: string, of = email, origin = shop) =>
    knownBrowser(requestFrom('203.0.113.7', cookie), origin, secret, of)

  test('is known to the account that it signed in to, whatever the case of its address', async () => {
    const cookie = await cookieOf()
    expect(await known(cookie)).toMatch(/^[0-9a-f]{32}$/)
    expect(await known(cookie, 'KANG@example.com')).toBe(await known(cookie))
  })

  test('is not known to another account', async () => {
    expect(await known(await cookieOf(), 'lee@example.com')).toBe(null)
  })

  test('cannot make up its name, nor take one under another secret', async () => {
    const [name = '', proof = ''] = (await cookieOf()).split('.')
    const another = `${name.slice(0, -32)}${'0'.repeat(32)}`
    expect(await known(`${another}.${proof}`)).toBe(null)
    expect(await known(name)).toBe(null)
    expect(await known(await cookieOf(shop, 'another secret'))).toBe(null)
    expect(await known('')).toBe(null)
  })

  test('keeps a cookie that no script reads, and over https one of this host alone', async () => {
    const secure = await rememberBrowser(shop, secret, email)
    expect(secure).toMatch(/^__Host-known-browser=/)
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Max-Age=15552000']) {
      expect(secure.split('; ')).toContain(part)
    }
    const local = await rememberBrowser('http://localhost:8787', secret, email)
    expect(local).toMatch(/^known-browser=/)
    expect(local).not.toContain('Secure')
  })
})
