// Thousands of orders through the public API, and what the shop's databases and its webhook's receiver hold of them.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { D1Database } from '@cloudflare/workers-types'
import { boundDatabases, type DatabaseBindings } from '../../src/platform/bound-databases.ts'
import { settleAll, throwFirst, valuesOf } from '../../src/platform/concurrency.ts'
import { httpClient } from './http-client.ts'
import type { Account, Shop } from './shop.ts'
import { kangsForm } from './story.ts'

const customers = ['customer', 'customer2'] as const satisfies readonly Account[]
const atOnceMax = 12

export type OrderState = { seq: number; orderStatus: string }

export function orderLoad(shop: Shop) {
  const { send, close } = httpClient(shop.origin)
  const owners = new Map<string, Account>()

  async function call<T>(account: Account, wanted: number, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await send({ method, path, token: await shop.token(account), body })
    if (answer.status !== wanted) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
    return JSON.parse(answer.body) as T
  }

  const ownerOf = (orderId: string) => owners.get(orderId) ?? 'customer'

  return {
    close,
    /** Every fourth is paid in the same call. */
    place: (count: number) =>
      eachOf([...Array(count).keys()], async (number) => {
        const account = customers[number % customers.length] ?? 'customer'
        const body = { ...kangsForm, ...(number % 4 === 0 ? { paymentToken: 'tok_approved' } : {}) }
        const { orderId } = await call<{ orderId: string }>(account, 201, 'POST', '/orders', body)
        owners.set(orderId, account)
        return orderId
      }),
    cancel: (orderIds: readonly string[]) =>
      eachOf(orderIds, (id) => call(ownerOf(id), 200, 'PATCH', `/orders/${id}`, { orderStatus: 'orderCancel' })),
    /** Have each order polled now: it brings its subscribers what they lack. */
    republish: (orderIds: readonly string[]) =>
      eachOf(orderIds, (id) => call('ops', 202, 'POST', `/orders/${id}/republish`)),
    /** A page of the customer's orders, and one of them. */
    read: async (orderId: string) => {
      const token = await shop.token(ownerOf(orderId))
      const paths = ['/myPages?limit=5', `/myPages/${orderId}`]
      return await eachOf(paths, async (path) => (await send({ method: 'GET', path, token })).status)
    },
    /** The orders as they are, by their own objects. */
    states: (orderIds: readonly string[]) =>
      eachOf(orderIds, async (id) => {
        const { seq, orderStatus, updatedAt } = await call<OrderState & { updatedAt: string }>(
          ownerOf(id),
          200,
          'GET',
          `/orders/${id}`,
        )
        return { orderId: id, seq, orderStatus, updatedAt }
      }),
  }
}

/** The results of work on each item, a few at a time, in the order of the items. Throws the first failure. */
async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = await settleAll(items, atOnceMax, work)
  throwFirst(results)
  return valuesOf(results)
}

/** The databases of mypage together. */
export async function myPageRows(shop: Shop) {
  const shards = [
    ...boundDatabases<'MYPAGE_DB', D1Database>(
      await shop.harness.getWorker<DatabaseBindings<'MYPAGE_DB', D1Database>>('homeappliance-mypage').getEnv(),
      'MYPAGE_DB',
    ).values(),
  ]
  const sql = `SELECT order_id AS orderId, seq, json_extract(order_json, '$.orderStatus') AS orderStatus FROM orders`
  return {
    /** The statements in each database, as one transaction. */
    run: async (...statements: string[]) =>
      void (await Promise.all(shards.map((shard) => shard.batch(statements.map((one) => shard.prepare(one)))))),
    all: async () => {
      const found = await Promise.all(shards.map((shard) => shard.prepare(sql).all<OrderState & { orderId: string }>()))
      return found.flatMap(({ results }) => results)
    },
  }
}

/** Of each message that the customers were sent, its order and kind, as the store recorded it. */
export async function recordedMessages(shop: Shop): Promise<string[]> {
  const { MESSAGE_DB } = await shop.harness.getWorker<{ MESSAGE_DB: D1Database }>('homeappliance-message').getEnv()
  const sql = `SELECT order_id || ' ' || kind AS message FROM messages WHERE sent_at IS NOT NULL`
  const { results } = await MESSAGE_DB.prepare(sql).all<{ message: string }>()
  return results.map(({ message }) => message)
}

/** A receiver of the message webhook, which knows a message by its id. */
export async function openReceiver() {
  const received = new Map<string, { message: string; times: number }>()
  let answersAfterMs = 0
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const id = String(request.headers['webhook-id'])
      const { orderId, kind }: { orderId: string; kind: string } = JSON.parse(body)
      received.set(id, { message: `${orderId} ${kind}`, times: (received.get(id)?.times ?? 0) + 1 })
      setTimeout(() => response.writeHead(204).end(), answersAfterMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    vars: { MESSAGE_WEBHOOK_URL: `http://127.0.0.1:${port}/`, MESSAGE_WEBHOOK_SECRET: 'a secret of the tests' },
    /** Of each message, its order and kind. */
    messages: () => [...received.values()].map(({ message }) => message),
    /** From now on it takes so long for each message, so that many are under way. */
    takes: (ms: number) => {
      answersAfterMs = ms
    },
    /** Those that came more than once, under the same id. */
    repeated: () => [...received.values()].filter(({ times }) => times > 1).map(({ message }) => message),
    close: () => server.close(),
  }
}
