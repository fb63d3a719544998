// The message Worker as it is deployed, with its D1, its queue, and a webhook that listens.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { CustomerMessage } from '../../../src/contract/customer-message.ts'
import type { Database } from '../../../src/platform/database.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, stranger, ops } = callers
const request = { requestId: 'req_test', idempotencyKey: null }
const secret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`
const received: { headers: IncomingHttpHeaders; body: string }[] = []
let status = 204
const webhook = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(status).end()
  })
})
let shop: SingleWorker

beforeAll(async () => {
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  const { port } = webhook.address() as AddressInfo
  shop = await startSingleWorker({
    context: 'message',
    entrypoint: 'Messages',
    vars: { MESSAGE_WEBHOOK_URL: `http://127.0.0.1:${port}/told`, MESSAGE_WEBHOOK_SECRET: secret },
  })
})
afterAll(async () => {
  await shop?.close()
  webhook.close()
})

const patience = { timeout: 30_000, interval: 50 }

test('it is ready', async () => {
  expect(await shop.call('ready')).toEqual({ ok: true })
})

test('the customer is told once, by a signed webhook, though the message comes three times', async () => {
  const orderId = orderIdOf(1)
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery')
  await shop.say(orderId, 'DeliveryStarted', 'DeliveryStarted', 'DeliveryStarted')
  await vi.waitFor(async () => {
    expect(await shop.as(customer)('list', orderId, firstPage)).toMatchObject({
      value: { items: [{ kind: 'deliveryStarted', orderId }, { kind: 'packed' }] },
    })
  }, patience)
  // What comes after it in the same queue has been handled: so the repeats have been, too.
  await shop.tell(orderId, customer.subject, 'cancel', 'takeCancel', 'recall')
  await shop.say(orderId, 'DeliveryCanceled')
  await vi.waitFor(() => expect(received).toHaveLength(3), patience)
  const [result] = received
  const id = String(result?.headers['webhook-id'])
  expect(result?.headers['idempotency-key']).toBe(id)
  // As a receiver verifies it, with the package of the specification.
  const verified = new Webhook(secret).verify(result?.body ?? '', result?.headers as Record<string, string>)
  expect(verified).toMatchObject({ messageId: id, orderId })
  expect(await shop.as(customer)('get', id)).toMatchObject({ value: { messageId: id, orderId } })
  expect(await shop.as(stranger)('get', id)).toMatchObject({ rejection: { code: 'message_not_found' } })
})

test('a webhook that is down is tried again under the same id until it answers', async () => {
  const orderId = orderIdOf(2)
  const before = received.length
  status = 503
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery')
  await shop.say(orderId, 'DeliveryStarted')
  await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(before + 4), patience)
  const waiting = { status: 'waiting', cause: 'the message webhook answered 503' }
  expect(await shop.as(ops)('list', orderId, firstPage)).toMatchObject({ value: { items: [waiting, waiting] } })
  status = 204
  await vi.waitFor(async () => {
    expect(await shop.as(customer)('list', orderId, firstPage)).toMatchObject({
      value: { items: [{ status: 'sent' }, { status: 'sent' }] },
    })
  }, patience)
  expect(new Set(received.slice(before).map(({ headers }) => headers['webhook-id'])).size).toBe(2)
})

test('after a day a webhook that is down is given up, and what failed is sent again by hand under the same id', async () => {
  const orderId = orderIdOf(3)
  const shown = async () => {
    const page = (await shop.as(ops)('list', orderId, firstPage)) as { value: { items: CustomerMessage[] } }
    return page.value.items
  }
  status = 503
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery')
  await shop.say(orderId, 'DeliveryStarted')
  await vi.waitFor(async () => expect(await shown()).toMatchObject([{ status: 'waiting' }, {}]), patience)
  // A day later.
  const { MESSAGE_DB } = await shop.env<{ MESSAGE_DB: Database }>()
  const dayBefore = new Date(Date.now() - 24 * 60 * 60_000).toISOString()
  await MESSAGE_DB.prepare(`UPDATE messages SET first_tried_at = ? WHERE problem = 'waiting'`).bind(dayBefore).run()
  await vi.waitFor(
    async () => expect(await shown()).toMatchObject([{ status: 'failed' }, { status: 'failed' }]),
    patience,
  )
  const [failed] = await shown()
  const triesBefore = received.length
  expect(await shop.as(ops)('replay', failed?.messageId, request)).toMatchObject({ value: { status: 'failed' } })
  status = 204
  expect(await shop.as(ops)('replay', failed?.messageId, request)).toMatchObject({ value: { status: 'sent' } })
  const replayed = received.slice(triesBefore)
  expect(replayed.map(({ headers }) => headers['webhook-id'])).toEqual([failed?.messageId, failed?.messageId])
  const told = JSON.parse(replayed[1]?.body ?? '')
  expect(told).toMatchObject({ orderId, text: failed?.text, to: { customerName: 'Kang' } })
  const rest = await shop.as(ops)('replayAll', {}, request)
  expect(rest).toMatchObject({ value: { sent: 1, failed: 0, left: 0 } })
})
