// Poison, dead letter, repair, redrive: from the API and the pages of ops, over the real Workers, and audited.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeadLetter } from '../../../src/contract/dead-letter.ts'
import { boundDatabases, type DatabaseBindings } from '../../../src/platform/bound-databases.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { signedIn } from '../../support/visitor.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  // No order asks its subscribers: what reaches them again is what ops send again.
  shop = await openShop({ spread: ['mypage'], vars: { order: { CONFIRM_SECONDS: '100000' } } })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

const lettersOf = async (query: string) =>
  (await shop.call<{ items: DeadLetter[] }>('ops', 'GET', `/deadLetters?${query}`)).body.items

/** While it runs, mypage's database refuses the order, and each message comes to mypage at its last try. */
async function poisoned(orderId: string, work: () => Promise<unknown>): Promise<void> {
  const worker = shop.harness.getWorker<DatabaseBindings<'MYPAGE_DB', D1Database>>('homeappliance-mypage')
  const shards = [...boundDatabases<'MYPAGE_DB', D1Database>(await worker.getEnv(), 'MYPAGE_DB').values()]
  const each = (sql: string) => Promise.all(shards.map((shard) => shard.prepare(sql).run()))
  const refused = `WHEN NEW.order_id = '${orderId}' BEGIN SELECT RAISE(ABORT, 'poison'); END`
  await each(`CREATE TRIGGER poison_insert BEFORE INSERT ON orders ${refused}`)
  await each(`CREATE TRIGGER poison_update BEFORE UPDATE ON orders ${refused}`)
  await shop.lastTry(true)
  await work()
  await shop.lastTry(false)
  await each('DROP TRIGGER poison_insert')
  await each('DROP TRIGGER poison_update')
}

test('an order of the second queue goes there, and there again when it is sent again; an old message in the other one harms nothing', async () => {
  const placed: string[] = []
  const ofQueue = (queue: number) => placed.filter((orderId) => shardOf(orderId, 2) === queue)
  while ((ofQueue(0).length === 0 || ofQueue(1).length === 0) && placed.length < 50) {
    placed.push((await kang.place()).orderId)
  }
  const [[first = ''], [second = '']] = [ofQueue(0), ofQueue(1)]
  /** The queues have brought so many messages, beside that of each order when it was placed. */
  const brought = (...more: readonly [number, number]) => {
    const wanted = more.map((number, queue) => number + ofQueue(queue).length)
    return until(
      () => shop.acknowledged(),
      ({ mypage = 0, mypage_1 = 0 }) => `${[mypage, mypage_1]}` === `${wanted}`,
    )
  }
  await brought(0, 0)
  await poisoned(second, async () => {
    for (const orderId of [first, second]) await kang.pay(orderId)
    await until(
      () => lettersOf(`orderId=${second}&state=open`),
      (letters) => letters.length === 1,
    )
    await kang.agrees(first)
  })
  await brought(1, 1)
  await shop.call('ops', 'POST', '/deadLetters/redrive', { subscriber: 'mypage', orderId: second })
  await kang.agrees(second)
  await brought(1, 2)

  // As while the number of queues is changed: what was in another queue comes after what was sent later.
  const row = async () => {
    const { body } = await shop.call('customer', 'GET', `/myPages/${second}`)
    const { ageSeconds: _, ...shown } = body
    return shown
  }
  const shown = await row()
  const messages = await shop.callWorker<unknown[]>('ORDER_COMMANDS', 'messages', second, true)
  expect([messages.length, shown['seq']]).toEqual([2, 2])
  await shop.replay([{ subscriber: 'mypage', bodies: messages.toReversed() }])
  await brought(3, 2)
  expect(await row()).toEqual(shown)
})

