// What is staged comes into the archive once, whatever breaks off on the way.
import { describe, expect, test } from 'vitest'
import { archiveByClock, archiveStaged, objectCharactersMax, rowsPerRead } from '../../../src/archive/archiver.ts'
import { dropBatch, listBatches } from '../../../src/archive/store.ts'
import { archivedBook, idsOf, openArchive } from '../../support/archive.ts'

const bookOf = (count: number) => archivedBook(count, 'place', 'pay', 'take')
const idsIn = ({ messages }: Awaited<ReturnType<typeof bookOf>>) =>
  idsOf(messages.map(({ data }) => ({ orderId: data.order.orderId, seq: data.event.seq })))

test('a run writes one object of all that is staged, and leaves an empty table', async () => {
  const { stage, archive, read, bucket, database } = openArchive()
  const book = await bookOf(4)
  await stage(book.messages)
  expect(await archive()).toEqual({ objects: 1, events: 12 })
  expect([...bucket.objects.keys()]).toEqual([
    'events/date=2026-11-21/hour=09/20261121T091500123-00000001-0001.jsonl.gz',
  ])
  expect([...bucket.objects.values()][0]?.customMetadata).toMatchObject({ events: '12', orders: '4' })
  expect(database.rows('SELECT * FROM staged')).toEqual([])
  expect(await listBatches(database)).toEqual([])
  expect(idsOf(await read())).toEqual(idsIn(book))
  expect(await archive()).toEqual({ objects: 0, events: 0 })
})

describe('a crash', () => {
  test('before the object is written leaves the batch, which the next run writes', async () => {
    const { stage, ports, archive, read, clock } = openArchive()
    const book = await bookOf(2)
    await stage(book.messages.slice(0, 4))
    const broken = { ...ports, objects: { ...ports.objects, put: () => Promise.reject(new Error('R2 is down')) } }
    await expect(archiveStaged(broken)).rejects.toThrow('R2 is down')
    clock.now += 300_000
    await stage(book.messages.slice(4))
    expect(await archive()).toEqual({ objects: 2, events: 6 })
    expect(idsOf(await read())).toEqual(idsIn(book))
  })

  test('between the object and the drop repeats the same object', async () => {
    const { stage, ports, archive, bucket, database, clock } = openArchive()
    await stage((await bookOf(2)).messages)
    const noDrop = {
      ...database,
      prepare: (sql: string) => {
        if (sql.startsWith('DROP')) throw new Error('the Worker was reset')
        return database.prepare(sql)
      },
    }
    await expect(archiveStaged({ ...ports, database: noDrop })).rejects.toThrow('was reset')
    const before = structuredClone([...bucket.objects])
    clock.now += 300_000
    expect(await archive()).toEqual({ objects: 1, events: 6 })
    expect([...bucket.objects]).toEqual(before)
  })
})

test('two runs at a time lose nothing, and the one that comes too late does not fail', async () => {
  const { stage, ports, archive, read } = openArchive()
  const book = await bookOf(5)
  await stage(book.messages)
  const other = {
    ...ports,
    objects: {
      ...ports.objects,
      // Another run has written and dropped every batch before this one writes.
      put: async (...args: Parameters<typeof ports.objects.put>) => {
        await archive()
        for (const batch of await listBatches(ports.database)) await dropBatch(ports.database, batch)
        await ports.objects.put(...args)
      },
    },
  }
  await archiveStaged(other)
  await stage(book.messages)
  await Promise.all([archive(), archive()])
  expect(idsOf(await read())).toEqual(idsIn(book))
})

test('a large batch is written in parts, the same each time, and a part is never cut short', async () => {
  const { stage, ports, archive, bucket, database, read } = openArchive()
  const { messages } = await bookOf(1)
  await stage(messages)
  database.rows(`UPDATE staged SET lines = lines || printf('%.*c', ${objectCharactersMax / 400}, ' ') || char(10)`)
  for (let copies = 1; copies < 2 * rowsPerRead; copies *= 2) {
    database.rows(
      `INSERT INTO staged (order_id, events, first_at, last_at, lines)
       SELECT order_id || id, events, first_at, last_at, lines FROM staged`,
    )
  }
  const noDrop = {
    ...ports,
    database: { ...database, prepare: (sql: string) => database.prepare(sql.replace(/^DROP.*/, 'SELECT 1')) },
  }
  await archiveStaged(noDrop)
  const before = structuredClone([...bucket.objects])
  expect(before.length).toBeGreaterThan(2)
  await archive()
  expect([...bucket.objects]).toEqual(before)
  const events = before.reduce((sum, [, { customMetadata }]) => sum + Number(customMetadata['events']), 0)
  expect(events).toBe(3 * 1024)
  await expect(read()).rejects.toThrow()
})

test('the clock logs what fails, and goes on at the next round', async () => {
  const { stage, ports, archive } = openArchive()
  await stage((await bookOf(1)).messages)
  const logged: string[] = []
  const objects = { ...ports.objects, put: () => Promise.reject(new Error('R2 is down')) }
  await archiveByClock({ ...ports, objects, log: (event, fields) => logged.push(`${event} ${fields?.['fault']}`) })
  expect(logged).toEqual(['archive_failed Error: R2 is down'])
  expect(await archive()).toEqual({ objects: 1, events: 3 })
})
