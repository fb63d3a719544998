// What the platform did to bring every event to its subscribers, and the bounds of it. An outcome can be right and cost
// ten times too much: healing, retries and polling are load too.
import type { RecordedEvent } from '../../src/contract/events.ts'
import { subscribers, subscribesTo } from '../../src/contract/routing.ts'

export type Work = {
  /** Messages that queues have taken. */
  messages: number
  /** When each order called a subscriber to ask for its checkpoint or to bring it messages; epoch milliseconds. */
  calls: Map<string, number[]>
  /** When the last message left its queue. */
  queuesEmptyAt: number
}

export type OrderWork = { orderId: string; events: readonly RecordedEvent[] }

const messagesShareMax = 1.05
/** A poll of all, and what it brings, after each event; and what an hour of one that is off costs. */
const callsPerEventMax = 2 * subscribers.length
const callsOffMax = 40
const quietMs = 60_000
/** Looks from far are this far apart at least. */
const farMs = 30 * 60_000

/** The bounds that were broken, in words, by their names. */
export function brokenBounds(
  { messages, calls, queuesEmptyAt }: Work,
  orders: readonly OrderWork[],
): [string, string][] {
  const broken: [string, string][] = []
  const due = orders.flatMap(({ events }) =>
    events.flatMap(({ type }) => subscribers.filter((subscriber) => subscribesTo(subscriber, type))),
  ).length
  if (messages > messagesShareMax * due)
    broken.push(['eachEventIsSentOnce', `${messages} messages, where ${due} are due`])
  for (const { orderId, events } of orders) {
    const times = calls.get(orderId) ?? []
    const most = callsPerEventMax * events.length + callsOffMax
    if (times.length > most) broken.push(['callsAreBounded', `${times.length} calls of ${orderId}, at most ${most}`])
    const disquiet = pollsOf(times).find((at, poll, all) => {
      const before = all[poll - 1]
      return at > queuesEmptyAt + quietMs && before !== undefined && at - before < farMs
    })
    if (disquiet === undefined) continue
    const seconds = Math.round((disquiet - queuesEmptyAt) / 1000)
    broken.push(['quietWhenDrained', `${orderId} still asks ${seconds} s after the last message`])
  }
  return broken
}

/** Calls of one poll lie close together: the time of each poll. */
function pollsOf(times: readonly number[]): number[] {
  return times.filter((at, index) => at - (times[index - 1] ?? Number.NEGATIVE_INFINITY) > 8000)
}
