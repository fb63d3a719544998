// Plans in which everything may happen: every operation, every fault, outages, kills and restored backups.
import { subscribers, takesTogether } from '../../src/contract/routing.ts'
import type { Fault, FaultKind } from './fault-injection.ts'
import { type Command, type Item, type Operation, type Plan, places, type Token } from './plan.ts'
import { Random } from './random.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const [firstQueued = 'mypage', ...others] = subscribers.filter((subscriber) => !takesTogether(subscriber))
const queued = [firstQueued, ...others] as const

type Occasion = { place: string; nthMax: number }

/** `nthMax`: about how often a busy order passes the place. */
export const occasions: Record<FaultKind, readonly [Occasion, ...Occasion[]]> = {
  turn: each(['order', 'payment'], 16),
  call: [
    ...each(['order', ...subscribers, 'gate'], 10),
    ...each(['catalog', ...queued.map((subscriber) => `queue of ${subscriber}`)], 3),
    ...each(['channel'], 1),
  ],
  work: each(['order', ...subscribers, 'channel'], 10),
  send: each(queued, 4),
  message: each(queued, 5),
  alarm: each(['order', 'payment'], 8),
  ring: each(['order', 'payment'], 4),
  provider: each(['sandbox'], 4),
}

/** Calls come three times: they have the most places. */
const kinds = ['turn', 'call', 'call', 'call', 'work', 'send', 'message', 'alarm', 'ring', 'provider'] as const

/** `mayLose`: messages may be lost for good. */
export function roughPlan(seed: number, mayLose: boolean): Plan {
  const random = new Random(seed, 0)
  const orders = random.between(1, 4)
  const items: Item[] = []
  for (let order = 1; order <= orders; order++) {
    const commands = commandsOf(new Random(seed, order * 2), order)
    items.push(
      ...commands.map((command, index) => ({ kind: 'command' as const, id: `c${order}.${index}`, ...command })),
    )
    const banks = bankCommands(new Random(seed, 1000 + order), order)
    items.push(...banks.map((command, index) => ({ kind: 'command' as const, id: `a${order}.${index}`, ...command })))
    const settlements = settleCommands(new Random(seed, 2000 + order), order)
    items.push(
      ...settlements.map((command, index) => ({ kind: 'command' as const, id: `s${order}.${index}`, ...command })),
    )
    const faults = faultsOf(new Random(seed, order * 2 + 1), order)
    items.push(...faults.map((fault, index) => ({ kind: 'fault' as const, id: `f${order}.${index}`, order, fault })))
    const store = random.pick(['mypage', 'ordermanagement'])
    const restore = { order, at: random.span(secondMs, 6 * hourMs), store, isRepublished: random.chance(0.3) } as const
    if (mayLose && random.chance(0.15)) items.push({ kind: 'restore', id: `b${order}`, ...restore })
  }
  const outages = random.chance(0.3) ? random.between(1, 2) : 0
  for (let index = 0; index < outages; index++) {
    const from = random.span(1, 2 * hourMs)
    const place = random.pick(places)
    // A payment that waits asks the provider every minute: days of outage only add steps.
    const isLong = mayLose && place !== 'sandbox' && place !== 'order'
    items.push({
      kind: 'outage',
      id: `d${index}`,
      place,
      from,
      to: from + random.span(100, isLong ? 3 * dayMs : 2 * hourMs),
    })
  }
  const restarts = random.chance(0.2) ? random.between(1, 3) : 0
  for (let index = 0; index < restarts; index++) {
    const losesQueues = mayLose && random.chance(0.7)
    items.push({ kind: 'restart', id: `r${index}`, at: random.span(10, hourMs), losesQueues })
  }
  return { seed, items, judgedAt: null }
}

