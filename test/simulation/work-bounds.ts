// Bounds on the work of delivering events: messages, calls and polls. A run can end in the right state and still cost
// ten times too much, since healing, retries and polling are load too.
import type { RecordedEvent } from '../../src/contract/events.ts'
import { hasMessage, type Subscriber, subscribers, takesTogether } from '../../src/contract/routing.ts'

/** `at`: epoch milliseconds. */
export type Call = { subscriber: Subscriber; at: number }

export type Work = {
  /** Messages taken by queues. */
  messages: number
  /** The calls of each order to a subscriber's `catchUp`, the oldest first. */
  calls: Map<string, Call[]>
  /** When the last message left its queue. */
  queuesEmptyAt: number
}

export type OrderWork = { orderId: string; events: readonly RecordedEvent[] }

const messagesShareMax = 1.05
/**
 * How often an order polls a subscriber that is behind, by the shortest pauses: each 10 s in the first 160 s after an
 * event; then each sixteenth of the time that it has been behind; and after 15 minutes each half hour, for an hour.
 */
const pollsPerEventMax = 16
const pollsBehindMax = 29 + 2
/** A poll asks, and brings what is missing. */
const callsPerPollMax = 2
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
    events.flatMap((event, at) => subscribers.filter((subscriber) => hasMessage(subscriber, event, events[at + 1]))),
  ).length
  if (messages > messagesShareMax * due)
    broken.push(['eachEventIsSentOnce', `${messages} messages, where ${due} are due`])
  for (const { orderId, events } of orders) {
    const callsOfOrder = calls.get(orderId) ?? []
    const pollsMax = pollsPerEventMax * events.length + pollsBehindMax
    for (const subscriber of subscribers) {
      const times = callsOfOrder.filter((call) => call.subscriber === subscriber).map(({ at }) => at)
      const polls = pollsOf(times).length
      if (polls > pollsMax || times.length > callsPerPollMax * polls) {
        const found = `${orderId} polls ${subscriber} ${polls} times in ${times.length} calls`
        broken.push(['callsAreBounded', `${found}; ${pollsMax} polls are allowed, and ${callsPerPollMax} calls each`])
      }
    }
    // What is brought together has its time, whatever the queues do.
    const asked = callsOfOrder.filter(({ subscriber }) => !takesTogether(subscriber))
    const latePoll = pollsOf(asked.map(({ at }) => at)).find((at, poll, all) => {
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
