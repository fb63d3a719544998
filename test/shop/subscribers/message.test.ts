// The message Worker as it is deployed, with its queue, a webhook that listens, and three databases of D1: the first
// order stands in database 0, and those that are placed later in the two others.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { D1Database } from '@cloudflare/workers-types'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { CustomerMessage } from '../../../src/contract/customer-message.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { migrate } from '../../support/migrate.ts'
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
const added = ['MESSAGE_DB_1', 'MESSAGE_DB_2'] as const
const bound = ['MESSAGE_DB', ...added] as const
/** When the two databases were added. */
const from = new Date(Date.now() + 86_400_000).toISOString()
let shop: SingleWorker
let databases: Record<string, D1Database>

beforeAll(async () => {
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  const { port } = webhook.address() as AddressInfo
  shop = await startSingleWorker({
    context: 'message',
    entrypoint: 'Messages',
    vars: {
      MESSAGE_WEBHOOK_URL: `http://127.0.0.1:${port}/told`,
      MESSAGE_WEBHOOK_SECRET: secret,
      MESSAGE_LAYOUTS: `0; 1-2 from ${from}`,
    },
    databases: Object.fromEntries(added.map((name) => [name, name])),
  })
  databases = await shop.env()
})
afterAll(async () => {
  await shop?.close()
  webhook.close()
})

const patience = { timeout: 30_000, interval: 50 }

test('it is ready when each database is migrated, and not before', async () => {
  await expect(shop.call('ready')).rejects.toThrow('500')
  for (const name of added) await migrate(databases[name], 'message')
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
  await shop.setClock(from)
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
  const dayBefore = new Date(Date.now() - 24 * 60 * 60_000).toISOString()
  const triedBefore = `UPDATE messages SET first_tried_at = '${dayBefore}' WHERE problem = 'waiting'`
  for (const name of bound) await databases[name]?.prepare(triedBefore).run()
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

test('each order is told from the database of its time and id alone, and the lists are of all of them', async () => {
  for (const number of [4, 5, 6]) {
    const orderId = orderIdOf(number)
    await shop.tell(orderId, customer.subject, 'place', 'pay')
    await shop.say(orderId, 'OrderPlaced', 'PayApproved')
    await vi.waitFor(async () => {
      expect(await shop.as(customer)('list', orderId, firstPage)).toMatchObject({ value: { items: [{}, {}] } })
    }, patience)
  }
  const found: Record<string, unknown[]> = {}
  for (const name of bound) {
    const rows = await databases[name]?.prepare('SELECT order_id FROM told_orders ORDER BY order_id').raw()
    found[name] = rows?.flat() ?? []
  }
  const later = [2, 3, 4, 5, 6].map(orderIdOf)
  expect(found).toEqual({
    MESSAGE_DB: [orderIdOf(1)],
    MESSAGE_DB_1: later.filter((orderId) => shardOf(orderId, 2) === 0),
    MESSAGE_DB_2: later.filter((orderId) => shardOf(orderId, 2) === 1),
  })
  const page = (await shop.as(customer)('list', null, { limit: 100, cursor: null })) as { value: { items: unknown[] } }
  expect(page.value.items.map((item) => (item as CustomerMessage).orderId)).toEqual(
    [6, 5, 4, 3, 2].flatMap((number) => [orderIdOf(number), orderIdOf(number)]).concat(Array(3).fill(orderIdOf(1))),
  )
})
