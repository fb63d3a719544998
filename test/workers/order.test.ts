// The order's Durable Object inside workerd: its shell, alarm and storage keep the promises of the plain class.
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { OrderEnv, OrderObject } from '../../workers/order/object.ts'
import { commands } from '../support/orders.ts'

declare global {
  namespace Cloudflare {
    interface Env extends OrderEnv {}
  }
}

const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const
let order: DurableObjectStub<OrderObject>
let orderId: string

beforeEach(() => {
  orderId = `ord_${crypto.randomUUID().replaceAll('-', '').slice(0, 26)}`
  order = env.ORDER_OBJECT.getByName(orderId)
})

async function give(...story: (typeof commands)[keyof typeof commands][]): Promise<void> {
  for (const command of story) expect(await order.handle(command, meta)).toMatchObject({ ok: true })
}

test('a command is recorded under the id the object was asked for by', async () => {
  await give(commands.PlaceOrder, commands.RecordPayApproved)
  expect(await order.read()).toMatchObject({ orderId, orderStatus: 'payApproved', seq: 2 })
})

test('what was acknowledged is still there after an eviction and after an abort', async () => {
  await give(commands.PlaceOrder)
  await evictDurableObject(order)
  await give(commands.RecordPayApproved)
  await abortAllDurableObjects()
  order = env.ORDER_OBJECT.getByName(orderId)
  const history = await order.history(null)
  expect(history?.events.map((event) => event.type)).toEqual(['OrderPlaced', 'PayApproved'])
})

test('a confirmed order keeps one alarm, for its deadline; one that is final too has that of its retention', async () => {
  await give(commands.PlaceOrder)
  await alarmBecomes((at) => at !== null && at > Date.now() + 1700 * 1000)
  await give(commands.RecordPayApproved, commands.TakeOrder, commands.RecordDeliveryStarted)
  await give(commands.RecordDeliveryCompleted)
  await alarmBecomes(isAfterYears)
  expect(await order.read()).toMatchObject({ orderStatus: 'deliveryCompleted', seq: 5 })
})

test('asking for an order that does not exist writes nothing', async () => {
  expect(await order.read()).toBeNull()
  expect(await order.handle(commands.CancelOrder, meta)).toMatchObject({ ok: false })
  const tables = await runInDurableObject(order, (_, state) =>
    state.storage.sql.exec(`SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'`).toArray(),
  )
  expect(tables).toEqual([])
  expect(await alarmOf()).toBeNull()
})

test('commands given at once are judged one after the other, and all are recorded', async () => {
  await give(commands.PlaceOrder)
  const [approved, canceled] = await Promise.all([
    order.handle(commands.RecordPayApproved, meta),
    order.handle(commands.CancelOrder, meta),
  ])
  expect([approved, canceled]).toMatchObject([{ ok: true }, { ok: true }])
  const types = (await order.history(null))?.events.map((event) => event.type)
  expect(types).toEqual(['OrderPlaced', 'PayApproved', 'OrderCanceled'])
})

test('an order that cannot be opened, by a release that was taken back say, comes back to its alarm when it can', async () => {
  await give(commands.PlaceOrder, commands.RecordPayApproved)
  await versionIs(99)
  for (let tries = 1; tries <= 10; tries++) {
    expect(await runDurableObjectAlarm(order)).toBe(true)
    expect(await alarmOf()).toBeGreaterThan(Date.now())
  }
  await versionIs(1)
  expect(await runDurableObjectAlarm(order)).toBe(true)
  await give(commands.TakeOrder, commands.RecordDeliveryStarted, commands.RecordDeliveryCompleted)
  await alarmBecomes(isAfterYears)
})

test('an alarm that the platform has given up is set again when somebody looks at the order', async () => {
  await give(commands.PlaceOrder)
  await alarmBecomes((at) => at !== null && at > Date.now() + 1700 * 1000)
  await runInDurableObject(order, (_, state) => state.storage.deleteAlarm())
  await evictDurableObject(order)
  expect(await order.read()).toMatchObject({ orderStatus: 'orderStarted' })
  await alarmBecomes((at) => at !== null)
})

/** The end of the retention. */
function isAfterYears(at: number | null): boolean {
  return at !== null && at > Date.now() + 4 * 365 * 86_400_000
}

/** Change the stored version of the first event, and restart the object. */
async function versionIs(version: number): Promise<void> {
  await runInDurableObject(order, (_, state) => {
    state.storage.sql.exec('UPDATE event SET version = ? WHERE seq = 1', version)
  })
  await evictDurableObject(order)
}

function alarmOf(): Promise<number | null> {
  return runInDurableObject(order, (_, state) => state.storage.getAlarm())
}

async function alarmBecomes(is: (at: number | null) => boolean): Promise<void> {
  while (!is(await alarmOf())) await scheduler.wait(20)
}
