// Bounds on the work of delivering events: messages, calls and polls. A run can end in the right state and still cost
// ten times too much, since healing, retries and polling are load too.
import type { RecordedEvent } from '../../src/contract/events.ts'
import { subscribers, subscribesTo } from '../../src/contract/routing.ts'

export type Work = {
  /** Messages taken by queues. */
  messages: number
  /** When each order called a subscriber's `catchUp`; epoch milliseconds. */
  calls: Map<string, number[]>
  /** When the last message left its queue. */
  queuesEmptyAt: number
}

export type OrderWork = { orderId: string; events: readonly RecordedEvent[] }

const messagesShareMax = 1.05
/** One poll of all subscribers and one delivery after each event; and the polls of a subscriber off for an hour. */
const callsPerEventMax = 2 * subscribers.length
/** More than one subscriber waits for the first events of an order, so one that is off is asked beside the others. */
const callsOffMax = 60
const quietMs = 60_000
/** The shortest time between two routine polls. */
const farMs = 30 * 60_000

/** The broken bounds: name and description. */
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
    const latePoll = pollsOf(times).find((at, poll, all) => {
      const before = all[poll - 1]
      return at > queuesEmptyAt + quietMs && before !== undefined && at - before < farMs
    })
    if (latePoll === undefined) continue
    const seconds = Math.round((latePoll - queuesEmptyAt) / 1000)
    broken.push(['quietWhenDrained', `${orderId} still asks ${seconds} s after the last message`])
  }
  return broken
}

/** The time of each poll. The calls of one poll lie close together. */
function pollsOf(times: readonly number[]): number[] {
  return times.filter((at, index) => at - (times[index - 1] ?? Number.NEGATIVE_INFINITY) > 8000)
}
