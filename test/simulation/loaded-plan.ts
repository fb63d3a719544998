// Plans with a steady rate of orders and one subscriber that falls behind: its database is too slow for ten minutes, or
// it is off for an hour.
import type { Command, Item, Operation, Place, Plan } from './plan.ts'
import { Random } from './random.ts'

const minuteMs = 60_000

/** `everyMs`: the time between two orders. */
const shapes = [
  { trouble: 'slow', orders: 110, everyMs: 6000 },
  { trouble: 'off', orders: 70, everyMs: 60_000 },
] as const

/** One order with about four events comes every six seconds: the database can do half of its work. */
const msPerStatement = 3000

/** The subscribers that placing and paying do not need. */
const subscribers = ['mypage', 'ordermanagement', 'delivery', 'message'] as const satisfies readonly Place[]

export function loadedPlan(seed: number): Plan {
  const random = new Random(seed, 0)
  const { trouble, orders, everyMs } = shapes[seed % shapes.length] ?? shapes[0]
  const items: Item[] = []
  for (let order = 1; order <= orders; order++) {
    const commands = commandsOf(new Random(seed, order), order, order * everyMs)
    items.push(
      ...commands.map((command, index) => ({ kind: 'command' as const, id: `c${order}.${index}`, ...command })),
    )
  }
  const place = trouble === 'slow' ? random.pick(['mypage', 'ordermanagement']) : random.pick(subscribers)
  const from = random.between(minuteMs, 3 * minuteMs)
  if (trouble === 'slow') items.push({ kind: 'slow', id: 's0', place, from, to: from + 10 * minuteMs, msPerStatement })
  else items.push({ kind: 'outage', id: 'd0', place, from, to: from + 60 * minuteMs })
  return { seed, items, judgedAt: null }
}

function commandsOf(random: Random, order: number, start: number): Command[] {
  let at = start + random.between(0, 2000)
  const command = (operation: Operation): Command => ({ order, at, operation, triesMax: 20 })
  const commands = [command({ do: 'place', qty: 1, token: 'tok_approved' })]
  for (const operation of [{ do: 'take' }, { do: 'complete' }] as const) {
    at += random.span(5000, 4 * minuteMs)
    if (random.chance(0.1)) return [...commands, command({ do: 'cancel' })]
    commands.push(command(operation))
  }
  return commands
}
