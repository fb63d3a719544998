// The message Worker as it is deployed, with the platform's e-mail binding: the local one keeps what is sent.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { CustomerMessage } from '../../../src/contract/customer-message.ts'
import type { Database } from '../../../src/platform/database.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, stranger, ops } = callers
const patience = { timeout: 30_000, interval: 50 }
const request = { requestId: 'req_test', idempotencyKey: null }
const options = {
  context: 'message',
  vars: { MESSAGE_EMAIL_FROM: 'The shop <orders@shop.example>' },
  readsMails: true,
}
let shop: SingleWorker

beforeAll(async () => {
  shop = await startSingleWorker({ ...options, entrypoint: 'Messages' })
})
afterAll(() => shop?.close())

async function messagesOf(orderId: string, by = ops): Promise<CustomerMessage[]> {
  const { value } = (await shop.as(by)('list', orderId, firstPage)) as { value: { items: CustomerMessage[] } }
  return value.items
}

const told = (orderId: string, status: string, by = ops) =>
  vi.waitFor(async () => {
    const messages = await messagesOf(orderId, by)
    expect(messages.map((message) => message.status)).toEqual([status, status])
    return messages
  }, patience)

/** As the platform tells of a mail. */
const event = (type: string, messageId: string, more: object = {}) => ({
  type: `cf.email.sending.message.${type}`,
  source: { type: 'email.sending', domain: 'shop.example' },
  payload: { messageId, recipient: 'kang@example.com', terminal: true, delivery: { status: type }, ...more },
  metadata: { eventSchemaVersion: 1, eventTimestamp: new Date().toISOString() },
})
const emailEvents = 'homeappliance-message-email-events'

test('a message is one mail to the address of the account, which stands in no row', async () => {
  expect(await shop.call('ready')).toEqual({ ok: true })
  const orderId = orderIdOf(1)
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery')
  await shop.say(orderId, 'DeliveryStarted', 'DeliveryStarted')
  const [started, packed] = await told(orderId, 'sent')
  const mails = await shop.mails()
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    'Your order 0000-0000 is being packed',
    'Your order 0000-0000 is on its way',
  ])
  for (const { from, to } of mails)
    expect([from, to]).toEqual(['"The shop" <orders@shop.example>', ['kang@example.com']])
  const ids = mails.map(({ headers }) => headers['X-Message-Id']).sort()
  expect(ids).toEqual([started?.messageId, packed?.messageId].sort())
  const { MESSAGE_DB } = await shop.env<{ MESSAGE_DB: Database }>()
  const { results } = await MESSAGE_DB.prepare('SELECT * FROM messages').all()
  expect(JSON.stringify(results)).not.toContain('kang@example.com')
})

test('what the platform tells of a mail is shown: delivered, or bounced with its code', async () => {
  const [started, packed] = await messagesOf(orderIdOf(1))
  const mails = await shop.mails()
  const idOf = (message: CustomerMessage | undefined) =>
    mails.find(({ headers }) => headers['X-Message-Id'] === message?.messageId)?.messageId ?? ''
  const unknown = { delivery: { smtpEnhancedStatusCode: '5.1.1', smtpResponse: '550 <kang@example.com> unknown' } }
  expect(await shop.hear(emailEvents, event('delivered', idOf(packed)))).toBe(true)
  expect(await shop.hear(emailEvents, event('bounced', idOf(started), unknown))).toBe(true)
  expect(await messagesOf(orderIdOf(1))).toMatchObject([{ status: 'bounced', cause: '5.1.1' }, { status: 'delivered' }])
  expect(await shop.hear(emailEvents, event('delivered', 'of-no-message'))).toBe(false)
})

test('an account without an address is told in the shop alone, and not tried for ever', async () => {
  const orderId = orderIdOf(2)
  const before = (await shop.mails()).length
  await shop.tell(orderId, stranger.subject, 'place', 'pay', 'take', 'startDelivery')
  await shop.say(orderId, 'DeliveryStarted')
  const [message] = await told(orderId, 'failed')
  expect(message).toMatchObject({ cause: 'the account has no e-mail address here', tries: 1 })
  const again = await shop.as(ops)('replay', message?.messageId, request)
  expect(again).toMatchObject({ value: { status: 'failed', tries: 2 } })
  expect(await shop.mails()).toHaveLength(before)
})

test('a notice to the owner of an account is a mail too', async () => {
  const notices = await startSingleWorker({ ...options, entrypoint: 'Notices' })
  try {
    await notices.call('send', {
      noticeId: 'n-1',
      kind: 'passwordReset',
      to: { name: 'Kang', email: 'kang@example.com' },
      text: 'Dear Kang, with this link you set a new password.',
      link: 'https://shop.example/auth/reset?token=secret',
      language: 'ko',
    })
    expect(await notices.mails()).toMatchObject([{ to: ['kang@example.com'], subject: '새 비밀번호 설정' }])
  } finally {
    await notices.close()
  }
})