test('a poison message is dead with its cause, holds nobody up, and once repaired is sent again and applied', async () => {
  const [poison, behind] = [await kang.upTo('orderStarted'), await kang.upTo('orderStarted')]
  for (const orderId of [poison, behind]) await kang.agrees(orderId)
  await poisoned(poison, async () => {
    for (const orderId of [poison, behind]) await kang.pay(orderId)
    await until(
      () => lettersOf(`orderId=${poison}`),
      (letters) => letters.length === 1,
    )
    await kang.agrees(behind)
  })

  const [letter] = await lettersOf(`subscriber=mypage&type=PayApproved&state=open&orderId=${poison}`)
  expect(letter).toMatchObject({ subscriber: 'mypage', subject: poison, attempts: 100, deaths: 1 })
  expect(letter?.cause).toContain('poison')
  const { body: found, status } = await shop.call('ops', 'GET', `/deadLetters/${letter?.deadLetterId}`)
  expect([status, found]).toEqual([200, letter])
  const { customerName, deliveryAddress, deliveryPhoneNumber } = kangsForm
  for (const text of [customerName, deliveryAddress, deliveryPhoneNumber]) expect(letter?.body).not.toContain(text)

  const path = `/deadLetters/${letter?.deadLetterId}/redrive`
  for (const who of ['customer', 'staff', 'courier', null] as const) {
    expect((await shop.call(who, 'POST', path)).status).toBe(who === null ? 401 : 403)
  }
  expect((await kang.mypage(poison)).seq).toBe(1)
  const sent = await shop.call('ops', 'POST', path)
  expect([sent.status, sent.body]).toMatchObject([202, { state: 'sentAgain' }])
  await kang.agrees(poison)
  expect(await lettersOf(`orderId=${poison}&state=open`)).toEqual([])
})

test('one that dies again is open again; many are sent by their filter; one is discarded for a reason', async () => {
  const orderId = await kang.upTo('orderStarted')
  await kang.agrees(orderId)
  const isOpen = (deaths: number) =>
    until(
      () => lettersOf(`orderId=${orderId}`),
      ([letter]) => letter?.state === 'open' && letter.deaths === deaths,
    )
  await poisoned(orderId, async () => {
    await kang.pay(orderId)
    const [letter] = await isOpen(1)
    await shop.call('ops', 'POST', `/deadLetters/${letter?.deadLetterId}/redrive`)
    expect(await isOpen(2)).toMatchObject([{ deadLetterId: letter?.deadLetterId, attempts: 200 }])
  })
  const filter = { subscriber: 'mypage', orderId }
  const went = await shop.call('ops', 'POST', '/deadLetters/redrive', filter)
  expect([went.status, went.body]).toMatchObject([200, { sent: 1, left: 0 }])
  await kang.agrees(orderId)
  const [letter] = await lettersOf(`orderId=${orderId}`)
  const discarded = await shop.call('ops', 'POST', `/deadLetters/${letter?.deadLetterId}/discard`, {
    reason: 'the order agrees',
  })
  expect([discarded.status, discarded.body]).toMatchObject([200, { state: 'discarded' }])
  expect((await shop.call('ops', 'POST', '/deadLetters/nothing/discard', { reason: 'none' })).status).toBe(404)

  const page = await (await signedIn(shop.origin, 'ops')).get(`/ops/dead-letters/${letter?.deadLetterId}`)
  const html = await page.text()
  for (const text of ['Discarded', 'Dead letter sent again', 'the order agrees', 'poison']) expect(html).toContain(text)
  expect(html).not.toContain(kangsForm.deliveryAddress)
})

test('a synthetic order goes through the queues, and names the context that is away', async () => {
  type Run = { orderId: string; failedStep: string | null; cause: string | null }
  const place = async () => (await shop.call<Run>('ops', 'POST', '/syntheticOrders')).body
  const well = await place()
  expect(well).toMatchObject({ failedStep: null, cause: null })
  const order = await shop.call('ops', 'GET', `/orders/${well.orderId}`)
  expect(order.body).toMatchObject({ orderStatus: 'payCanceled', customerId: 'homeappliance:synthetic' })
  expect((await shop.call('staff', 'GET', `/ordermgmts/${well.orderId}`)).status).toBe(404)
  await shop.outage(true)
  const failed = await place()
  await shop.outage(false)
  expect(failed).toMatchObject({ failedStep: 'show' })
  const { body } = await shop.call<{ items: Run[] }>('ops', 'GET', '/syntheticOrders?limit=2')
  expect(body.items).toEqual([failed, well])
})
