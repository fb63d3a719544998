// The changes of a customer's orders over a WebSocket, by the real Workers: none is missed, and none comes twice.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { closeCodes } from '../../../src/contract/live.ts'
import { followersMax } from '../../../src/mypage/live-hub.ts'
import { boundDatabases, type DatabaseBindings } from '../../../src/platform/bound-databases.ts'
import { callers } from '../../support/callers.ts'
import { LiveClient } from '../../support/live-client.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
const opened: LiveClient[] = []

beforeAll(async () => {
  shop = await openShop()
  kang = storyOf(shop)
})
afterAll(async () => {
  for (const client of opened) client.cut()
  await shop.close()
})

async function follow(since = '', account: 'customer' | 'customer2' = 'customer'): Promise<LiveClient> {
  return await followBy(await shop.token(account), since)
}

async function followBy(token: string, since = ''): Promise<LiveClient> {
  const headers = { authorization: `Bearer ${token}` }
  const client = new LiveClient(shop.origin, `/myPages/live${since === '' ? '' : `?since=${since}`}`, headers)
  opened.push(client)
  return await client.open()
}

const begun = (client: LiveClient) =>
  until(
    async () => client.frames.length,
    (count) => count > 0,
  )

test('a page that follows is told of each change of its own orders, with the whole order', async () => {
  const [mine, other] = [await follow(), await follow('', 'customer2')]
  await Promise.all([begun(mine), begun(other)])
  expect(mine.frames).toEqual([{ event: 'start', id: expect.stringMatching(/^\d+$/) }])
  const orderId = await kang.upTo('payApproved')
  await kang.take(orderId)
  await until(
    async () => mine.told.at(-1),
    (last) => last !== undefined && last.orderId === orderId && last.seq >= 4,
  )
  const { body } = await shop.call('customer', 'GET', `/myPages/${orderId}`)
  const { ageSeconds: _, ...shown } = body
  expect(mine.told.at(-1)).toMatchObject(shown)
  expect(other.told).toEqual([])
})

test('a client that is cut off ten times at random during 200 changes sees each change once, and in order', async () => {
  const client = await follow()
  await begun(client)
  let cuts = 0
  let isOver = false
  const cutting = (async () => {
    while (!isOver) {
      await after(Math.random() * 400)
      client.cut()
      cuts += 1
      if (Math.random() < 0.5) await after(Math.random() * 300)
      await client.open()
    }
  })()
  const orderIds = await inLanes(100, async () => (await kang.place()).orderId)
  const has = (seq: number) => async () =>
    client.told.filter((one) => one.seq === seq && orderIds.includes(one.orderId))
  await until(has(1), (told) => told.length >= 100)
  await inLanes(100, async (number) => await kang.cancel(orderIds[number] ?? ''))
  await until(has(2), (told) => told.length >= 100)
  while (cuts < 10) await after(50)
  isOver = true
  await cutting
  const told = client.told.filter(({ orderId }) => orderIds.includes(orderId))
  expect(told).toHaveLength(200)
  for (const seq of [1, 2]) {
    expect(
      told
        .filter((one) => one.seq === seq)
        .map(({ orderId }) => orderId)
        .sort(),
    ).toEqual(orderIds.toSorted())
  }
  const times = client.frames.map(({ id }) => Number.parseInt(id, 10))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(new Set(client.frames.map(({ id }) => id)).size).toBe(client.frames.length)
})

test('who cannot open a socket is told the same by server-sent events', async () => {
  const headers = { authorization: `Bearer ${await shop.token('customer')}` }
  const response = await fetch(`${shop.origin}/myPages/live`, { headers })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const upTo = async (text: string) => {
    for (let seen = ''; !seen.includes(text); ) seen += (await reader?.read())?.value ?? ''
  }
  await upTo('event: start')
  const { orderId } = await kang.place()
  await upTo(`-${orderId}`)
  await reader?.cancel()
})

/** Together 500 open pages: a customer has 32 at most. */
const [customers, pagesOfOne] = [20, 25]

