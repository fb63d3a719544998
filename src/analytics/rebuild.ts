// How a row of analytics is made again from its order's messages.
import type { Database } from '../platform/database.ts'
import { newestOf } from '../platform/order-messages.ts'
import type { ProjectionTable } from '../platform/rebuild.ts'
import { type DayOf, factOf, isCounted } from './facts.ts'
import { removeSums, upsertFact, valuesOfFact } from './store.ts'

export function factsTable(database: Database, dayOf: DayOf): ProjectionTable {
  return {
    subscriber: 'analytics',
    database,
    table: 'order_facts',
    keys: ['day', 'order_id'],
    columns: ['seq', 'currency', 'paid', 'captured', 'returned', 'cancel_reason', 'delivered_seconds', 'lines'],
    rowOf: (messages) => (isCounted(newestOf(messages).data.order) ? valuesOfFact(factOf(messages, dayOf)) : null),
    canonical: (row) => row,
    save(messages) {
      const fact = factOf(messages, dayOf)
      return [upsertFact(database, fact), removeSums(database, [fact.day])]
    },
    // The sums of its day are made again.
    beside: (row) => [removeSums(database, [String(row['day'])])],
  }
}
