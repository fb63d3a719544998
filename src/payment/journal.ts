// The orders' side of a day: on which days an order's money moved, by what its actor has told. Nobody lists all orders.
import type { Database, Statement } from '../platform/database.ts'

/** Note that the order's event number `seq` moved money, or may have, on a day (an ISO date). Newest `seq` wins. */
export async function noteInJournal(database: Database, orderId: string, day: string, seq: number): Promise<void> {
  await journalNote(database, orderId, day, seq).run()
}

export function journalNote(database: Database, orderId: string, day: string, seq: number): Statement {
  return database
    .prepare(
      `INSERT INTO journal (order_id, day, seq) VALUES (?, ?, ?)
       ON CONFLICT (order_id, day) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
    )
    .bind(orderId, day, seq)
}

/** The newest event of the order that is noted; 0 when there is none. */
export async function journaledSeq(database: Database, orderId: string): Promise<number> {
  const sql = 'SELECT MAX(seq) AS seq FROM journal WHERE order_id = ?'
  const [row] = (await database.prepare(sql).bind(orderId).all()).results
  return Number(row?.['seq'] ?? 0)
}
