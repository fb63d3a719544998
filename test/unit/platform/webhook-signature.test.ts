// Signatures of webhooks: as the specification makes them, and believed only when they are.
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { isSigned, sign, toleranceSeconds } from '../../../src/platform/webhook-signature.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const now = 1_760_000_000_000
const body = '{"messageId":"msg_1"}'

test('the signature is the one that the Standard Webhooks specification gives as its example', async () => {
  const signature = await sign(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

/** As a sender signs it, with the package of the specification. */
function signed(by: string, at = now, text = body): Record<string, string> {
  const date = new Date(at)
  return {
    'webhook-id': 'rep_1',
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(by).sign('rep_1', date, text),
  }
}

describe('a webhook is believed', () => {
  test('when it is signed with the secret, or with one of two, also beside other signatures', async () => {
    expect(await isSigned(secret, signed(secret), body, now)).toBe(true)
    const other = 'whsec_bmV3IHNlY3JldA=='
    expect(await isSigned(`${other} ${secret}`, signed(secret), body, now)).toBe(true)
    const both = { ...signed(secret), 'webhook-signature': `v1a,xx v1,AAAA ${signed(secret)['webhook-signature']}` }
    expect(await isSigned(secret, both, body, now)).toBe(true)
  })

  test('within the tolerance of its time, and not outside', async () => {
    for (const seconds of [toleranceSeconds, -toleranceSeconds])
      expect(await isSigned(secret, signed(secret, now + seconds * 1000), body, now)).toBe(true)
    for (const seconds of [toleranceSeconds + 1, -toleranceSeconds - 1])
      expect(await isSigned(secret, signed(secret, now + seconds * 1000), body, now)).toBe(false)
  })

  test.each([
    ['another secret', signed('whsec_bmV3IHNlY3JldA==')],
    ['another body', signed(secret, now, '{}')],
    ['another id', { ...signed(secret), 'webhook-id': 'rep_2' }],
    ['another time', { ...signed(secret), 'webhook-timestamp': '1760000001' }],
    ['no id', { ...signed(secret), 'webhook-id': '' }],
    ['a time that is none', { ...signed(secret), 'webhook-timestamp': '1e9' }],
    ['a signature that is no base64', { ...signed(secret), 'webhook-signature': 'v1,%%%' }],
    ['an empty signature', { ...signed(secret), 'webhook-signature': 'v1,' }],
    ['no header', {}],
  ])('not with %s', async (_what, headers) => {
    expect(await isSigned(secret, headers, body, now)).toBe(false)
  })
})
