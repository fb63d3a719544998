// The archive over SQLite in Node and a bucket in memory.
import { type ArchivePorts, archiveService } from '../../src/archive/archive.ts'
import { archiveStaged } from '../../src/archive/archiver.ts'
import { handleOrderEvents } from '../../src/archive/event-handler.ts'
import type { ArchivedEvent } from '../../src/archive/line.ts'
import { rootPrefix } from '../../src/archive/objects.ts'
import { objectsIn } from '../../src/archive/r2.ts'
import { readEvents } from '../../src/archive/read.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import { type LocalBucket, bucket as newBucket } from './bucket.ts'
import { OrderBook, orderIdOf, type Step, tell } from './order-book.ts'
import { type LocalDatabase, openDatabase } from './sqlite.ts'

export function archiveOver(database: LocalDatabase, now: () => number, bucket: LocalBucket = newBucket()) {
  let runs = 0
  const ports: ArchivePorts = {
    database,
    objects: objectsIn(bucket),
    now,
    random: () => String(++runs).padStart(8, '0'),
    log: () => {},
  }
  return { ports, bucket, service: archiveService([ports]) }
}

export const archiveNow = Date.parse('2026-11-21T09:15:00.123Z')

export function openArchive(bucket?: LocalBucket) {
  const clock = { now: archiveNow }
  const database = openDatabase('archive')
  const { ports, ...rest } = archiveOver(database, () => clock.now, bucket)
  return {
    ...rest,
    ports,
    clock,
    database,
    stage: (messages: readonly OrderMessage[]) => handleOrderEvents(ports, messages),
    archive: () => archiveStaged(ports),
    async read(prefix = rootPrefix, perPass?: number): Promise<ArchivedEvent[]> {
      const events: ArchivedEvent[] = []
      for await (const event of readEvents(ports.objects, prefix, perPass)) events.push(event)
      return events
    },
  }
}

/** `count` orders that took all these steps, and every message of theirs. */
export async function archivedBook(count: number, ...steps: Step[]): Promise<OrderBook> {
  const book = new OrderBook()
  for (let number = 0; number < count; number++) await tell(book, orderIdOf(number), 'usr_1', ...steps)
  return book
}

/** `orderId/seq` of each, sorted. */
export function idsOf(events: readonly { orderId: string; seq: number }[]): string[] {
  return events.map(({ orderId, seq }) => `${orderId}/${seq}`).sort()
}