function commandsOf(random: Random, order: number): Command[] {
  const start = random.between(0, 5 * secondMs)
  const commands: Command[] = []
  const add = (at: number, operation: Operation, triesMax: number) =>
    commands.push({ order, at: start + at, operation, triesMax: random.chance(0.2) ? 1 : triesMax })
  const withToken = random.chance(0.25)
  // Without a draw of its own: so the other operations stay what they were.
  const isFree = start % 20 === 0
  const place = { do: 'place', qty: random.between(1, 3), token: withToken ? tokenOf(random) : null, isFree } as const
  add(0, place, 4)
  if (random.chance(0.1)) add(random.span(1, minuteMs), place, 2)
  if (random.chance(0.03)) add(random.span(1, minuteMs), { ...place, qty: place.qty + 1 }, 2)
  const pays = withToken ? random.between(0, 1) : random.pick([0, 1, 1, 1, 1, 1, 1, 2, 3])
  const payAt = random.chance(0.07) ? random.between(29 * minuteMs, 31 * minuteMs) : random.span(100, 5 * minuteMs)
  for (let pay = 0; pay < pays; pay++) {
    add(payAt + (pay && random.span(1, 5 * minuteMs)), { do: 'pay', token: tokenOf(random) }, random.between(2, 6))
  }
  // Operations race when they are close together, so most start near each other.
  const takeAt = payAt + random.span(1, hourMs)
  const near = () => random.pick([payAt, takeAt, takeAt]) + random.span(1, 3 * hourMs)
  if (random.chance(0.85)) add(takeAt, { do: 'take' }, 12)
  if (random.chance(0.1)) add(random.span(200, hourMs), { do: 'take' }, 12)
  if (random.chance(0.75)) add(takeAt + random.span(1, 4 * hourMs), { do: 'complete' }, 14)
  if (random.chance(0.35)) add(near(), { do: 'cancel' }, 5)
  if (random.chance(0.1)) add(near(), { do: 'staffCancel' }, 5)
  if (random.chance(0.12)) add(near(), { do: 'refundPart', amount: random.pick([1, 500, 1000]) }, 6)
  if (random.chance(0.04)) add(near(), { do: 'refundPart', amount: 700 }, 6)
  const stray = { do: 'strayCharge', amount: 1500 * random.between(1, 3) } as const
  if (random.chance(0.04)) commands.push({ order, at: start + near(), operation: stray, triesMax: 2000 })
  const failure = { order, at: start + near() + random.span(1, 6 * hourMs), operation: { do: 'failRefund' } } as const
  if (random.chance(0.15)) commands.push({ ...failure, triesMax: 2000 })
  for (let news = random.pick([0, 0, 1, 2]); news > 0; news--) add(payAt + random.span(1, hourMs), { do: 'news' }, 2)
  addFailedAttempts(random, takeAt, add)
  return commands
}

type Add = (at: number, operation: Operation, triesMax: number) => void

/** Each attempt may come twice, and the staff may answer one that brought nothing back. */
function addFailedAttempts(random: Random, takeAt: number, add: Add): void {
  if (!random.chance(0.3)) return
  const attempts = random.between(1, 3)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const failed = { do: 'failAttempt', attempt, next: random.pick(['retry', 'backToStore']) } as const
    const at = takeAt + random.span(1, 4 * hourMs)
    add(at, failed, 8)
    if (random.chance(0.3)) add(at + random.span(1, hourMs), failed, 3)
    if (random.chance(0.7)) add(at + random.span(1, 2 * hourMs), { do: 'restart', attempt }, 6)
  }
}

/** Some cards have a bank that asks their owner. With draws of their own: all else stays as it was. */
function bankCommands(random: Random, order: number): Command[] {
  if (random.chance(0.75)) return []
  const payAt = random.span(6 * secondMs, 5 * minuteMs)
  const pay: Command = { order, at: payAt, operation: { do: 'pay', token: 'tok_authentication' }, triesMax: 2 }
  const decisions = Array.from({ length: random.between(0, 2) }, (): Command => {
    const outcome = random.pick(['approved', 'approved', 'refused'])
    const operation = { do: 'authenticate', outcome, comesBack: random.chance(0.6) } as const
    return { order, at: payAt + random.span(100, 35 * minuteMs), operation, triesMax: random.between(1, 4) }
  })
  const other: Command = {
    order,
    at: payAt + random.span(1, minuteMs),
    operation: { do: 'pay', token: null },
    triesMax: 3,
  }
  const changesCard: Command = { ...other, operation: { do: 'pay', token: 'tok_approved' } }
  return [pay, ...decisions, ...random.pick([[], [], [other], [changesCard]])]
}

/** Some banks take no refund for hours, and the staff may give it back by hand. With draws of their own, as above. */
function settleCommands(random: Random, order: number): Command[] {
  if (random.chance(0.8)) return []
  const at = random.span(secondMs, 2 * hourMs)
  const refused: Command = {
    order,
    at,
    operation: { do: 'refuseRefunds', forMs: random.span(hourMs, 24 * hourMs) },
    triesMax: 1,
  }
  const settlements = Array.from({ length: random.between(1, 3) }, (): Command => {
    const operation = { do: 'settle', isChecked: random.chance(0.7) } as const
    return { order, at: at + random.span(minuteMs, 20 * hourMs), operation, triesMax: random.between(1, 6) }
  })
  return [refused, ...settlements]
}

function tokenOf(random: Random): Token | null {
  if (random.chance(0.65)) return random.pick(['tok_approved', null])
  return random.pick(['tok_declined', 'tok_slow', 'tok_failing', 'tok_unavailable', 'tok_lost'])
}

function faultsOf(random: Random, order: number): Fault[] {
  const count = random.chance(0.3) ? 0 : random.between(1, 6)
  return Array.from({ length: count }, () => {
    const kind = random.pick(kinds)
    const { place, nthMax } = random.pick(occasions[kind])
    const nth = 1 + Math.floor(nthMax * random.next() ** 1.5)
    return { order, kind, place, nth, dice: random.next() }
  })
}

function each(places: readonly [string, ...string[]], nthMax: number): [Occasion, ...Occasion[]] {
  const [first, ...others] = places
  return [{ place: first, nthMax }, ...others.map((place) => ({ place, nthMax }))]
}
