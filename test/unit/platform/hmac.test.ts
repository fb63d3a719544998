// HMAC-SHA256 by the test cases of its specification, and what does not verify.
import { expect, it, test } from 'vitest'
import { hmac, isHmac } from '../../../src/platform/hmac.ts'

/** RFC 4231, section 4.3. */
const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
const text = 'what do ya want for nothing?'

test('the code is that of RFC 4231, test case 2', async () => {
  expect(await hmac('Jefe', text)).toBe(mac)
  expect(await isHmac(mac, 'Jefe', text)).toBe(true)
  expect(await isHmac(mac, 'Jefe', Uint8Array.from(Buffer.from(text)))).toBe(true)
})

it.each([
  ['another text', mac, 'Jefe', `${text}!`],
  ['another secret', mac, 'jefe', text],
  ['a changed code', mac.replace('5', '6'), 'Jefe', text],
  ['a part of the code', mac.slice(0, 32), 'Jefe', text],
  ['no code', '', 'Jefe', text],
])('%s does not verify', async (_, code, secret, signed) => expect(await isHmac(code, secret, signed)).toBe(false))
