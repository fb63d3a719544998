// The webhook: signed so that its receiver can verify it, and never taken as sent when it was not.
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test, vi } from 'vitest'
import { webhookNotifier } from '../../../src/message/webhook.ts'
import { sign } from '../../../src/platform/webhook-signature.ts'

const message = {
  messageId: 'msg_1',
  orderId: 'ord_1',
  customerId: 'usr_customer',
  kind: 'deliveryStarted',
  subject: 'Your order is on its way',
  text: 'Dear Kang, …',
  to: { customerName: 'Kang', deliveryPhoneNumber: '010-0123-4567' },
} as const

function receiver(status: number, secret = 'a secret') {
  const received: { url: string; headers: Headers; body: string }[] = []
  const notifier = webhookNotifier({
    url: 'https://example.com/told',
    secret,
    now: () => 1_760_000_000_500,
    fetch: async (url, init) => {
      received.push({ url, headers: new Headers(init.headers), body: String(init.body) })
      return new Response(null, { status })
    },
  })
  return { received, notifier }
}

test('a message is posted with its id as the idempotency key, signed over id, time and body', async () => {
  const { received, notifier } = receiver(204)
  await notifier.send(message)
  const [post] = received
  expect(post?.url).toBe('https://example.com/told')
  expect(JSON.parse(post?.body ?? '')).toEqual(message)
  expect(Object.fromEntries(post?.headers ?? [])).toEqual({
    'content-type': 'application/json',
    'idempotency-key': 'msg_1',
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1760000000',
    'webhook-signature': await sign('a secret', 'msg_1', 1_760_000_000, post?.body ?? ''),
  })
})

afterEach(() => vi.useRealTimers())

test('while a secret is replaced, the old one and the new one both sign', async () => {
  const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_bmV3IHNlY3JldA==']
  const { received, notifier } = receiver(204, secrets.join(' '))
  await notifier.send(message)
  const [post] = received
  vi.useFakeTimers({ toFake: ['Date'], now: 1_760_000_000_500 })
  const headers = Object.fromEntries(post?.headers ?? [])
  for (const secret of secrets) expect(new Webhook(secret).verify(post?.body ?? '', headers)).toEqual(message)
  const another = new Webhook('whsec_YW5vdGhlciBzZWNyZXQ=')
  expect(() => another.verify(post?.body ?? '', headers)).toThrow('No matching signature')
})

test.each([301, 400, 500, 503])('an answer of %i means that it was not sent', async (status) => {
  await expect(receiver(status).notifier.send(message)).rejects.toThrow(`answered ${status}`)
})
