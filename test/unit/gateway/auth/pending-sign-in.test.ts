// The sign-ins that a browser has begun: what their state says, and the cookie of each.
import { expect, test } from 'vitest'
import { keepPending, pendingVerifier, readState, writeState } from '../../../../src/gateway/auth/pending-sign-in.ts'

const shop = 'https://shop.example'
const id = 'abcdefghijklmnop'
const withCookie = (cookie: string) => new Request(shop, { headers: { cookie } })

test.each(['/', '/mypage?cursor=a.b&c=%2F', '/mypage/new?itemId=7#x', '/주문'])('a state keeps %s', (to) => {
  for (const isRepeat of [false, true])
    expect(readState(writeState({ id, isRepeat, to }))).toEqual({ id, isRepeat, to })
})

test.each([null, '', 'guessed', `${id}.2./`, `${id}.0.%`, 'a;b=c; d=e.0./', '__proto__.0./'])(
  '%s is no state',
  (state) => {
    expect(readState(state)).toBeNull()
  },
)

test('each sign-in has a verifier of its own', () => {
  const [cookie = ''] = keepPending(withCookie(''), shop, id, 'v1')[0]?.split(';') ?? []
  expect(pendingVerifier(withCookie(cookie), shop, id)).toBe('v1')
  expect(pendingVerifier(withCookie(cookie), shop, 'ponmlkjihgfedcba')).toBeNull()
})

test('of too many only the oldest ends: the other tabs can go on, and other cookies stay', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `${id}${index}`)
  const cookie = ids.map((older) => `__Host-signing-in-${older}=v`).join('; ')
  expect(keepPending(withCookie(`${cookie}; __Host-session=s`), shop, id, 'v')).toEqual([
    expect.stringMatching(`^__Host-signing-in-${id}0=; Max-Age=0;`),
    expect.stringContaining(`__Host-signing-in-${id}=v; Max-Age=600;`),
  ])
  const few = ids.slice(1).map((older) => `__Host-signing-in-${older}=v`)
  expect(keepPending(withCookie(few.join('; ')), shop, id, 'v')).toHaveLength(1)
})
