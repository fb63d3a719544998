// A projection is rebuilt while orders keep coming: what was changed by hand is repaired, no reader fails, and nothing
// that an event leads to is done again.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projections } from '../../../src/contract/rebuild.ts'
import { runScript } from '../../support/run-script.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
beforeAll(async () => {
  shop = await openShop({ vars: { order: { CONFIRM_SECONDS: '1' } } })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

async function databaseOf(
  context: (typeof projections)[number],
  binding = `${context.toUpperCase()}_DB`,
): Promise<D1Database> {
  const env = await shop.harness.getWorker<Record<string, D1Database>>(`homeappliance-${context}`).getEnv()
  const database = env[binding]
  if (database === undefined) throw new Error(`there is no ${binding}`)
  return database
}

async function rebuild(...args: string[]) {
  const script = runScript('rebuild', { TOKEN: await shop.token('ops') }, [], ['--origin', shop.origin, ...args])
  return { code: await script.ended, output: script.output() }
}

test('each projection is compared, repaired and compared again while orders keep coming', async () => {
  const done = await kang.upTo('deliveryCompleted')
  const started = await kang.upTo('deliveryStarted')
  const paid = await kang.upTo('payApproved')
  await kang.agrees(done)
  await until(
    () => shop.call<{ events: number }>('ops', 'POST', '/archive'),
    ({ body }) => body.events > 0,
  )
  const told = await shop.call<{ items: unknown[] }>('customer', 'GET', '/messages?limit=100')
  const histories = () => Promise.all([done, started, paid].map(async (id) => (await kang.history(id)).length))
  const before = await histories()

  const analytics = await databaseOf('analytics')
  await analytics.prepare('UPDATE order_facts SET captured = 1 WHERE order_id = ?').bind(done).run()
  const delivery = await databaseOf('delivery')
  await delivery.prepare(`UPDATE deliveries SET status = 'canceled' WHERE order_id = ?`).bind(done).run()
  const worklist = await databaseOf('ordermanagement')
  await worklist.prepare(`UPDATE worklist SET order_status = 'orderCanceled' WHERE order_id = ?`).bind(paid).run()

  for (const binding of ['MYPAGE_DB_0', 'MYPAGE_DB_1']) {
    const mypage = await databaseOf('mypage', binding)
    const tampered = `json_set(order_json, '$.total.amount', 1)`
    await mypage.prepare(`UPDATE orders SET order_json = ${tampered} WHERE order_id = ?`).bind(started).run()
  }

  let isOver = false
  const reads: number[] = []
  const traffic = Promise.all([
    (async () => {
      while (!isOver) await storyOf(shop, 'customer2').upTo('payApproved')
    })(),
    (async () => {
      while (!isOver) {
        reads.push((await shop.call('staff', 'GET', '/ordermgmts?limit=5')).status)
        reads.push((await shop.call('customer', 'GET', '/myPages?limit=5')).status)
      }
    })(),
  ])
  try {
    for (const projection of projections) {
      expect(await rebuild('--compare', projection)).toEqual({ code: 1, output: expect.stringContaining('1 differ') })
      const { code, output } = await rebuild(projection)
      expect([code, output]).toEqual([0, expect.stringContaining(', 1 repaired\n')])
      expect(output).toMatch(/, 0 differ\n$/)
    }
  } finally {
    isOver = true
    await traffic
  }
  expect(new Set(reads)).toEqual(new Set([200]))
  expect(await histories()).toEqual(before)
  const toldAfter = await shop.call<{ items: unknown[] }>('customer', 'GET', '/messages?limit=100')
  expect(toldAfter.body.items).toEqual(told.body.items)
  expect((await shop.call('customer', 'GET', `/myPages/${started}`)).body).toMatchObject({ total: { amount: 4500 } })
  expect((await shop.call('staff', 'GET', `/ordermgmts/${paid}`)).body).toMatchObject({ orderStatus: 'payApproved' })
  expect((await shop.call('staff', 'GET', `/deliveries/${done}`)).body).toMatchObject({ status: 'completed' })
})

test('a database that was set back is brought up to date by the clock alone', async () => {
  const orderId = await kang.upTo('deliveryCompleted')
  await kang.agrees(orderId)
  const clock = async () => {
    const operations = shop.harness.getWorker('homeappliance-operations')
    expect((await operations.scheduled({ cron: '*/5 * * * *', scheduledTime: new Date() })).outcome).toBe('ok')
  }
  await clock()
  const known = await kang.mypage(orderId)
  // As after a restore: something of before, and no mark. An event of the last minute would be waited for.
  for (const binding of ['MYPAGE_DB_0', 'MYPAGE_DB_1']) {
    const mypage = await databaseOf('mypage', binding)
    const older = `json_set(order_json, '$.orderStatus', 'orderStarted')`
    await mypage.prepare(`UPDATE orders SET order_json = ${older} WHERE order_id = ?`).bind(orderId).run()
    await mypage.prepare('DELETE FROM watermark').run()
  }
  expect(await kang.mypage(orderId)).toMatchObject({ orderStatus: 'orderStarted' })
  await clock()
  expect(await kang.mypage(orderId)).toMatchObject({ orderStatus: known.orderStatus, seq: known.seq })
  const logs = shop.harness.getLogs().map(({ message }) => message)
  expect(logs.filter((line) => /"event":"projection_/.test(line)).map((line) => JSON.parse(line))).toMatchObject([
    { event: 'projection_set_back', projection: 'mypage' },
  ])
})

test('the whole life of an order is printed by one command, with what led to each step', async () => {
  const orderId = await kang.upTo('deliveryStarted')
  await kang.tells(orderId, 4)
  await kang.cancel(orderId)
  await kang.reaches(orderId, 'payCanceled')
  const trace = async (...args: string[]) => {
    const script = runScript('trace', { TOKEN: await shop.token('ops') }, [], [...args, '--origin', shop.origin])
    return { code: await script.ended, output: script.output() }
  }
  const { code, output } = await trace(orderId)
  expect(code).toBe(0)
  for (const line of [
    / event +1 OrderPlaced +customer 1, call req_/,
    / payment +attempt 1 approved/,
    / event +\d OrderTaken +staff staff-1, call req_/,
    / event +\d DeliveryStarted +system delivery, after event \d/,
    / message +received recorded +msg_/,
    / payment +refund \(cancel\) of 4500 KRW done/,
  ])
    expect(output).toMatch(line)
  // What the customer wrote or was told is nobody's to read here.
  expect(output).not.toMatch(/Kang|Gangnam/)
  expect(await trace('ord_1')).toEqual({ code: 2, output: expect.stringContaining('whole id') })
  const unknown = 'ord_0123456789abcdefghjkmnpqrs'
  expect(await trace(unknown)).toEqual({ code: 2, output: expect.stringContaining('order_not_found') })
})

test('what is no projection is told', async () => {
  expect(await rebuild('catalog')).toEqual({ code: 2, output: expect.stringContaining('usage: npm run rebuild') })
})
