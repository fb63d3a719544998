// Plans in which orders come steadily and one subscriber cannot keep up: ten minutes in which its database is slower
// than they come, or an hour in which it is off.
import type { Command, Deed, Item, Place, Plan } from './plan.ts'
import { Random } from './random.ts'

const minuteMs = 60_000

/** `everyMs`: how far the orders lie apart. */
const shapes = [
  { trouble: 'slow', orders: 110, everyMs: 6000 },
  { trouble: 'off', orders: 70, everyMs: 60_000 },
] as const

/** An order comes every six seconds and has about four events: half of what they ask for is done. */
const msPerStatement = 3000

/** Those that have a queue and that nobody needs to place and pay. */
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
  const command = (deed: Deed): Command => ({ order, at, deed, triesMax: 20 })
  const commands = [command({ do: 'place', qty: 1, token: 'tok_approved' })]
  for (const deed of [{ do: 'take' }, { do: 'complete' }] as const) {
    at += random.span(5000, 4 * minuteMs)
    if (random.chance(0.1)) return [...commands, command({ do: 'cancel' })]
    commands.push(command(deed))
  }
  return commands
}
