// Self-healing: events lost on the way, or rows lost from a store, are found and sent again automatically.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Subscriber } from '../../../src/contract/routing.ts'
import { boundDatabases, type DatabaseBindings } from '../../../src/platform/bound-databases.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { runScript } from '../../support/run-script.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

const forgetful = ['ordermanagement', 'delivery', 'message', 'mypage', 'payment', 'analytics', 'operations'] as const

let shop: Shop
let kang: ReturnType<typeof storyOf>
let mypageOf: (customerId: string) => D1Database

beforeAll(async () => {
  // An order that is kept for ever writes down that its subscribers have all: by that the tests see it at rest.
  const order = { CONFIRM_SECONDS: '2', RECHECK_SECONDS: '3', RETENTION_DAYS: '0' }
  shop = await openShop({ breakable: forgetful, vars: { order } })
  kang = storyOf(shop)
  const shards = [
    ...boundDatabases<'MYPAGE_DB', D1Database>(
      await shop.harness.getWorker<DatabaseBindings<'MYPAGE_DB', D1Database>>('homeappliance-mypage').getEnv(),
      'MYPAGE_DB',
    ).values(),
  ]
  mypageOf = (customerId) => shards[shardOf(customerId, shards.length)] as D1Database
})
afterAll(() => shop.close())

test('while every message of seven contexts is lost, every order still reaches its right end', async () => {
  const started = await kang.upTo('deliveryStarted')
  await kang.tells(started, 4)
  const kept = await kang.upTo('payApproved')
  await shop.forgetful(true)
  const paid = await kang.upTo('payApproved')
  expect((await kang.take(kept)).body.orderStatus).toBe('orderTaken')
  expect((await kang.cancel(started)).body.orderStatus).toBe('orderCanceled')
  await until(
    () => shop.call('staff', 'GET', `/ordermgmts/${paid}`),
    (row) => row.body['orderStatus'] === 'payApproved',
  )
  await kang.reaches(kept, 'deliveryStarted')
  await kang.reaches(started, 'payCanceled')
  await kang.tells(kept, 4)
  await kang.tells(started, 7)
  for (const orderId of [paid, kept, started]) await kang.agrees(orderId)
  expect(await kang.ledger(started)).toMatchObject({ charges: [{}], refunds: [{}] })
  await until(
    () => kang.sales(),
    (sums) => JSON.stringify(sums) === '[{"orders":3,"canceled":1}]',
  )
  await shop.call('staff', 'PATCH', `/ordermgmts/${paid}`, { orderStatus: 'orderCanceled', reason: 'sold out' })
  await until(
    () => shop.call<{ items: { action: string }[] }>('ops', 'GET', `/audit?target=${paid}`),
    ({ body }) => body.items.map(({ action }) => action).join() === 'cancelOrder',
  )
  await shop.forgetful(false)
})

test('what was lost from a projection comes back by itself while the order is not final', async () => {
  const orderId = await kang.upTo('payApproved')
  await kang.agrees(orderId)
  await forgetRow(orderId)
  await kang.agrees(orderId)
})

test('a history that somebody has changed is told from one that is whole', async () => {
  const orderId = await kang.upTo('payApproved')
  const path = `/orders/${orderId}/events/verification`
  expect((await shop.call('customer', 'GET', path)).body).toMatchObject({ whole: true, events: 2 })
  expect((await shop.call('customer2', 'GET', path)).status).toBe(404)
  expect((await shop.call('courier', 'GET', path)).status).toBe(403)
  const worker = shop.harness.getWorker('homeappliance-order')
  const storage = await worker.getDurableObjectStorage('OrderObject', { name: orderId })
  await storage.exec(`UPDATE event SET by_id = 'somebody else' WHERE seq = 2`)
  expect((await shop.call('ops', 'GET', path)).body).toEqual({ whole: false, brokenAt: 2 })
})

test('for a final order ops send everything again, and nobody else may', async () => {
  const orderId = await kang.upTo('deliveryCompleted')
  await kang.tells(orderId, 5)
  await kang.agrees(orderId)
  await until(
    () => appliedOf(orderId),
    ({ mypage }) => mypage === 5,
  )
  await forgetRow(orderId)
  const path = `/orders/${orderId}/republish`
  expect((await shop.call('customer', 'POST', path)).status).toBe(403)
  expect((await shop.call('staff', 'POST', path)).status).toBe(403)
  expect((await shop.call('ops', 'POST', '/orders/ord_00000000000000000000000000/republish')).status).toBe(404)
  expect((await kang.mypage(orderId)).seq).toBeUndefined()
  expect((await shop.call('ops', 'POST', path)).status).toBe(202)
  await kang.agrees(orderId)
  expect((await kang.messages(orderId)).map(({ kind }) => kind).sort()).toEqual([
    'delivered',
    'deliveryStarted',
    'packed',
    'paid',
    'received',
  ])
  expect(await kang.history(orderId)).toHaveLength(5)
})

