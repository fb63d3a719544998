// The archive for ops.
import { expect, test } from 'vitest'
import { archivedBook, openArchive } from '../../support/archive.ts'
import { callers, firstPage } from '../../support/callers.ts'

const { ops, staff } = callers

test('ops archive, list the objects of a day, and read one', async () => {
  const { service, stage, clock } = openArchive()
  const { messages } = await archivedBook(2, 'place', 'pay')
  for (const message of messages) {
    await stage([message])
    expect(await service.run(ops)).toEqual({ ok: true, value: { objects: 1, events: 1 } })
    clock.now += 3_600_000
  }
  const first = await service.objects(ops, '2026-11-21', { limit: 3, cursor: null })
  if (!first.ok) throw new Error(first.rejection.code)
  expect(first.value.items).toMatchObject([
    { date: '2026-11-21', events: 1, orders: 1, firstAt: messages[0]?.time },
    { name: expect.stringMatching(/^20261121T101500123-/) },
    { key: expect.stringContaining('hour=11') },
  ])
  const rest = await service.objects(ops, '2026-11-21', { limit: 3, cursor: first.value.cursor })
  expect(rest).toMatchObject({ ok: true, value: { items: [{ events: 1 }], cursor: null } })
  expect(await service.objects(ops, null, firstPage)).toMatchObject({ value: { items: { length: 4 } } })
  expect(await service.objects(ops, '2026-11-20', firstPage)).toMatchObject({ value: { items: [] } })
  const lines = await service.lines(ops, first.value.items[0]?.name ?? '')
  expect(lines.ok && JSON.parse(lines.value ?? '')).toMatchObject({ orderId: messages[0]?.subject, seq: 1 })
})

test('what is not there, or no day, is told', async () => {
  const { service } = openArchive()
  expect(await service.lines(ops, '../secret')).toEqual({ ok: true, value: null })
  expect(await service.lines(ops, '20261121T091500123-1f0c2a9b-0001')).toEqual({ ok: true, value: null })
  expect(await service.objects(ops, 'events/', firstPage)).toMatchObject({ rejection: { field: 'day' } })
})

test('it is for ops alone', async () => {
  const { service, stage, bucket } = openArchive()
  await stage((await archivedBook(1, 'place')).messages)
  const forbidden = { ok: false, rejection: { code: 'forbidden' } }
  expect(await service.run(staff)).toMatchObject(forbidden)
  expect(await service.objects(staff, null, firstPage)).toMatchObject(forbidden)
  expect(await service.lines(staff, 'x')).toMatchObject(forbidden)
  expect(bucket.objects.size).toBe(0)
})
