// Migrates the data of the sandbox's first release: an object with its own tables for each reference, and in each shard
// a register of those references. A shard moves them into its own ledger before it answers its first call.
import type { SqlRow, SqlStore } from '../platform/storage.ts'
import { type Entry, insertEntry, type Pending } from './entry.ts'

export type OldEntry = { entry: Entry; pending: Pending | null }

/** References moved in one transaction. */
const batchMax = 20

/** All entries in the object of a reference. The object keeps them, and they are not read again. */
export function readFirstRelease(reference: string, storage: SqlStore): OldEntry[] {
  if (!hasTable(storage, 'charge')) return []
  const columns = 'amount, currency, created_at, fingerprint, due_at, tries'
  const joins = 'JOIN request USING (idempotency_key) LEFT JOIN notice ON subject = id'
  const rows = storage.sql(
    `SELECT id, 'charge' AS kind, NULL AS charge_id, idempotency_key, decline_reason, settles_at, ${columns}
       FROM charge ${joins}
     UNION ALL
     SELECT id, 'refund', charge_id, idempotency_key, NULL, created_at, ${columns} FROM refund ${joins}`,
  )
  return rows.map((row) => oldEntry(reference, row))
}

/** Move the references in a shard's register into its ledger. After a crash the next call continues. */
export async function migrateLedger(
  storage: SqlStore,
  read: (reference: string) => Promise<OldEntry[]>,
): Promise<void> {
  while (hasTable(storage, 'register')) {
    const rows = storage.sql('SELECT reference FROM register ORDER BY reference LIMIT ?', batchMax)
    const references = rows.map((row) => String(row['reference']))
    const found = (await Promise.all(references.map(read))).flat()
    storage.transaction(() => {
      for (const { entry, pending } of found) insertEntry(storage, entry, pending)
      for (const reference of references) storage.sql('DELETE FROM register WHERE reference = ?', reference)
      if (references.length === 0) storage.sql('DROP TABLE register')
    })
  }
}

function oldEntry(reference: string, row: SqlRow): OldEntry {
  const numberIn = (id: unknown) => Number(/_([0-9]+)$/.exec(String(id))?.[1])
  const isCharge = row['kind'] === 'charge'
  const entry: Entry = {
    reference,
    kind: isCharge ? 'charge' : 'refund',
    number: numberIn(row['id']),
    chargeNumber: isCharge ? null : numberIn(row['charge_id']),
    idempotencyKey: String(row['idempotency_key']),
    fingerprint: String(row['fingerprint']),
    amount: Number(row['amount']),
    currency: String(row['currency']),
    declineReason: row['decline_reason'] === null ? null : String(row['decline_reason']),
    createdAt: Number(row['created_at']),
    settlesAt: Number(row['settles_at']),
  }
  return { entry, pending: row['due_at'] === null ? null : { at: Number(row['due_at']), tries: Number(row['tries']) } }
}

function hasTable(storage: SqlStore, name: string): boolean {
  return storage.sql('SELECT 1 FROM sqlite_master WHERE name = ?', name).length > 0
}
