// The order messages of a batch, sorted out by their orders.
import type { OrderMessage } from '../contract/message.ts'

/** The messages of one order, oldest event first. */
export type OrderMessages = readonly [OrderMessage, ...OrderMessage[]]

/** The messages of each order by themselves, in the order of their `seq`. */
export function groupByOrder(messages: readonly OrderMessage[]): OrderMessages[] {
  const groups = new Map<string, [OrderMessage, ...OrderMessage[]]>()
  for (const message of messages.toSorted((a, b) => a.data.event.seq - b.data.event.seq)) {
    const group = groups.get(message.subject)
    if (group === undefined) groups.set(message.subject, [message])
    else group.push(message)
  }
  return [...groups.values()]
}

/** The message of the order's newest event: its summary is the newest that is known. */
export function newestOf(group: OrderMessages): OrderMessage {
  return group.at(-1) ?? group[0]
}
