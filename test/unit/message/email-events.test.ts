// What the e-mail service tells of mails, in the shape that Cloudflare documents for its event subscriptions.
import { describe, expect, test } from 'vitest'
import { handleEmailEvents } from '../../../src/message/email-events.ts'
import { findMessage, recordSent } from '../../../src/message/store.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

type Parts = { at?: string; messageId?: string; payload?: Record<string, unknown> }

function event(type: string, { at = '2026-11-02T09:30:00.132Z', messageId = '0101-msg', payload = {} }: Parts = {}) {
  const told = { eventId: '0190', sender: 'orders@shop.example', recipient: 'kang@example.com', subject: 'Your order' }
  return {
    type: `cf.email.sending.message.${type}`,
    source: { type: 'email.sending', zoneId: '023e', domain: 'shop.example' },
    payload: { ...told, messageId, terminal: true, delivery: { status: type }, ...payload },
    metadata: { accountId: 'f9f7', eventSubscriptionId: '1830', eventSchemaVersion: 1, eventTimestamp: at },
  }
}
const userUnknown = {
  delivery: { status: 'bounced', smtpStatusCode: '550', smtpEnhancedStatusCode: '5.1.1', smtpResponse: '550 kang@…' },
  bounce: { type: 'hard', classification: 'permanent_failure', reason: '550 5.1.1 <kang@example.com> unknown' },
}

async function withMail() {
  const database = openDatabase('message')
  const store = { database, vault: testVault }
  const message = { messageId: 'msg_1', orderId: 'ord_1', customerId: 'usr_1', kind: 'paid', text: 'Paid.' } as const
  const sent = { sentAt: '2026-11-02T09:00:00.000Z', channel: 'email', channelId: '0101-msg' }
  await recordSent(store, { message: { ...message, recordedAt: sent.sentAt }, key: null }, sent).run()
  const logged: string[] = []
  const hear = async (body: unknown, attempts = 1) => {
    const verdicts: string[] = []
    const ack = () => void verdicts.push('ack')
    const retry = ({ delaySeconds }: { delaySeconds: number }) => void verdicts.push(`retry ${delaySeconds}`)
    const batch = { messages: [{ id: 'm-1', body, attempts, ack, retry }] }
    await handleEmailEvents({ shards: inOne(database), log: (line) => logged.push(line) }, batch)
    return verdicts
  }
  const standing = async () => (await findMessage(store, 'msg_1'))?.message
  return { database, hear, logged, standing }
}

describe('an event', () => {
  test.each([
    ['delivered', 'delivered', undefined, {}],
    ['bounced', 'bounced', '5.1.1', userUnknown],
    ['bounced', 'bounced', 'temporary_failure', { bounce: { classification: 'temporary_failure' } }],
    ['rejected', 'bounced', 'suppressed', { rejection: { reason: 'suppressed', detail: 'Recipient is suppressed' } }],
    ['failed', 'bounced', 'delivery_failed', { failure: { reason: 'delivery_failed' } }],
    ['bounced', 'bounced', null, { bounce: { classification: 'kang@example.com says no' } }],
    ['deferred', 'sent', undefined, {}],
    ['complained', 'sent', undefined, {}],
    ['opened', 'sent', undefined, {}],
  ])('%s: the message is %s, and its cause is %s', async (type, status, cause, payload) => {
    const { hear, standing } = await withMail()
    expect(await hear(event(type, { payload }))).toEqual(['ack'])
    const shown = await standing()
    expect([shown?.status, shown?.cause]).toEqual([status, cause])
  })

  test('that repeats or comes late changes nothing', async () => {
    const { database, hear, standing } = await withMail()
    await hear(event('bounced', { at: '2026-11-02T09:40:00Z', payload: userUnknown }))
    const before = database.rows('SELECT * FROM messages')
    await hear(event('bounced', { at: '2026-11-02T09:40:00Z', payload: userUnknown }))
    await hear(event('delivered', { at: '2026-11-02T09:39:59Z' }))
    expect(database.rows('SELECT * FROM messages')).toEqual(before)
    expect(await standing()).toMatchObject({ status: 'bounced' })
  })

  test('of a mail that is not recorded yet waits for it, and not for ever', async () => {
    const { hear } = await withMail()
    const early = event('delivered', { messageId: 'of-a-notice' })
    expect([await hear(early), await hear(early, 3), await hear(early, 4)]).toEqual([
      ['retry 30'],
      ['retry 30'],
      ['ack'],
    ])
  })

  test.each([[null], ['text'], [{ type: 'cf.kv.namespace.created' }], [{ ...event('bounced'), metadata: {} }]])(
    'that is none is logged, and holds up nothing: %j',
    async (body) => {
      const { hear, logged } = await withMail()
      expect(await hear(body)).toEqual(['ack'])
      expect(logged).toEqual(['email_event_not_understood'])
    },
  )

  test('waits while the database does not answer', async () => {
    const { database, hear, logged } = await withMail()
    database.rows('ALTER TABLE messages RENAME TO away')
    expect(await hear(event('delivered'))).toEqual(['retry 30'])
    expect(logged).toEqual(['email_event_retried'])
  })
})
