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
import { type Known, type Outside, outsideOf, type Sight, shownAs } from './outside.ts'
import { type Platform, platformOn } from './platform.ts'
import { dependsOnFailingMeans, wrongWith } from './promises.ts'

const killsMin = 10
const killsAtWork = 8
const ordersMin = 300
const workMsMax = 4000
const startMsMax = 6000
/** Promised from the last restart on, with no hand involved, where the platform starts in the usual time. */
const healSecondsMax = 60
const startSecondsUsual = 10
/** Looked at for longer, so that what is late can be told from what is lost. */
const lookSecondsMax = 300

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-kill-'))
const platform = platformOn(join(folder, 'state'), await freePort())
afterAll(async () => {
  await platform.kill()
  rmSync(folder, { recursive: true, force: true })
})

test('killed at random instants under load, it loses and doubles nothing, and heals by itself', async () => {
  const seed = Number(variable('KILL_SEED') ?? Date.now() % 2 ** 32)
  await platform.start()
  const outside = await outsideOf(platform.origin)
  const driver = drive(outside, seed)
  const { instants, starts } = await killAgainAndAgain(platform, driver, new Random(seed, 0))
  const restartedAt = Date.now()
  const slowness = Math.max(1, Math.min(...starts) / startSecondsUsual)
  const healMsMax = healSecondsMax * slowness * 1000
  await driver.close()
  const { orders } = driver
  const afterTheMinute = delay(restartedAt + healMsMax - Date.now()).then(() => outside.shown())
  await healed(outside, orders)
  const wellSeconds = (Date.now() - restartedAt) / 1000
  const sights = await inTurns(orders, (known) => outside.look(known))
  // What comes of means at which the provider always fails is known when nothing can arrive any more, and not before.
  const [last] = sights.filter((sight) => !dependsOnFailingMeans(sight)).toSorted((a, b) => b.lastAt - a.lastAt)
  const healSeconds = ((last?.lastAt ?? Number.POSITIVE_INFINITY) - restartedAt) / 1000
  process.stdout.write(
    `${[
      `KILL_SEED=${seed}: ${instants.length} kills, at ${instants.join(', ')}`,
      `${orders.length} orders acknowledged: ${tally(sights.map(endOf))}`,
      `${driver.cutOff()} requests cut off and made again; answers: ${tally(driver.answers)}`,
      `its starts took ${starts.join(', ')} s, so ${healMsMax / 1000} s are allowed`,
      `seen to be well ${wellSeconds} s after the last restart`,
      `at rest ${healSeconds} s after the last restart, the last of them ${last && storyOf(last, restartedAt)}`,
    ].join('\n')}\n`,
  )
  expect(sights.flatMap((sight) => findingsOf(sight).map((finding) => `KILL_SEED=${seed} ${finding}`))).toEqual([])
  const placed = [...(await outside.ordersOf('customer')), ...(await outside.ordersOf('customer2'))]
  const known = new Set(orders.map(({ orderId }) => orderId))
  expect(placed.filter((orderId) => !known.has(orderId))).toEqual([])
  expect(healSeconds * 1000).toBeLessThanOrEqual(healMsMax)
  // What is shown bears no time of its own: it must be shown so when the minute is over.
  const shown = await afterTheMinute
  expect(sights.flatMap((sight) => lateIn(sight, shown.get(sight.orderId)))).toEqual([])
  expect(instants.length).toBeGreaterThanOrEqual(killsMin)
  expect(orders.length).toBeGreaterThanOrEqual(ordersMin)
})

/** Kills of a platform that is open and at work; every fourth is followed by one while it is just about to start. */
async function killAgainAndAgain(shop: Platform, { orders }: Driver, random: Random) {
  const instants: string[] = []
  /** How many seconds each start took that was let to its end. */
  const starts: number[] = []
  for (let kill = 1; kill <= killsAtWork; kill++) {
    // However slow the machine, there is work between the kills: each waits for its share of the orders.
    while (orders.length < (ordersMin * kill) / killsAtWork) await delay(100)
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

/** Resolves when every order is as promised, or when there is no more use in waiting: then its findings tell. */
async function healed(outside: Outside, orders: readonly Known[]): Promise<void> {
  const until = Date.now() + lookSecondsMax * 1000
  for (let left = orders; left.length > 0 && Date.now() < until; await delay(1000)) {
    const isWell = await inTurns(left, async (known) => findingsOf(await outside.look(known)).length === 0)
    left = left.filter((_, index) => !isWell[index])
  }
}

function lateIn(sight: Sight, atTheMinute = shownAs(undefined, undefined)): string[] {
  const { worklist, deliveries } = sight
  const [delivery] = deliveries
  const right = shownAs(worklist?.seq, delivery && String(delivery['status']))
  if (dependsOnFailingMeans(sight) || atTheMinute === right) return []
  return [`it was shown as ${atTheMinute}, and then as ${right}: ${storyOf(sight, 0)}`]
}

function findingsOf(sight: Sight): string[] {
  return wrongWith(sight).map((wrong) => `${wrong}: ${storyOf(sight, 0)}`)
}

/** Its history, in seconds from an instant, and how its payment stands. */
function storyOf({ orderId, events, payment }: Sight, from: number): string {
  const result = events.map(({ type, at }) => `${type} ${(Date.parse(at) - from) / 1000}`)
  const tried = payment.attempts.map(({ status }) => status)
  return `${orderId} (${result.join(', ')}; attempts: ${tried.join(', ') || 'none'})`
}

function endOf({ order }: Sight): string {
  return order?.orderStatus === 'orderStarted' ? `orderStarted/${order.payment.status}` : `${order?.orderStatus}`
}

function tally(things: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const thing of things.toSorted()) counts.set(thing, (counts.get(thing) ?? 0) + 1)
  return [...counts].map(([thing, count]) => `${count} × ${thing}`).join(', ')
}

/** A few at a time: the platform is asked, not overrun. */
async function inTurns<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < things.length; at += 8) {
    results.push(...(await Promise.all(things.slice(at, at + 8).map(work))))
  }
  return results
}
