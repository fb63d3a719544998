// A small model of the shop at a rate of orders: where each part ends, how many of it are needed, and how they are
// configured. Pure. Limits are Cloudflare's as of November 2026 (docs/scale.md).
import { databasesMax } from '../../src/platform/order-shards.ts'
import { type Database, databasesPerOrder, dollarsPerMillion, messagesPerOrder } from './counts.ts'

/** `keptDays`: how long rows stay. `batch`: messages that come in one batch under load, of 100 at most. */
export type Load = {
  ordersPerSecond: number
  providerSeconds: number
  keptDays: number
  batch: number
  readMs: number
  writeMs: number
  rowMs: number
}

export const usualLoad: Omit<Load, 'ordersPerSecond'> = {
  providerSeconds: 0.6,
  keptDays: 365,
  batch: 10,
  readMs: 0.5,
  writeMs: 5,
  rowMs: 0.2,
}

/** `holdsUntil`: orders a second that one takes, with what is configured today. `needed`: at the asked rate. */
export type Part = { name: string; holdsUntil: number; today: number; needed: number; how: string }
/** `first`: of what bounds the rate itself. `firstFull`: of what fills up while rows are kept. */
export type Scale = { parts: Part[]; first: Part; firstFull: Part; dollarsPerDay: number }

const gatesToday = 4
const gateCallsMax = 64
const queueMessagesPerSecond = 5000
const databaseKilobytesMax = 10_000_000
/** A database that is busy all the time lets everybody wait. */
const busyMax = 0.7
const secondsOfDay = 86_400
const space = ', space'

export function scaleOf(load: Load): Scale {
  const parts = [gates(load), ...queues(load), ...databases(load)]
  const lowest = parts.toSorted((a, b) => a.holdsUntil - b.holdsUntil)
  const isSpace = ({ name }: Part) => name.endsWith(space)
  const [first, firstFull] = [lowest.find((one) => !isSpace(one)), lowest.find(isSpace)]
  if (first === undefined || firstFull === undefined) throw new Error('a shop has gates and databases')
  const dollarsPerDay = (load.ordersPerSecond * secondsOfDay * dollarsPerMillion) / 1_000_000
  return { parts, first, firstFull, dollarsPerDay }
}

function gates({ ordersPerSecond, providerSeconds }: Load): Part {
  const perGate = gateCallsMax / providerSeconds
  return part('gates before the provider', gatesToday, perGate, ordersPerSecond, (needed) =>
    needed === gatesToday ? '' : `PAYMENT_GATE_SHARDS = "${needed}" in workers/payment/wrangler.toml`,
  )
}

function queues({ ordersPerSecond }: Load): Part[] {
  return Object.entries(messagesPerOrder).flatMap(([subscriber, messages]) => {
    if (messages === 0) return []
    const binding = `${subscriber.toUpperCase()}_EVENTS`
    const how = (needed: number) =>
      `${binding}${needed === 2 ? '_1' : `_1 to _${needed - 1}`}: "More queues for a subscriber" in docs/operations.md`
    return [part(`queues of ${subscriber}`, 1, queueMessagesPerSecond / messages, ordersPerSecond, how)]
  })
}

/** A database runs one statement at a time, and holds 10 GB. */
function databases(load: Load): Part[] {
  return Object.entries(databasesPerOrder).flatMap(([name, { kilobytes }]) => {
    const database = name as Database
    const today = database === 'mypage' ? 2 : 1
    const written = (1000 * busyMax) / busyMsPerOrder(database, load)
    const ofTime = part(`D1 ${name}, time`, today, written, load.ordersPerSecond, howOf(database))
    if (kilobytes === 0) return [ofTime]
    const held = databaseKilobytesMax / (kilobytes * load.keptDays * secondsOfDay)
    return [ofTime, part(`D1 ${name}${space}`, today, held, load.ordersPerSecond, howOf(database))]
  })
}

/** What an order keeps the database busy with. A batch of messages is one writing call. */
function busyMsPerOrder(database: Database, { batch, readMs, writeMs, rowMs }: Load): number {
  const { calls, rowsWritten } = databasesPerOrder[database]
  const messages = database === 'archive' ? 0 : messagesPerOrder[database]
  const reads = Math.max(0, calls - messages)
  return reads * readMs + (messages / batch) * writeMs + rowsWritten * rowMs
}

/** Those that are spread over databases by configuration, and where that stands. */
const spread: Partial<Record<Database, (needed: number) => string>> = {
  mypage: (needed) => `${needed} databases bound, and MYPAGE_SHARDS = "2 to ${needed}" in workers/mypage/wrangler.toml`,
  ordermanagement: (needed) => layouts('ordermanagement', needed),
  delivery: (needed) => layouts('delivery', needed),
  message: (needed) => layouts('message', needed),
}

function howOf(database: Database): (needed: number) => string {
  const how = spread[database]
  if (how === undefined) return () => 'not built yet: docs/scale.md'
  return (needed) =>
    needed > databasesMax ? `${databasesMax} databases at most: keep rows for fewer days` : how(needed)
}

function layouts(context: string, needed: number): string {
  const variable = `${context.toUpperCase()}_LAYOUTS = "0; 0-${needed - 1} from <a time to come>"`
  return `${needed} databases bound, and ${variable} in workers/${context}/wrangler.toml`
}

/** `each`: orders a second that one of it takes. */
function part(
  name: string,
  today: number,
  each: number,
  ordersPerSecond: number,
  how: (needed: number) => string,
): Part {
  const needed = Math.max(today, Math.ceil(ordersPerSecond / each))
  return { name, holdsUntil: today * each, today, needed, how: needed === today ? '' : how(needed) }
}
