// No gap: while every context is replaced by a later release and rolled back, under steady load and while tables are
// migrated, no request fails, nothing is lost, and nothing that the later release has written is stripped.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextWorkers } from '../../scripts/workers.ts'
import { type Driver, drive } from '../kill/driver.ts'
import { healed, inBatches, violationTexts } from '../kill/healing.ts'
import { scenarioOf } from '../kill/scenario.ts'
import { type OrderView, type ShopClient, shopClient } from '../kill/shop-client.ts'
import { isFinal } from '../simulation/invariants.ts'
import { laterMigration } from '../support/harness/later-release.ts'
import { openShop, type Shop, until } from '../support/shop.ts'
import { type Follower, followChanges } from './follower.ts'
import { read } from './reads.ts'
import { type Rollout, rollOut } from './rollout.ts'
import { archivedEvents, rowsOfFinals } from './rows.ts'

const seed = 20261130
/** In the order of a deployment: callees before callers. */
const contexts = [...contextWorkers.map(({ name }) => name.replace('homeappliance-', '')), 'gateway']
const withObjects = ['order', 'payment', 'sandbox', 'mypage']
/** So many calls of a context go to each of its releases before the next step. */
const callsMin = 2
const readsAtOnce = 5
const readsMax = 300
/** So many orders are written by the later release alone. */
const ordersMin = 12
const finishedSecondsMax = 120
const healSecondsMax = 90

let shop: Shop
let client: ShopClient
let driver: Driver
let follower: Follower
/** Of the reads. */
const failures: string[] = []

beforeAll(async () => {
  shop = await openShop({ rolling: true, vars: { order: { CONFIRM_SECONDS: '5' } } })
  client = await shopClient(shop.origin)
  follower = await followChanges(shop)
  driver = drive(client, seed, { clients: 6, scenarioOf: (random) => scenarioOf(random, () => 'tok_approved') })
  await until(
    async () => driver.finished,
    (finished) => finished.some(({ customer }) => customer === 'customer'),
  )
})
afterAll(() => shop?.close())

test('every context is replaced and rolled back under load, and nobody notices', async () => {
  const orderReplacedAt = await replaceAll()
  await rollBack('gateway', 'payment')
  const writtenByLater = await until(
    async () => driver.finished.filter(({ answers: [first] }) => (first?.order.placedAt ?? '') > orderReplacedAt),
    ({ length }) => length >= ordersMin,
    finishedSecondsMax,
  )
  const rows = await rowsOfFinals(shop, client, writtenByLater)
  expect(rows.filter(({ paper }) => paper !== 'red')).toEqual([])
  expect(new Set(rows.map(({ table }) => table))).toEqual(new Set(['orders', 'worklist', 'deliveries']))
  await rollBack('order', 'docs')
  for (const context of contexts) await rollOut(shop, context, 100)
  await driver.close()
  expect([...driver.interrupted, ...failures, ...follower.failures]).toEqual([])
  for (const context of withObjects) expect((await rollOut(shop, context)).reset).toBeGreaterThan(0)

  await healed(client, driver.orders, healSecondsMax)
  const views = await inBatches(driver.orders, (known) => client.view(known))
  expect(views.flatMap(violationTexts)).toEqual([])
  const placed = [...(await client.ordersOf('customer')), ...(await client.ordersOf('customer2'))]
  expect(placed.toSorted()).toEqual(driver.orders.map(({ orderId }) => orderId).toSorted())
  expect(await deadLetters()).toEqual([])
  await until(
    async () => views.filter(({ orderId, events }) => !follower.shows(orderId, events.length) && isOfCustomer(orderId)),
    ({ length }) => length === 0,
  )
  await until(
    () => notArchived(views.filter(hasEnded)),
    ({ length }) => length === 0,
    healSecondsMax,
  )
  await follower.close()
})

function isOfCustomer(orderId: string): boolean {
  return driver.orders.some((known) => known.orderId === orderId && known.customer === 'customer')
}

async function notArchived(views: readonly OrderView[]): Promise<string[]> {
  const archived = await archivedEvents(shop)
  const lacks = ({ orderId, events }: OrderView) => events.filter(({ seq }) => archived.get(orderId)?.has(seq) !== true)
  return views.flatMap((view) => lacks(view).map(({ seq, type }) => `${view.orderId}: ${seq} ${type}`))
}

function hasEnded({ order }: OrderView): boolean {
  return order !== null && isFinal(order)
}

/** Each context after its callees. The instant from which on the order is of the later release. */
async function replaceAll(): Promise<string> {
  let orderReplacedAt = ''
  for (const context of contexts) {
    await replace(context)
    if (context === 'order') orderReplacedAt = new Date().toISOString()
  }
  return orderReplacedAt
}

/** An order of the customer whose scenario is over. */
function orderId(): string {
  const known = driver.finished.find(({ customer }) => customer === 'customer')
  if (known === undefined) throw new Error('there is no order')
  return known.orderId
}

/** Half of the calls, and then all. */
async function replace(context: string): Promise<void> {
  if (context === 'delivery') await migrate()
  for (const share of [50, 100]) await setShare(context, share)
}

/** Callers before their callees, each at once. */
async function rollBack(from: string, to: string): Promise<void> {
  const [first, last] = [contexts.indexOf(from), contexts.indexOf(to)]
  for (const context of contexts.slice(last, first + 1).reverse()) await setShare(context, 0)
}

async function setShare(context: string, share: number): Promise<void> {
  const before = await rollOut(shop, context, share)
  const isDone = ({ today, later }: Rollout) =>
    (share === 100 || today >= before.today + callsMin) && (share === 0 || later >= before.later + callsMin)
  for (let reads = 0; !isDone(await rollOut(shop, context)); reads += readsAtOnce) {
    if (reads > readsMax) throw new Error(`${reads} reads have not reached both releases of ${context}`)
    driver.throwFailure()
    const found = await Promise.all(Array.from({ length: readsAtOnce }, () => read(client, context, orderId())))
    failures.push(...found.flatMap((failure) => (failure === null ? [] : [`${context} at ${share} %: ${failure}`])))
  }
}

async function deadLetters(): Promise<unknown> {
  const answer = await client.call('ops', { method: 'GET', path: '/deadLetters' })
  return answer?.body['items']
}

/** As a deployment does it: before the Worker, and while the release before runs. */
async function migrate(): Promise<void> {
  const { DELIVERY_DB } = await shop.harness.getWorker<{ DELIVERY_DB: D1Database }>('homeappliance-delivery').getEnv()
  await DELIVERY_DB.batch([
    DELIVERY_DB.prepare(laterMigration.sql),
    DELIVERY_DB.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(laterMigration.name),
  ])
}
