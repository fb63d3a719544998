// Which hosts are this machine itself.
import { describe, expect, it } from 'vitest'
import { isLoopbackHost, isLoopbackUrl } from '../../../src/platform/loopback.ts'

describe('a loopback host', () => {
  it.each([
    'http://localhost',
    'http://LOCALHOST:8787',
    'http://127.0.0.1:1',
    'http://127.1',
    'http://[0:0:0:0:0:0:0:1]',
  ])('is the host of %s', (url) => expect(isLoopbackHost(new URL(url).hostname)).toBe(true))
  it.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://shop.localhost',
    'http://127.0.0.2',
    'http://0.0.0.0',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'http://localhost@evil.example',
  ])('is not the host of %s', (url) => expect(isLoopbackHost(new URL(url).hostname)).toBe(false))
})

it('a loopback URL is plain http to a loopback host', () => {
  expect(isLoopbackUrl(new URL('http://localhost:8787/x'))).toBe(true)
  expect(isLoopbackUrl(new URL('https://localhost:8787/x'))).toBe(false)
  expect(isLoopbackUrl(new URL('http://shop.example/x'))).toBe(false)
})