describe('at rest', () => {
  test('500 open pages ask the database nothing, and are answered when they ask whether they are connected', async () => {
    const mine = await Promise.all(Array.from({ length: pagesOfOne }, () => follow()))
    const others = Array.from({ length: customers - 1 }, async (_, number) => {
      const token = await shop.tokenOfCustomer(`usr_live_${number}`)
      return await Promise.all(Array.from({ length: pagesOfOne }, () => followBy(token)))
    })
    const clients = [...mine, ...(await Promise.all(others)).flat()]
    expect(clients).toHaveLength(500)
    await Promise.all(clients.map(begun))
    await inEachShard('ALTER TABLE orders RENAME TO orders_away')
    await inEachShard('ALTER TABLE followed RENAME TO followed_away')
    await after(3000)
    for (const client of clients) client.send('ping')
    await until(
      async () => clients.every(({ texts }) => texts.includes('pong')),
      (isSo) => isSo,
    )
    await inEachShard('ALTER TABLE followed_away RENAME TO followed')
    await inEachShard('ALTER TABLE orders_away RENAME TO orders')
    expect(shop.harness.getLogs().filter(({ message }) => message.includes('live_look_failed'))).toEqual([])
    const { orderId } = await kang.place()
    for (const client of mine) {
      await until(
        async () => client.told.map((one) => one.orderId),
        (told) => told.includes(orderId),
      )
    }
    for (const client of clients) client.cut()
  })

  test('an object that slept goes on where each socket was', async () => {
    const client = await follow()
    await begun(client)
    await shop.harness
      .getWorker('homeappliance-mypage')
      .evictDurableObject('LiveObject', { name: demoAccounts.customer.id })
    const { orderId } = await kang.place()
    await until(
      async () => client.told.map((one) => one.orderId),
      (told) => told.includes(orderId),
    )
  })
})

describe('a socket is closed', () => {
  test('when a message comes that nobody takes', async () => {
    const client = await follow()
    client.send('{"event":"order"}')
    const closed = await until(
      async () => client.closed,
      (seen) => seen !== null,
    )
    expect(closed?.code).toBe(closeCodes.notTaken)
  })

  test('when its session has ended, and no other one is', async () => {
    const [mine, other] = [await follow(), await follow('', 'customer2')]
    const token = await shop.token('customer')
    const { sid, sub } = JSON.parse(atob(token.split('.')[1] ?? ''))
    await shop.callWorker('MYPAGES', 'endSession', { ...callers.customer, subject: sub }, sid)
    await until(
      async () => mine.isClosing,
      (isSo) => isSo,
    )
    const closed = await until(
      async () => mine.closed,
      (seen) => seen !== null,
    )
    expect(closed?.code).toBe(closeCodes.ended)
    expect(other.closed).toBeNull()
  })
})

describe('a socket is refused', () => {
  const upgrade = async (path: string, headers: Record<string, string>) =>
    (await shop.harness.fetch(path, { headers: { upgrade: 'websocket', ...headers } })).status
  const bearer = async (account: 'customer' | 'customer2' | 'staff') => ({
    authorization: `Bearer ${await shop.token(account)}`,
  })

  test('without a token, to another role, and from a place that is none', async () => {
    expect(await upgrade('/myPages/live', {})).toBe(401)
    expect(await upgrade('/myPages/live', await bearer('staff'))).toBe(403)
    expect(await upgrade('/myPages/live?since=x', await bearer('customer'))).toBe(422)
  })

  test('when the customer has too many', async () => {
    for (const client of opened) client.cut()
    const clients = await Promise.all(Array.from({ length: followersMax }, () => follow('', 'customer2')))
    await until(
      async () => await upgrade('/myPages/live', await bearer('customer2')),
      (status) => status === 429,
    )
    for (const client of clients) client.cut()
    expect(await upgrade('/myPages/live', await bearer('customer'))).toBe(101)
  })
})

const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The results of so many runs, five at a time, in their order. */
async function inLanes<T>(count: number, run: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  const numbers = Array.from({ length: count }).keys()
  const lane = async () => {
    for (const number of numbers) results[number] = await run(number)
  }
  await Promise.all([lane(), lane(), lane(), lane(), lane()])
  return results
}

async function inEachShard(sql: string): Promise<void> {
  const env = await shop.harness.getWorker<DatabaseBindings<'MYPAGE_DB', D1Database>>('homeappliance-mypage').getEnv()
  for (const shard of [...boundDatabases<'MYPAGE_DB', D1Database>(env, 'MYPAGE_DB').values()])
    await shard.prepare(sql).run()
}
