// One run: executes a plan in a fresh shop until nothing is left to do, then judges every order.
import { orderIdFor } from '../../src/contract/ids.ts'
import { type Buyer, Clients } from './clients.ts'
import { expectationOf, isRejectedForOthers, patienceMs, platformHasDoneItsPart } from './expectations.ts'
import { type Fault, OrderInjector } from './fault-injection.ts'
import { underVirtualGlobals } from './globals.ts'
import { type Invariant, isFinal } from './invariants.ts'
import { Kernel, runStart } from './kernel.ts'
import { type Observation, observationOf } from './observation.ts'
import type { Command, Place, Plan, Restore } from './plan.ts'
import { atRest, healed } from './promises.ts'
import { Random } from './random.ts'
import { recheckSeconds, Shop } from './shop.ts'
import { brokenBounds } from './work-bounds.ts'
import type { World } from './worlds.ts'

export type Finding = { invariant: string; orderId: string; what: string }
export type Run = {
  digest: string
  steps: number
  findings: Finding[]
  orders: Observation[]
  /** Every fault injected, as "kind place: variant". */
  injected: string[]
  trace: string[]
}

export type RunOptions = { world: World; keepTrace: boolean }

/** The random stream of the circuit breakers, which have no port for it. */
const breakers = 999

/** A run with more steps counts as endless. */
const stepsMax = 50_000
/** The same for runs with a hundred orders. */
const loadedStepsMax = 400_000

export async function run(plan: Plan, options: RunOptions): Promise<Run> {
  const kernel = new Kernel(options.keepTrace)
  return await underVirtualGlobals(kernel, new Random(plan.seed, breakers), () => carryOut(plan, kernel, options))
}

async function carryOut(plan: Plan, kernel: Kernel, { world }: RunOptions): Promise<Run> {
  const most = world === 'loaded' ? loadedStepsMax : stepsMax
  const buyers = await buyersOf(plan)
  const noFaults = new OrderInjector(plan.seed, 0, [])
  const injectors = new Map([...buyers.values()].map(({ orderId, injector }) => [orderId, injector]))
  const shop = new Shop({
    kernel,
    injectorOf: (orderId) => injectors.get(orderId) ?? noFaults,
    isDown: (place) => isDown(plan, place, kernel.now - runStart),
    msPerStatement: (place) => msPerStatement(plan, place, kernel.now - runStart),
    mayLose: world !== 'lossless',
  })
  try {
    const clients = new Clients(shop)
    for (const item of plan.items) {
      const buyer = item.kind === 'command' ? buyers.get(item.order) : undefined
      if (item.kind === 'command' && buyer !== undefined) clients.schedule(item, buyer)
      if (item.kind === 'restore') restoreLater(item, shop, clients, buyers.get(item.order))
      if (item.kind === 'restart') {
        kernel.schedule(item.at, '! everything is killed and starts again', () => shop.restart(item.losesQueues))
      }
    }
    const observe = async () => {
      const archived = await shop.archive.events()
      return [...buyers.values()].map((buyer) => observationOf(shop, archived, buyer))
    }
    const { orders, findings } = await runAndJudge(plan, kernel, most, observe)
    if (world === 'loaded') {
      for (const [invariant, what] of brokenBounds(shop.work(), orders)) findings.push({ invariant, orderId: '', what })
    }
    for (const { order, orderId } of orders) kernel.note(`${orderId} ends as ${JSON.stringify(order)}`)
    const injected = [...buyers.values()].flatMap(({ injector }) => injector.injected)
    return { digest: kernel.digest(), steps: kernel.steps, findings, orders, injected, trace: kernel.trace ?? [] }
  } finally {
    shop.close()
  }
}

type Judged = { orders: Observation[]; findings: Finding[] }

/** Run the scheduled plan to its end and judge every order there. */
async function runAndJudge(
  plan: Plan,
  kernel: Kernel,
  most: number,
  observe: () => Promise<Observation[]>,
): Promise<Judged> {
  const endless: Finding = { invariant: 'comesToRest', orderId: '', what: `${most} steps` }
  if (plan.judgedAt === null) {
    const rests = await kernel.runUntilIdle(most, pollsUntil(plan))
    const orders = await observe()
    return { orders, findings: rests ? judge(orders, atRest) : [endless] }
  }
  const isOver = await kernel.runUntil(runStart + plan.judgedAt, most)
  const orders = await observe()
  if (!isOver) return { orders, findings: [endless] }
  const late = orders.filter((order) => isRejectedForOthers(order, orders))
  const findings = judge(orders, healed, late)
  if (late.length === 0) return { orders, findings }
  const isOverLater = await kernel.runUntil(kernel.now + patienceMs, most)
  const ordersLater = await observe()
  return { orders: ordersLater, findings: [...findings, ...(isOverLater ? judge(ordersLater, healed) : [endless])] }
}

/**
 * The next routine poll finds what a restored backup lacks, or the poll after it when the first came too early. While
 * another subscriber does not answer, only that one is polled.
 */
function pollsUntil({ items }: Plan): number {
  if (!items.some(({ kind }) => kind === 'restore')) return runStart
  const troubles = items.map((item) => (item.kind === 'restore' ? item.at : item.kind === 'outage' ? item.to : 0))
  return runStart + Math.max(...troubles) + 2.5 * recheckSeconds * 1000
}

function restoreLater(restore: Restore, shop: Shop, clients: Clients, buyer: Buyer | undefined): void {
  if (buyer === undefined) return
  const { kernel } = shop.options
  const { orderId, injector } = buyer
  kernel.schedule(restore.at, `! ${injector.name} ${restore.store} is set back to a backup without it`, () => {
    shop.forget(restore.store, orderId)
    const republish = () => {
      const operation = { do: 'republish' } as const
      clients.schedule({ ...restore, id: `b${restore.order}`, at: 60_000, operation, triesMax: 40 }, buyer)
    }
    shop.order(orderId).receive((the) => the.read(), {
      ok: (order) => {
        if (restore.isRepublished || (order !== null && isFinal(order))) republish()
      },
      fail: republish,
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
      injector: new OrderInjector(plan.seed, order, faultsOf(plan, order)),
      answers: [],
      answersByKey: new Map(),
      expectation: expectationOf(plan, order),
    })
  }
  return buyers
}

function faultsOf(plan: Plan, order: number): Fault[] {
  return plan.items.flatMap((item) => (item.kind === 'fault' && item.order === order ? [item.fault] : []))
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

/** The payment of a `late` order may still be pending. */
function judge(
  orders: readonly Observation[],
  promises: Record<string, Invariant>,
  late: readonly Observation[] = [],
): Finding[] {
  return orders.flatMap((seen) =>
    Object.entries(promises).flatMap(([invariant, holds]) => {
      const what = holds === platformHasDoneItsPart && late.includes(seen) ? null : holds(seen)
      return what === null ? [] : [{ invariant, orderId: seen.orderId, what }]
    }),
  )
}
