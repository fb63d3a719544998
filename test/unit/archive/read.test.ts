// The archive is read back: each event once, and nothing that was changed since is taken for what was written.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compress } from '../../../src/archive/gzip.ts'
import { prefixOf } from '../../../src/archive/objects.ts'
import { ArchiveDamaged } from '../../../src/archive/read.ts'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { archivedBook, idsOf, openArchive } from '../../support/archive.ts'
import { bucket } from '../../support/bucket.ts'

const story = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const
const lineOf = ({ subject, data }: OrderMessage) => ({ orderId: subject, ...data.event })

test('each event comes once, as it was, however often and in whatever pieces orders brought it', async () => {
  const { messages } = await archivedBook(6, ...story)
  const all = idsOf(messages.map(lineOf))
  const pieces = fc.array(fc.array(fc.nat(messages.length - 1), { minLength: 1 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 40 }), async (repeats, perPass) => {
      const { stage, archive, read, clock } = openArchive(bucket(3))
      for (const some of [...repeats, messages.keys()]) {
        await stage([...some].flatMap((index) => messages[index] ?? []))
        clock.now += 1000
        await archive()
      }
      const events = await read(undefined, perPass)
      expect(idsOf(events)).toEqual(all)
      for (const event of events) expect(messages.map(lineOf)).toContainEqual(event)
    }),
    { numRuns: 30 },
  )
})

test('a day is read by itself', async () => {
  const { stage, archive, read, clock } = openArchive()
  const { messages } = await archivedBook(2, ...story)
  await stage(messages.slice(0, 5))
  await archive()
  clock.now += 86_400_000
  await stage(messages.slice(5))
  await archive()
  expect(idsOf(await read(prefixOf('2026-11-21')))).toEqual(idsOf(messages.slice(0, 5).map(lineOf)))
  expect(await read(prefixOf('2026-11-22'))).toHaveLength(5)
  expect(await read(prefixOf('2026-11-23'))).toEqual([])
})

test('an event of a later release is read as it stands', async () => {
  const { archive, read, database, stage } = openArchive()
  await stage((await archivedBook(1, 'place')).messages)
  database.rows(`UPDATE staged SET lines = replace(lines, 'OrderPlaced', 'OrderGifted')`)
  await archive()
  expect((await read()).map(({ type }) => type)).toEqual(['OrderGifted'])
})

test.each([
  ['an event less', (text: string) => text.split('\n').slice(1).join('\n'), 'it has 4 events, and 5 were written'],
  ['another amount', (text: string) => text.replace('KRW', 'USD'), 'its events are not those that were written'],
])('%s is found', async (_, change, words) => {
  const { stage, archive, read, bucket: stored, ports } = openArchive()
  await stage((await archivedBook(1, ...story)).messages)
  await archive()
  for (const [key, object] of stored.objects) {
    const text = (await ports.objects.read(key)) ?? ''
    expect(change(text)).not.toBe(text)
    stored.objects.set(key, { ...object, bytes: await compress(change(text)) })
  }
  await expect(read()).rejects.toThrow(ArchiveDamaged)
  await expect(read()).rejects.toThrow(words)
})

test('an object that is gone, or cut off, is found', async () => {
  const { stage, archive, read, bucket: stored, ports } = openArchive()
  await stage((await archivedBook(1, ...story)).messages)
  await archive()
  const [key = '', object] = [...stored.objects][0] ?? []
  if (object === undefined) throw new Error('nothing was archived')
  stored.objects.set(key, { ...object, bytes: object.bytes.slice(0, -9) })
  await expect(read()).rejects.toThrow()
  const list = ports.objects.list
  ports.objects.list = async (...args) => {
    const found = await list(...args)
    stored.objects.clear()
    return found
  }
  stored.objects.set(key, object)
  const { readObject, objectsOf } = await import('../../../src/archive/read.ts')
  for await (const each of objectsOf(ports.objects, '')) {
    await expect(readObject(ports.objects, each)).rejects.toThrow('is gone')
  }
})
