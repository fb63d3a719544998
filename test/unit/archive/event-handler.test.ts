// Orders bring their events, and the archive stages each as the order's log has it.
import { expect, test } from 'vitest'
import { appliedSeq, handleOrderEvents } from '../../../src/archive/event-handler.ts'
import { orderMessage } from '../../../src/contract/message.ts'
import { archivedBook, openArchive } from '../../support/archive.ts'
import { orderIdOf } from '../../support/order-book.ts'

test('what an order brings is one row, and all rows one write', async () => {
  const { stage, database } = openArchive()
  const { messages } = await archivedBook(3, 'place', 'pay', 'take', 'startDelivery', 'completeDelivery')
  await stage(messages)
  expect(database.calls).toEqual({ batches: [3], single: 0 })
  expect(database.rows('SELECT order_id, events FROM staged')).toEqual(
    [0, 1, 2].map((number) => ({ order_id: orderIdOf(number), events: 5 })),
  )
  await stage([])
  expect(database.calls.batches).toHaveLength(1)
})

test('a row has the events as they are, and nothing of the order beside them', async () => {
  const { stage, database } = openArchive()
  const { messages } = await archivedBook(1, 'place', 'pay')
  const secret = { customerName: 'Kang, in clear', deliveryAddress: 'x', deliveryPhoneNumber: 'x' }
  await stage(messages.map(({ data }) => orderMessage(data.event, { ...data.order, contact: secret })))
  const [row] = database.rows('SELECT lines, first_at, last_at FROM staged')
  const lines = String(row?.['lines']).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    messages.map(({ data, subject }) => ({ orderId: subject, ...data.event })),
  )
  expect(String(row?.['lines'])).not.toContain('in clear')
  expect([row?.['first_at'], row?.['last_at']]).toEqual([messages[0]?.time, messages[1]?.time])
})

test('it has what it was just brought, and says nothing of before', async () => {
  const { database } = openArchive()
  const { messages } = await archivedBook(1, 'place', 'pay')
  const [first] = messages
  if (first === undefined) throw new Error('it was placed')
  await handleOrderEvents({ database }, messages)
  expect(await appliedSeq({ database }, first.data.order, messages)).toBe(2)
  expect(await appliedSeq({ database }, first.data.order, [])).toBe(0)
})
