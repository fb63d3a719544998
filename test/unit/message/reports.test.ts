// The receiver of the webhooks reports what became of a message: signed, once, and in the order of what happened.
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { receiveReport } from '../../../src/message/reports.ts'
import { findMessage, recordSent } from '../../../src/message/store.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const now = Date.parse('2026-11-02T10:00:00.000Z')
const bounced = { messageId: 'msg_1', status: 'bounced', at: '2026-11-02T09:30:00Z', cause: '5.1.1' }
const delivered = { messageId: 'msg_1', status: 'delivered', at: '2026-11-02T09:31:00Z' }

async function withMessage() {
  const database = openDatabase('message')
  const store = { database, vault: testVault }
  const message = { messageId: 'msg_1', orderId: 'ord_1', customerId: 'usr_1', kind: 'paid', text: 'Paid.' } as const
  const sent = { sentAt: '2026-11-02T09:00:00.000Z', channel: 'webhook', channelId: null }
  await recordSent(store, { message: { ...message, recordedAt: sent.sentAt }, key: null }, sent).run()
  const report = (body: unknown, { by = secret, secrets = secret }: { by?: string; secrets?: string } = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = {
      'webhook-id': 'rep_1',
      'webhook-timestamp': String(now / 1000),
      'webhook-signature': new Webhook(by).sign('rep_1', new Date(now), text),
    }
    return receiveReport({ shards: inOne(database), secrets, now: () => now }, headers, new TextEncoder().encode(text))
  }
  const standing = async () => (await findMessage(store, 'msg_1'))?.message
  return { database, report, standing }
}

describe('a report', () => {
  test('of a bounce is shown with its cause, and a delivery after it takes its place', async () => {
    const { report, standing } = await withMessage()
    expect(await report(bounced)).toEqual({ ok: true, value: null })
    expect(await standing()).toMatchObject({ status: 'bounced', cause: '5.1.1' })
    expect(await report(delivered)).toEqual({ ok: true, value: null })
    expect(await standing()).toMatchObject({ status: 'delivered' })
  })

  test('that repeats, or comes late, changes nothing', async () => {
    const { database, report } = await withMessage()
    await report(delivered)
    const before = database.rows('SELECT * FROM messages')
    for (const again of [delivered, { ...bounced, at: delivered.at }, bounced])
      expect(await report(again)).toEqual({ ok: true, value: null })
    expect(database.rows('SELECT * FROM messages')).toEqual(before)
  })
})

describe('a report is refused', () => {
  test.each([
    ['message_not_found', { ...bounced, messageId: 'msg_2' }],
    ['invalid_request', { ...bounced, status: 'opened' }],
    ['invalid_request', { ...bounced, cause: 'no mailbox of kang@example.com' }],
    ['invalid_request', { ...bounced, at: 'yesterday' }],
    ['invalid_request', { ...bounced, at: '2027-01-01T00:00:00Z' }],
    ['invalid_request', { ...bounced, more: true }],
    ['invalid_request', 'not JSON'],
  ])('%s', async (code, body) => {
    const { report, standing } = await withMessage()
    expect(await report(body)).toMatchObject({ ok: false, rejection: { code } })
    expect(await standing()).toMatchObject({ status: 'sent' })
  })

  test('when it is not signed with the secret, and always where there is none', async () => {
    const { report } = await withMessage()
    const notSigned = { rejection: { code: 'signature_invalid' } }
    expect(await report(bounced, { by: 'whsec_bmV3IHNlY3JldA==' })).toMatchObject(notSigned)
    expect(await report(bounced, { secrets: '' })).toMatchObject(notSigned)
  })
})
