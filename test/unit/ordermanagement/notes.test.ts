// Notes among the staff: only added to, bounded, and never a customer's.
import { expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { addNote, listNotes, notesMax } from '../../../src/ordermanagement/notes.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openWorklist } from '../../support/subscribers.ts'

const { customer, courier, staff, staff2, ops } = callers
const orderId = orderIdOf(1)

async function withOrder() {
  const all = openWorklist()
  await tell(all.book, orderId, customer.subject, 'place', 'pay')
  await handleOrderEvents(all.ports, all.book.messages)
  return all
}

test('has its author’s name and its time; sent twice under one key, it is one', async () => {
  const { ports } = await withOrder()
  for (const text of ['  The box is open ', 'something else']) {
    expect(await addNote(ports, staff, orderId, { text, key: 'key_1' })).toEqual({ ok: true, value: null })
  }
  await addNote(ports, staff2, orderId, { text: 'Taped it', key: 'key_1' })
  const at = '2026-11-02T10:00:00.000Z'
  expect(await listNotes(ports.shards, orderId)).toEqual([
    { at, kind: 'note', byName: 'Park', text: 'The box is open' },
    { at, kind: 'note', byName: 'Yoon', text: 'Taped it' },
  ])
  expect(await listNotes(ports.shards, orderIdOf(2))).toEqual([])
})

test.each(['', '  ', 'x'.repeat(501), 'a\u202Eb', 'a\nb'])('%j is no note', async (text) => {
  const { ports } = await withOrder()
  expect(await addNote(ports, staff, orderId, { text, key: 'key' })).toMatchObject({
    rejection: { code: 'invalid_request', field: 'note' },
  })
  expect(await listNotes(ports.shards, orderId)).toEqual([])
})

test('an order has so many at most, and the last one may be repeated', async () => {
  const { ports } = await withOrder()
  for (let number = 0; number < notesMax; number += 1) {
    await addNote(ports, staff, orderId, { text: `${number}`, key: `key_${number}` })
  }
  expect(await addNote(ports, staff, orderId, { text: 'again', key: `key_${notesMax - 1}` })).toMatchObject({
    ok: true,
  })
  expect(await addNote(ports, staff, orderId, { text: 'more', key: 'more' })).toMatchObject({
    rejection: { field: 'note' },
  })
  expect(await listNotes(ports.shards, orderId)).toHaveLength(notesMax)
})

test('is of an order of the worklist, under a key of its form, and by the staff alone', async () => {
  const { ports } = await withOrder()
  const note = { text: 'a note', key: 'key' }
  expect(await addNote(ports, staff, orderIdOf(2), note)).toMatchObject({ rejection: { code: 'order_not_found' } })
  expect(await addNote(ports, staff, orderId, { ...note, key: '' })).toMatchObject({
    rejection: { code: 'invalid_request' },
  })
  for (const caller of [customer, courier, ops]) {
    expect(await addNote(ports, caller, orderId, note)).toMatchObject({ rejection: { code: 'forbidden' } })
  }
})
