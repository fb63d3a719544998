// The whole local platform, killed with SIGKILL at random instants under load and started again on the same state:
// nothing acknowledged is lost, nobody is charged twice, and every order reaches its right end with no hand involved.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { variable } from '../../scripts/environment.ts'
import { Random } from '../simulation/random.ts'
import { freePort } from '../support/free-port.ts'
import { type Driver, drive } from './driver.ts'
import { healed, historyText, inBatches, violationTexts } from './healing.ts'
import { killablePlatform, type Platform } from './platform.ts'
import { usesFailingToken } from './promises.ts'
import { type OrderView, projectedState, shopClient } from './shop-client.ts'

const killsMin = 10
const killsAtWork = 8
const ordersMin = 300
const workMsMax = 4000
const startMsMax = 6000
/** From the last restart on, without help, on a machine where the platform starts in the usual time. */
const healSecondsMax = 60
const startSecondsUsual = 10

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-kill-'))
const platform = killablePlatform(join(folder, 'state'), await freePort())
afterAll(async () => {
  await platform.kill()
  rmSync(folder, { recursive: true, force: true })
})

test('killed at random instants under load, it loses and doubles nothing, and heals by itself', async () => {
  const seed = Number(variable('KILL_SEED') ?? Date.now() % 2 ** 32)
  await platform.start()
  const client = await shopClient(platform.origin)
  const driver = drive(client, seed)
  const { instants, starts } = await killAgainAndAgain(platform, driver, new Random(seed, 0))
  const restartedAt = Date.now()
  const slowness = Math.max(1, Math.min(...starts) / startSecondsUsual)
  const healMsMax = healSecondsMax * slowness * 1000
  await driver.close()
  const { orders } = driver
  const afterTheMinute = delay(restartedAt + healMsMax - Date.now()).then(() => client.projectedStates())
  await healed(client, orders)
  const healedSeconds = (Date.now() - restartedAt) / 1000
  const views = await inBatches(orders, (known) => client.view(known))
  // An order with a failing token is decided only when no late charge can arrive any more.
  const [last] = views.filter((view) => !usesFailingToken(view)).toSorted((a, b) => b.lastAt - a.lastAt)
  const healSeconds = ((last?.lastAt ?? Number.POSITIVE_INFINITY) - restartedAt) / 1000
  process.stdout.write(
    `${[
      `KILL_SEED=${seed}: ${instants.length} kills, at ${instants.join(', ')}`,
      `${orders.length} orders acknowledged: ${tally(views.map(endOf))}`,
      `${driver.interrupted.length} requests interrupted and repeated; answers: ${tally(driver.answers)}`,
      `its starts took ${starts.join(', ')} s, so ${healMsMax / 1000} s are allowed`,
      `seen to be healed ${healedSeconds} s after the last restart`,
      `at rest ${healSeconds} s after the last restart, the last of them ${last && historyText(last, restartedAt)}`,
    ].join('\n')}\n`,
  )
  expect(views.flatMap((view) => violationTexts(view).map((finding) => `KILL_SEED=${seed} ${finding}`))).toEqual([])
  const placed = [...(await client.ordersOf('customer')), ...(await client.ordersOf('customer2'))]
  const known = new Set(orders.map(({ orderId }) => orderId))
  expect(placed.filter((orderId) => !known.has(orderId))).toEqual([])
  expect(healSeconds * 1000).toBeLessThanOrEqual(healMsMax)
  // The projections have no time of their own: they must be right when the minute is over.
  const shown = await afterTheMinute
  expect(views.flatMap((view) => lateIn(view, shown.get(view.orderId)))).toEqual([])
  expect(instants.length).toBeGreaterThanOrEqual(killsMin)
  expect(orders.length).toBeGreaterThanOrEqual(ordersMin)
})

/** Kills the open platform under load. Every fourth kill is followed by another one during the start. */
async function killAgainAndAgain(shop: Platform, driver: Driver, random: Random) {
  const { orders } = driver
  const instants: string[] = []
  /** The seconds of each start that was not killed. */
  const starts: number[] = []
  for (let kill = 1; kill <= killsAtWork; kill++) {
    // Also on a slow machine there is work between the kills: each waits for its share of the orders.
    for (; orders.length < (ordersMin * kill) / killsAtWork; await delay(100)) driver.throwFailure()
    await delay(random.between(0, workMsMax))
    await shop.kill()
    instants.push(`${orders.length} orders`)
    if (kill % 4 === 0) {
      const start = shop.start().catch(() => {})
      await delay(random.between(0, startMsMax))
      await shop.kill()
      await start
      instants.push('the start')
    }
    const startedAt = Date.now()
    await shop.start()
    starts.push((Date.now() - startedAt) / 1000)
  }
  return { instants, starts }
}

function lateIn(view: OrderView, atTheMinute = projectedState(undefined, undefined)): string[] {
  const { worklist, deliveries } = view
  const [delivery] = deliveries
  const right = projectedState(worklist?.seq, delivery && String(delivery['status']))
  if (usesFailingToken(view) || atTheMinute === right) return []
  return [`it was shown as ${atTheMinute}, and then as ${right}: ${historyText(view, 0)}`]
}

function endOf({ order }: OrderView): string {
  return order?.orderStatus === 'orderStarted' ? `orderStarted/${order.payment.status}` : `${order?.orderStatus}`
}

function tally(items: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const item of items.toSorted()) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].map(([item, count]) => `${count} × ${item}`).join(', ')
}
