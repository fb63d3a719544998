// /messages: what a customer was told and wants to be told, and that it is theirs alone.
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'
import { webhookSecret } from '../../../support/message-context.ts'
import { kangsForm } from '../../../support/story.ts'

const shop = await httpShop()

async function messagesOf(orderId: string) {
  const { body } = await shop.call('customer', 'GET', `/messages?orderId=${orderId}`)
  return Array.isArray(body['items']) ? body['items'] : []
}

test('GET /messages lists those of one order, or all, a page at a time', async () => {
  const orderId = await shop.order('take')
  await shop.order('take')
  const kinds = ['deliveryStarted', 'packed', 'paid', 'received']
  expect(await messagesOf(orderId)).toMatchObject(kinds.map((kind) => ({ orderId, kind })))
  const first = await shop.call('customer', 'GET', '/messages?limit=1')
  const next = await shop.call('customer', 'GET', `/messages?limit=1&cursor=${first.body['cursor']}`)
  expect(next.body['items']).toHaveLength(1)
  expect(next.body['items']).not.toEqual(first.body['items'])
})

test('GET /messages/{messageId} is its customer’s: to another it is not there', async () => {
  const [message] = await messagesOf(await shop.order('take'))
  const path = `/messages/${message.messageId}`
  expect(await shop.call('customer', 'GET', path)).toMatchObject({ status: 200, body: message })
  expect(await shop.call('stranger', 'GET', path)).toMatchObject({ status: 404, body: { code: 'message_not_found' } })
})

test('PUT /messages/settings switches kinds off, and GET shows them', async () => {
  const body = { off: ['packed', 'delivered'] }
  const put = (input: object) => shop.call('customer', 'PUT', '/messages/settings', { body: input })
  expect(await put(body)).toMatchObject({ status: 200, body })
  expect(await shop.call('customer', 'GET', '/messages/settings')).toMatchObject({ status: 200, body })
  expect(await shop.call('stranger', 'GET', '/messages/settings')).toMatchObject({ status: 200, body: { off: [] } })
  const orderId = await shop.order('take')
  expect(await messagesOf(orderId)).toMatchObject(['deliveryStarted', 'paid', 'received'].map((kind) => ({ kind })))
  for (const wrong of [{ off: ['shouted'] }, { off: 'packed' }, {}, { on: [] }]) {
    expect(await put(wrong)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  }
  expect(await shop.call('customer', 'GET', '/messages/settings')).toMatchObject({ body })
})

test('an order is told of in the language in which its customer read the shop', async () => {
  const headers = { 'Accept-Language': 'ko-KR,ko' }
  const placed = await shop.call('customer', 'POST', '/orders', { body: { ...kangsForm, itemId: '7' }, headers })
  expect(placed).toMatchObject({ status: 201, body: { language: 'ko' } })
  expect(await messagesOf(String(placed.body['orderId']))).toMatchObject([
    { kind: 'received', text: expect.stringContaining('접수되었습니다') },
  ])
})

test('POST /messages/reports takes what the receiver signs, once, and nothing else', async () => {
  const [message] = await messagesOf(await shop.order('take'))
  const path = `/messages/${message.messageId}`
  expect(message).toMatchObject({ status: 'recorded' })
  const report = { messageId: message.messageId, status: 'bounced', at: new Date().toISOString(), cause: '5.1.1' }
  const send = (text: string, secret = webhookSecret, signed = text) => {
    const at = new Date()
    const headers = {
      'webhook-id': 'rep_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('rep_1', at, signed),
    }
    return shop.call(null, 'POST', '/messages/reports', { text, headers })
  }
  // The signature is over the bytes, however the JSON is laid out.
  const spaced = JSON.stringify(report, null, 2)
  const forged = { status: 401, body: { code: 'signature_invalid' } }
  expect(await send(spaced, `whsec_${btoa('another secret')}`)).toMatchObject(forged)
  expect(await send(spaced, webhookSecret, JSON.stringify(report))).toMatchObject(forged)
  expect(await shop.call(null, 'POST', '/messages/reports', { text: spaced })).toMatchObject(forged)
  expect(await shop.call('customer', 'GET', path)).toMatchObject({ body: { status: 'recorded' } })
  for (const _ of [1, 2]) expect(await send(spaced)).toMatchObject({ status: 204 })
  expect(await shop.call('staff', 'GET', path)).toMatchObject({ body: { status: 'bounced', cause: '5.1.1' } })
  // Why is the shop's to know.
  const own = await shop.call('customer', 'GET', path)
  expect([own.body['status'], Object.keys(own.body).includes('cause')]).toEqual(['bounced', false])
  const unknown = JSON.stringify({ ...report, messageId: 'msg_none' })
  expect(await send(unknown)).toMatchObject({ status: 404, body: { code: 'message_not_found' } })
  for (const wrong of [{ ...report, status: 'read' }, { ...report, cause: 'no such mailbox' }, {}])
    expect(await send(JSON.stringify(wrong))).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  expect(await send(JSON.stringify({ ...report, cause: 'x'.repeat(70_000) }))).toMatchObject({ status: 413 })
  expect(await shop.call('staff', 'GET', '/messages?status=bounced')).toMatchObject({
    body: { items: [expect.objectContaining({ messageId: message.messageId })] },
  })
  expect(await shop.call('stranger', 'GET', '/messages?status=bounced')).toMatchObject({ body: { items: [] } })
  expect(await shop.call('staff', 'GET', '/messages?status=sent')).toMatchObject({ status: 422 })
})

test('POST /messages/{messageId}/replay sends one that bounced again, and POST /messages/replay those that failed', async () => {
  const [message] = await messagesOf(await shop.order('take'))
  const replay = (who: 'customer' | 'staff' | 'ops') => shop.call(who, 'POST', `/messages/${message.messageId}/replay`)
  expect(await replay('customer')).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } })
  expect(await replay('staff')).toMatchObject({ status: 409, body: { code: 'message_not_replayable' } })
  const fail = `UPDATE messages SET problem = 'failed', problem_at = recorded_at, sent_at = NULL
    WHERE message_id = '${message.messageId}'`
  shop.databases.message.rows(fail)
  expect(await replay('staff')).toMatchObject({ status: 200, body: { ...message, sentAt: expect.any(String) } })
  shop.databases.message.rows(fail)
  const all = (body: object) => shop.call('ops', 'POST', '/messages/replay', { body })
  expect(await all({ until: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 200, body: { sent: 0, left: 0 } })
  expect(await all({})).toMatchObject({ status: 200, body: { sent: 1, failed: 0, left: 0 } })
  expect(await all({ since: 'yesterday' })).toMatchObject({ status: 422, body: { field: 'since' } })
  expect(await shop.call('ops', 'POST', '/messages/msg_none/replay')).toMatchObject({ status: 404 })
})
