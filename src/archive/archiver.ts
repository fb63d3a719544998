// The archiver: writes what is staged to the archive. A crash anywhere repeats the same write under the same key, and
// nothing is dropped before it is written.
import type { ArchiveRun } from '../contract/archive.ts'
import type { Database } from '../platform/database.ts'
import { sha256 } from '../platform/hash.ts'
import { describeFault, type Log } from '../platform/log.ts'
import { keyOf, type ObjectStore } from './objects.ts'
import { type Batch, BatchDropped, closeBatch, dropBatch, listBatches, readBatch, type StagedRow } from './store.ts'

/** `now`: epoch milliseconds. `random`: eight hexadecimal digits. */
export type ArchiverPorts = {
  database: Database
  objects: Pick<ObjectStore, 'put'>
  now: () => number
  random: () => string
  log: Log
}

/** An object takes rows until it has so many characters of JSON. One row more may be some megabytes. */
export const objectCharactersMax = 4_000_000
/** The rows of one read: some 3 KB each, and far below what a database answers at once. */
export const rowsPerRead = 500

/** Called by the clock. What fails is done at the next round. */
export async function archiveByClock(ports: ArchiverPorts): Promise<void> {
  try {
    await archiveStaged(ports)
  } catch (fault) {
    ports.log('archive_failed', { fault: describeFault(fault) })
  }
}

/**
 * Archive all that is staged, and what an earlier run has left. Two runs at a time do no harm: both write the same
 * objects, and what the other one has dropped is written already. An object is never written in part.
 */
export async function archiveStaged(ports: ArchiverPorts): Promise<ArchiveRun> {
  const { database, now, random, log } = ports
  await closeBatch(database, now(), random())
  const run: ArchiveRun = { objects: 0, events: 0 }
  for (const batch of await listBatches(database)) {
    const written = await writeBatch(ports, batch)
    if (written === null) continue
    await dropBatch(database, batch)
    run.objects += written.objects
    run.events += written.events
  }
  if (run.objects > 0) log('events_archived', run)
  return run
}

/** What was written; null when another run has written and dropped the batch. */
async function writeBatch(ports: ArchiverPorts, batch: Batch): Promise<ArchiveRun | null> {
  const run: ArchiveRun = { objects: 0, events: 0 }
  try {
    for await (const rows of partsOf(ports.database, batch)) {
      run.objects += 1
      run.events += await writePart(ports, keyOf(batch, run.objects), rows)
    }
  } catch (fault) {
    if (fault instanceof BatchDropped) return null
    throw fault
  }
  return run
}

/** Which rows make which part follows from the batch alone. */
async function* partsOf(database: Database, batch: Batch): AsyncGenerator<StagedRow[]> {
  let part: StagedRow[] = []
  let characters = 0
  for (let after = 0; ; ) {
    const rows = await readBatch(database, batch, after, rowsPerRead)
    for (const row of rows) {
      part.push(row)
      characters += row.lines.length
      if (characters < objectCharactersMax) continue
      yield part
      part = []
      characters = 0
    }
    after = rows.at(-1)?.id ?? after
    if (rows.length < rowsPerRead) break
  }
  if (part.length > 0) yield part
}

/** How many events it holds. */
async function writePart({ objects }: ArchiverPorts, key: string, rows: readonly StagedRow[]): Promise<number> {
  const text = rows.map(({ lines }) => lines).join('')
  const events = rows.reduce((sum, row) => sum + row.events, 0)
  const firstAt = rows.map((row) => row.firstAt).toSorted()[0] ?? ''
  const lastAt =
    rows
      .map((row) => row.lastAt)
      .toSorted()
      .at(-1) ?? ''
  const orders = new Set(rows.map(({ orderId }) => orderId)).size
  await objects.put(key, text, { events, orders, firstAt, lastAt, sha256: sha256(text) })
  return events
}
