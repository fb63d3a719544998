// The order messages of a batch, grouped by order.
import type { OrderMessage } from '../contract/message.ts'

/** The messages of one order, oldest event first. */
export type OrderMessages = readonly [OrderMessage, ...OrderMessage[]]

/** One group for each order, with its messages sorted by `seq`. */
export function groupByOrder(messages: readonly OrderMessage[]): OrderMessages[] {
  const groups = new Map<string, [OrderMessage, ...OrderMessage[]]>()
  for (const message of messages.toSorted((a, b) => a.data.event.seq - b.data.event.seq)) {
    const group = groups.get(message.subject)
    if (group === undefined) groups.set(message.subject, [message])
    else group.push(message)
  }
  return [...groups.values()]
}

/** The message of the newest event in the group: it has the newest summary. */
export function newestOf(group: OrderMessages): OrderMessage {
  return group.at(-1) ?? group[0]
}
