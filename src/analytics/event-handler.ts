// Handles the events of orders: keeps what the figures of the shop need of each order.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import { isSynthetic } from '../contract/synthetic.ts'
import type { Database } from '../platform/database.ts'
import { groupByOrder } from '../platform/order-messages.ts'
import { type DayOf, factOf, isCounted } from './facts.ts'
import { findFact, removeSums, upsertFact } from './store.ts'

export type AnalyticsEventPorts = { database: Database; dayOf: DayOf }

/** See EventHandler. One write for each order; the sums of its day are made again when somebody asks for them. */
export async function handleOrderEvents(
  { database, dayOf }: AnalyticsEventPorts,
  messages: readonly OrderMessage[],
): Promise<void> {
  const counted = messages.filter(({ data }) => !isSynthetic(data.order))
  const facts = groupByOrder(counted).map((group) => factOf(group, dayOf))
  if (facts.length === 0) return
  const days = [...new Set(facts.map(({ day }) => day))]
  await database.batch([...facts.map((fact) => upsertFact(database, fact)), removeSums(database, days)])
}

/** See EventHandler. A delivery is applied once its own event was: only that one has its time. */
export async function appliedSeq({ database, dayOf }: AnalyticsEventPorts, order: OrderRecord): Promise<number> {
  if (!isCounted(order)) return order.seq
  const fact = await findFact(database, dayOf(order.placedAt), order.orderId)
  if (fact === null || (order.orderStatus === 'deliveryCompleted' && !fact.isDelivered)) return 0
  return fact.seq
}
