// One run: a plan carried out in a fresh shop until nothing is left to happen, then judged.
import { orderIdFor } from '../../src/contract/ids.ts'
import { expectationOf, isTurnedAwayForOthers, isWhereItShouldBe, patienceMs } from './expectations.ts'
import { underVirtualGlobals } from './globals.ts'
import { type Invariant, isFinal } from './invariants.ts'
import { dawn, Kernel } from './kernel.ts'
import { type Fault, Lane } from './lane.ts'
import { type Witness, witnessOf } from './observation.ts'
import { type Buyer, People } from './people.ts'
import type { Command, Place, Plan, Restore } from './plan.ts'
import { atRest, healed } from './promises.ts'
import { Random } from './random.ts'
import { recheckSeconds, Shop } from './shop.ts'
import { brokenBounds } from './work.ts'
import type { World } from './worlds.ts'

export type Finding = { invariant: string; orderId: string; what: string }
export type Run = {
  digest: string
  steps: number
  findings: Finding[]
  orders: Witness[]
  /** Every fault that struck an order, as "kind place: way". */
  struck: string[]
  trace: string[]
}

export type RunOptions = { world: World; keepTrace: boolean }

/** The stream of chance for those who have no port for it. */
const breakers = 999

/** A run that takes more steps than this never comes to rest. */
const stepsMax = 50_000
/** Where hundreds of orders come. */
const loadedStepsMax = 400_000

export async function run(plan: Plan, options: RunOptions): Promise<Run> {
  const kernel = new Kernel(options.keepTrace)
  return await underVirtualGlobals(kernel, new Random(plan.seed, breakers), () => carryOut(plan, kernel, options))
}

async function carryOut(plan: Plan, kernel: Kernel, { world }: RunOptions): Promise<Run> {
  const most = world === 'loaded' ? loadedStepsMax : stepsMax
  const buyers = await buyersOf(plan)
  const nobody = new Lane(plan.seed, 0, [])
  const lanes = new Map([...buyers.values()].map(({ orderId, lane }) => [orderId, lane]))
  const shop = new Shop({
    kernel,
    laneOf: (orderId) => lanes.get(orderId) ?? nobody,
    isDown: (place) => isDown(plan, place, kernel.now - dawn),
    msPerStatement: (place) => msPerStatement(plan, place, kernel.now - dawn),
    mayLose: world !== 'lossless',
  })
  try {
    const people = new People(shop)
    for (const item of plan.items) {
      const buyer = item.kind === 'command' ? buyers.get(item.order) : undefined
      if (item.kind === 'command' && buyer !== undefined) people.schedule(item, buyer)
      if (item.kind === 'restore') restoreLater(item, shop, people, buyers.get(item.order))
      if (item.kind === 'restart') {
        kernel.after(item.at, '! everything is killed and starts again', () => shop.restart(item.losesQueues))
      }
    }
    const { judgedAt } = plan
    const observe = () => [...buyers.values()].map((buyer) => witnessOf(shop, buyer))
    const rests = await (judgedAt === null ? kernel.rest(most, looksUntil(plan)) : kernel.until(dawn + judgedAt, most))
    let orders = observe()
    const late = judgedAt === null ? [] : orders.filter((order) => isTurnedAwayForOthers(order, orders))
    const findings = rests ? judge(orders, judgedAt === null ? atRest : healed, late) : [endless(most)]
    if (rests && late.length > 0) {
      const restsLater = await kernel.until(kernel.now + patienceMs, most)
      orders = observe()
      findings.push(...(restsLater ? judge(orders, healed, []) : [endless(most)]))
    }
    if (world === 'loaded') {
      for (const [invariant, what] of brokenBounds(shop.work(), orders)) findings.push({ invariant, orderId: '', what })
    }
    for (const { order, orderId } of orders) kernel.note(`${orderId} ends as ${JSON.stringify(order)}`)
    const struck = [...buyers.values()].flatMap(({ lane }) => lane.struck)
    return { digest: kernel.digest(), steps: kernel.steps, findings, orders, struck, trace: kernel.trace ?? [] }
  } finally {
    shop.close()
  }
}

/**
 * What a backup lost is missed at the next look at the order, or at the one after when that came too early. While
 * another subscriber is silent, only that one is asked.
 */
function looksUntil({ items }: Plan): number {
  if (!items.some(({ kind }) => kind === 'restore')) return dawn
  const troubles = items.map((item) => (item.kind === 'restore' ? item.at : item.kind === 'outage' ? item.to : 0))
  return dawn + Math.max(...troubles) + 2.5 * recheckSeconds * 1000
}

function restoreLater(restore: Restore, shop: Shop, people: People, buyer: Buyer | undefined): void {
  if (buyer === undefined) return
  const { kernel } = shop.options
  const { orderId, lane } = buyer
  kernel.after(restore.at, `! ${lane.name} ${restore.store} is set back to a backup without it`, () => {
    shop.forget(restore.store, orderId)
    const aid = () => {
      const deed = { do: 'republish' } as const
      people.schedule({ ...restore, id: `b${restore.order}`, at: 60_000, deed, triesMax: 40 }, buyer)
    }
    shop.order(orderId).receive((the) => the.read(), {
      ok: (order) => {
        if (restore.isAided || (order !== null && isFinal(order))) aid()
      },
      fail: aid,
    })
  })
}

async function buyersOf(plan: Plan): Promise<Map<number, Buyer>> {
  const buyers = new Map<number, Buyer>()
  const commands = plan.items.filter((item): item is Extract<typeof item, Command> => item.kind === 'command')
  for (const order of new Set(commands.map((command) => command.order))) {
    const subject = `usr_${order % 3}`
    const key = `key-${plan.seed}-${order}`
    buyers.set(order, {
      orderId: await orderIdFor(subject, key),
      key,
      customer: { subject, role: 'customer', name: 'Kang' },
      lane: new Lane(plan.seed, order, faultsOf(plan, order)),
      answers: [],
      reported: new Map(),
      hope: expectationOf(plan, order),
    })
  }
  return buyers
}

function faultsOf(plan: Plan, order: number): Fault[] {
  return plan.items.flatMap((item) => (item.kind === 'fault' && item.order === order ? [item.fault] : []))
}

function endless(steps: number): Finding {
  return { invariant: 'comesToRest', orderId: '', what: `${steps} steps` }
}

function isDown(plan: Plan, place: Place, sinceMs: number): boolean {
  return plan.items.some(
    (item) => item.kind === 'outage' && item.place === place && item.from <= sinceMs && sinceMs < item.to,
  )
}

function msPerStatement(plan: Plan, place: Place, sinceMs: number): number {
  const slow = plan.items.find(
    (item) => item.kind === 'slow' && item.place === place && item.from <= sinceMs && sinceMs < item.to,
  )
  return slow?.kind === 'slow' ? slow.msPerStatement : 0
}

/** `late`: the orders whose payment may still be on its way. */
function judge(orders: readonly Witness[], promises: Record<string, Invariant>, late: readonly Witness[]): Finding[] {
  return orders.flatMap((seen) =>
    Object.entries(promises).flatMap(([invariant, holds]) => {
      const what = holds === isWhereItShouldBe && late.includes(seen) ? null : holds(seen)
      return what === null ? [] : [{ invariant, orderId: seen.orderId, what }]
    }),
  )
}
