// Plans whose only fault is a kill of the whole platform with all messages in its queues: once, three or ten times, and
// three times beside customers whose means make the provider fail.
import type { Command, Operation, Plan, Token } from './plan.ts'
import { Random } from './random.ts'

/** All orders are in their right state this long after the last kill. */
export const healMs = 60_000

const shapes = [
  { kills: 1, failing: 0 },
  { kills: 3, failing: 0 },
  { kills: 10, failing: 0 },
  { kills: 3, failing: 8 },
] as const

const windowMs = 5 * 60_000
/** In plans with failing means, all customers come within this time. */
const crowdMs = 20_000
/** The actor polls its subscribers this long after the last event: operations at that time race with the answers. */
const pollMs = 20_000

export function killedPlan(seed: number): Plan {
  const random = new Random(seed, 0)
  const { kills, failing } = shapes[seed % shapes.length] ?? shapes[0]
  const good = failing > 0 ? 4 : random.between(1, 4)
  const startMax = failing > 0 ? crowdMs : windowMs / 2
  const wanted = Array.from({ length: good }, (_, index) =>
    commandsOf(new Random(seed, index + 1), index + 1, startMax),
  )
  const last = killAfterOne(wanted.flat(), random)
  const others = Array.from({ length: failing }, (_, index) => failingCommandsOf(random, good + index + 1))
  const commands = [...wanted, ...others].map((ofOne) => ofOne.filter(({ at }) => at < last))
  const killsAt = [last, ...earlierKills(wanted.flat(), last, kills - 1, random)].sort((a, b) => a - b)
  return {
    seed,
    items: [
      ...commands.flatMap((ofOne) =>
        ofOne.map((command, index) => ({ kind: 'command' as const, id: `c${command.order}.${index}`, ...command })),
      ),
      ...killsAt.map((at, index) => ({ kind: 'restart' as const, id: `r${index}`, at, losesQueues: true })),
    ],
    judgedAt: last + healMs,
  }
}

/** Shortly after an operation, when most is in memory or in queues. */
function killAfterOne(commands: readonly Command[], random: Random): number {
  const ats = commands.map(({ at }) => at)
  const at = ats[random.between(0, ats.length - 1)] ?? 0
  return at + random.span(1, 3000)
}

function earlierKills(commands: readonly Command[], last: number, count: number, random: Random): number[] {
  return Array.from({ length: count }, () => {
    const at = random.chance(0.5) ? killAfterOne(commands, random) : last
    return at < last ? at : Math.max(1, last - random.span(100, Math.max(1000, last)))
  })
}

/** The operations of one order, each sent once: no client retries, so the platform has to do the rest. */
function commandsOf(random: Random, order: number, startMax: number): Command[] {
  const commands: Command[] = []
  let at = random.between(0, startMax)
  const add = (operation: Operation) => commands.push({ order, at, operation, triesMax: 1 })
  const pause = () => {
    at += random.chance(0.5) ? pollMs + random.span(1, 400) : random.span(50, 5000)
  }
  const withToken = random.chance(0.2)
  add({ do: 'place', qty: random.between(1, 3), token: withToken ? tokenOf(random) : null })
  const operations: Operation[] = [{ do: 'take' }, { do: 'complete' }]
  if (!withToken) operations.unshift({ do: 'pay', token: tokenOf(random) })
  if (random.chance(0.1)) operations.splice(2, 0, { do: 'refundPart', amount: 500 })
  for (const operation of operations) {
    pause()
    if (random.chance(0.15))
      return [...commands, { order, at, operation: { do: random.pick(['cancel', 'staffCancel']) }, triesMax: 1 }]
    add(operation)
  }
  return commands
}

function tokenOf(random: Random): Token | null {
  return random.pick(['tok_approved', 'tok_approved', null, 'tok_slow', 'tok_lost', 'tok_declined'])
}

function failingCommandsOf(random: Random, order: number): Command[] {
  const at = random.between(0, crowdMs / 4)
  return [
    { order, at, operation: { do: 'place', qty: 1, token: null }, triesMax: 1 },
    {
      order,
      at: at + 1500,
      operation: { do: 'pay', token: random.pick(['tok_failing', 'tok_unavailable']) },
      triesMax: 1,
    },
  ]
}
