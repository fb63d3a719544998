// The issuer's address: configured, or this machine's own, and never one that a request brings along.
import { describe, expect, it } from 'vitest'
import { publicOrigin } from '../../../../src/identity/oauth/origin.ts'

describe('the public origin', () => {
  it('is the configured one, whatever the request says', () => {
    expect(publicOrigin('https://shop.example/', 'https://evil.example/auth')).toBe('https://shop.example')
  })
  it.each(['http://localhost:8787', 'http://127.0.0.1:41234', 'http://[::1]:8787'])(
    'is %s when asked there',
    (home) => {
      expect(publicOrigin('', `${home}/auth/sign-in?x=1`)).toBe(home)
    },
  )
  it.each(['https://shop.example', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example:8787'])(
    'is never taken from a request to %s',
    (home) => expect(() => publicOrigin('', `${home}/auth`)).toThrow('AUTH_ORIGIN is not set'),
  )
  it('is refused without https', () => {
    expect(() => publicOrigin('http://shop.example', 'http://localhost:1')).toThrow('https')
  })
})
