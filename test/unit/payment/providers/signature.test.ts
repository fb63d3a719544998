// Webhook signatures: over the raw body and the time stamp, by one secret, within the tolerance.
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSameSecret, isSigned, toleranceSeconds } from '../../../../src/payment/providers/signature.ts'
import { noon } from '../../../support/orders.ts'

const body = '{"type":"charge.succeeded"}'
const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text))
const seconds = noon / 1000
const mac = (text: string, secret = 'secret') => createHmac('sha256', secret).update(text).digest('hex')
const header = (at = seconds, signature = mac(`${at}.${body}`)) => `t=${at},v1=${signature}`

test('a signature of the body and the time by the secret is accepted', async () => {
  expect(await isSigned(header(), bytes(body), 'secret', noon)).toBe(true)
})

test('one good signature among several is enough, and other schemes are ignored', async () => {
  const good = mac(`${seconds}.${body}`)
  expect(await isSigned(`t=${seconds},v1=${'0'.repeat(64)},v1=${good},v0=7`, bytes(body), 'secret', noon)).toBe(true)
})

test.each([
  ['another secret', header(seconds, mac(`${seconds}.${body}`, 'other')), body],
  ['another body', header(), `${body} `],
  ['another time than the signed one', header(seconds + 1, mac(`${seconds}.${body}`)), body],
  ['the body alone', header(seconds, mac(body)), body],
])('a signature of %s is refused', async (_, signed, received) => {
  expect(await isSigned(signed, bytes(received), 'secret', noon)).toBe(false)
})

test.each([
  '',
  `v1=${mac(`${seconds}.${body}`)}`,
  `t=${seconds}`,
  `v1=${mac(`${seconds}.${body}`)},t=${seconds}`,
  `t=${seconds},v0=${mac(`${seconds}.${body}`)}`,
  header().toUpperCase(),
  `t=-${seconds},v1=${mac(`-${seconds}.${body}`)}`,
])('a header like %j is refused', async (malformed) => {
  expect(await isSigned(malformed, bytes(body), 'secret', noon)).toBe(false)
})

test.each([
  [toleranceSeconds, true],
  [-toleranceSeconds, true],
  [toleranceSeconds + 1, false],
  [-toleranceSeconds - 1, false],
])('a time stamp %d s from now is accepted: %s', async (offset, accepted) => {
  expect(await isSigned(header(seconds + offset), bytes(body), 'secret', noon)).toBe(accepted)
})

test('two secrets are the same only when they are equal', async () => {
  expect(await isSameSecret('secret', 'secret')).toBe(true)
  for (const given of ['', 'Secret', 'secret ', 'secre']) expect(await isSameSecret(given, 'secret')).toBe(false)
})
