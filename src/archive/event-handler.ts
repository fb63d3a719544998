// Handles the events of orders: stages them for the archive.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import type { Database } from '../platform/database.ts'
import { groupByOrder, type OrderMessages } from '../platform/order-messages.ts'
import { lineOf } from './line.ts'
import { insertStaged, type StagedEvents } from './store.ts'

export type ArchiveEventPorts = { database: Database }

/** See EventHandler. One row for each order. Said twice it is archived twice, and read once: see read.ts. */
export async function handleOrderEvents(
  { database }: ArchiveEventPorts,
  messages: readonly OrderMessage[],
): Promise<void> {
  const rows = groupByOrder(messages).map((group) => insertStaged(database, stagedOf(group)))
  if (rows.length > 0) await database.batch(rows)
}

/** See EventHandler. What was brought is staged. Nothing is known of before: the order keeps the checkpoint. */
export async function appliedSeq(
  _: ArchiveEventPorts,
  __: OrderRecord,
  brought: readonly OrderMessage[],
): Promise<number> {
  return Math.max(0, ...brought.map(({ data }) => data.event.seq))
}

/** Of the message only the event itself: the order beside it may have what its log has not. */
function stagedOf(group: OrderMessages): StagedEvents {
  const [first] = group
  const times = group.map(({ data }) => data.event.at).toSorted()
  return {
    orderId: first.subject,
    events: group.length,
    firstAt: times[0] ?? first.time,
    lastAt: times.at(-1) ?? first.time,
    lines: group.map(({ data }) => `${lineOf(first.subject, data.event)}\n`).join(''),
  }
}