describe('after a restore one command has every order that changed since sent out again', () => {
  const hourMs = 3_600_000
  const republish = (since: number, args: string[] = [], env: Record<string, string> = {}) => {
    const to = ['--since', new Date(since).toISOString(), '--origin', shop.origin, ...args]
    return runScript('republish', env, [], to)
  }
  const sentAgain = expect.stringMatching(/^[1-9]\d* orders sent .*, 0 could not$/m)

  /** At rest: it is final, and looks at nobody any more. */
  async function atRest(orderId: string, seq: number): Promise<string> {
    await kang.agrees(orderId)
    await until(
      () => appliedOf(orderId),
      ({ mypage }) => mypage === seq,
    )
    return orderId
  }

  test('of mypage: delivered ones, and one that was canceled before it was paid', async () => {
    const delivered = await atRest(await kang.upTo('deliveryCompleted'), 5)
    const unpaid = await kang.upTo('orderStarted')
    const { seq } = await kang.agrees(unpaid)
    const backup = await mypageOf('1').prepare('SELECT * FROM orders WHERE order_id = ?').bind(unpaid).first()
    await kang.cancel(unpaid)
    await atRest(unpaid, 2)
    await forgetRow(delivered)
    await mypageOf('1')
      .prepare('UPDATE orders SET seq = ?, order_json = ? WHERE order_id = ?')
      .bind(seq, backup?.['order_json'], unpaid)
      .run()
    expect(await kang.mypage(unpaid)).toMatchObject({ orderStatus: 'orderStarted' })
    const run = republish(Date.now())
    expect([await run.ended, run.output()]).toEqual([0, sentAgain])
    for (const orderId of [delivered, unpaid]) await kang.agrees(orderId)
  })

  test('of the worklist', async () => {
    const orderId = await atRest(await kang.upTo('deliveryCompleted'), 5)
    const shown = () => shop.call('staff', 'GET', `/ordermgmts/${orderId}`)
    expect((await shown()).status).toBe(200)
    const { ORDERMANAGEMENT_DB } = await shop.harness
      .getWorker<{ ORDERMANAGEMENT_DB: D1Database }>('homeappliance-ordermanagement')
      .getEnv()
    await ORDERMANAGEMENT_DB.prepare('DELETE FROM worklist').run()
    expect((await shown()).status).toBe(404)
    const run = republish(Date.now())
    expect([await run.ended, run.output()]).toEqual([0, sentAgain])
    await until(shown, ({ body }) => body['orderStatus'] === 'deliveryCompleted')
  })

  test('and not what had long come to rest before; when a token runs out it goes on where it was', async () => {
    const orderId = await atRest(await kang.upTo('deliveryCompleted'), 5)
    await forgetRow(orderId)
    const since = Date.now() + 2 * hourMs
    const none = republish(since)
    expect([await none.ended, none.output()]).toEqual([0, expect.stringMatching(/^\d* orders sent .*, 0 could not$/m)])
    expect((await kang.mypage(orderId)).seq).toBeUndefined()
    const [, from = ''] = /--from '([^']+)'/.exec(none.output()) ?? []
    expect(from).toMatch(/^\/orders\?since=.*&cursor=/)
    const goingOn = republish(since, ['--from', from])
    expect([await goingOn.ended, goingOn.output()]).toEqual([0, expect.stringContaining('0 could not')])
  })

  test.each<[string, string[], Record<string, string>, string]>([
    ['no instant', ['--since', 'yesterday'], {}, '--since is a day or an instant'],
    ['another list', ['--from', '/items'], {}, '--from is what was printed'],
    ['a token that has run out', [], { TOKEN: 'x' }, 'HTTP 401'],
  ])('%s is told, with how to use it', async (_, args, env, result) => {
    const run = republish(Date.now(), args, env)
    expect([await run.ended, run.output()]).toEqual([2, expect.stringContaining(result)])
    expect(run.output()).toContain('usage: npm run republish')
  })
})

/** What the order's actor has written down about its subscribers. */
async function appliedOf(orderId: string): Promise<Partial<Record<Subscriber, number>>> {
  const worker = shop.harness.getWorker('homeappliance-order')
  const storage = await worker.getDurableObjectStorage('OrderObject', { name: orderId })
  const [row] = await storage.exec('SELECT confirmed FROM outbox')
  return row === undefined ? {} : JSON.parse(String(row['confirmed']))
}

/** The row is gone, as after the restore of a backup from before. */
async function forgetRow(orderId: string): Promise<void> {
  const deleted = await mypageOf('1').prepare('DELETE FROM orders WHERE order_id = ?').bind(orderId).run()
  expect(deleted.meta.changes).toBe(1)
}
