// Plans in which nothing happens but that the whole platform is killed, and what was in its queues is lost with it:
// once, a few times or again and again, and beside customers with whose means the provider fails.
import type { Command, Deed, Plan, Token } from './plan.ts'
import { Random } from './random.ts'

/** After the last kill all is well within this time. */
export const healMs = 60_000

const shapes = [
  { kills: 1, failing: 0 },
  { kills: 3, failing: 0 },
  { kills: 10, failing: 0 },
  { kills: 3, failing: 8 },
] as const

const windowMs = 5 * 60_000
/** Where the provider fails with the means of some, the others come in the meantime. */
const crowdMs = 20_000
/** As often after an order's last event its subscribers are asked: what happens just then meets their answers. */
const questionMs = 20_000

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

/** Just after somebody did something, when there is most to lose. */
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

/** What the people of one order do, once each: nobody comes again, and all the rest is for the platform to do. */
function commandsOf(random: Random, order: number, startMax: number): Command[] {
  const commands: Command[] = []
  let at = random.between(0, startMax)
  const add = (deed: Deed) => commands.push({ order, at, deed, triesMax: 1 })
  const pause = () => {
    at += random.chance(0.5) ? questionMs + random.span(1, 400) : random.span(50, 5000)
  }
  const withToken = random.chance(0.2)
  add({ do: 'place', qty: random.between(1, 3), token: withToken ? tokenOf(random) : null })
  const deeds: Deed[] = [{ do: 'take' }, { do: 'complete' }]
  if (!withToken) deeds.unshift({ do: 'pay', token: tokenOf(random) })
  if (random.chance(0.1)) deeds.splice(2, 0, { do: 'refundPart', amount: 500 })
  for (const deed of deeds) {
    pause()
    if (random.chance(0.15))
      return [...commands, { order, at, deed: { do: random.pick(['cancel', 'staffCancel']) }, triesMax: 1 }]
    add(deed)
  }
  return commands
}

function tokenOf(random: Random): Token | null {
  return random.pick(['tok_approved', 'tok_approved', null, 'tok_slow', 'tok_lost', 'tok_declined'])
}

function failingCommandsOf(random: Random, order: number): Command[] {
  const at = random.between(0, crowdMs / 4)
  return [
    { order, at, deed: { do: 'place', qty: 1, token: null }, triesMax: 1 },
    { order, at: at + 1500, deed: { do: 'pay', token: random.pick(['tok_failing', 'tok_unavailable']) }, triesMax: 1 },
  ]
}
