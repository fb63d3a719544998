// The orders in the archive come in pieces, each at least once.
import { expect, test } from 'vitest'
import { archivedOrders, ordersPerPiece } from '../../../src/archive/orders.ts'
import { archivedBook, openArchive } from '../../support/archive.ts'
import { orderIdOf } from '../../support/order-book.ts'

test('every order of every object, a bounded number at a time', async () => {
  const { stage, archive, ports, clock } = openArchive()
  const { messages } = await archivedBook(2 * ordersPerPiece + 1, 'place', 'pay')
  await stage(messages)
  await archive()
  clock.now += 60_000
  await stage(messages.slice(0, 2))
  await archive()
  const pieces: string[][] = []
  for (let cursor: string | null = null; ; ) {
    const piece = await archivedOrders(ports.objects, cursor)
    pieces.push(piece.orderIds)
    cursor = piece.cursor
    if (cursor === null) break
  }
  expect(pieces.map(({ length }) => length)).toEqual([ordersPerPiece, ordersPerPiece, 1, 1])
  expect(new Set(pieces.flat()).size).toBe(2 * ordersPerPiece + 1)
  expect(pieces.at(-1)).toEqual([orderIdOf(0)])
})

test('an empty archive has none, and a cursor of an object that is gone goes on after it', async () => {
  const { stage, archive, ports, bucket, clock } = openArchive()
  expect(await archivedOrders(ports.objects, null)).toEqual({ orderIds: [], cursor: null })
  const { messages } = await archivedBook(2, 'place')
  for (const message of messages) {
    await stage([message])
    await archive()
    clock.now += 60_000
  }
  const { cursor } = await archivedOrders(ports.objects, null)
  bucket.objects.delete([...bucket.objects.keys()].sort()[0] ?? '')
  expect(await archivedOrders(ports.objects, cursor)).toEqual({ orderIds: [orderIdOf(1)], cursor: null })
})
