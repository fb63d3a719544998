// Dead letters: each is kept once and whole, whatever it is, and shown to ops alone.
import { expect, test } from 'vitest'
import {
  type DeadBatch,
  type DeadLetterPorts,
  listDeadLettersFor,
  storeDeadLetters,
} from '../../../src/operations/dead-letters.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, staff, courier, ops } = callers
const queue = 'homeappliance-delivery-events-dead'

function openOperations() {
  const database = openDatabase('operations')
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const ports: DeadLetterPorts = { database, now: () => clock.now, log: () => {} }
  return { database, clock, ports }
}

function batchOf(queueName: string, ...letters: { id: string; body: unknown; attempts?: number }[]) {
  const verdicts: Record<string, string> = {}
  const batch: DeadBatch = {
    queue: queueName,
    messages: letters.map(({ id, body, attempts = 1 }) => ({
      id,
      body,
      attempts,
      ack: () => {
        verdicts[id] = 'ack'
      },
      retry: ({ delaySeconds }) => {
        verdicts[id] = `retry after ${delaySeconds} s`
      },
    })),
  }
  return { batch, verdicts }
}

test('an order message is kept with its subscriber, subject and type, and its whole body', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), customer.subject, 'place')
  const body = book.message(orderIdOf(1), 'OrderPlaced')
  const { ports } = openOperations()
  const { batch, verdicts } = batchOf(queue, { id: 'a1', body })
  await storeDeadLetters(ports, batch)
  expect(verdicts).toEqual({ a1: 'ack' })
  expect(await listDeadLettersFor(ports, ops, null, firstPage)).toEqual({
    ok: true,
    value: {
      items: [
        {
          deadLetterId: 'a1',
          subscriber: 'delivery',
          subject: orderIdOf(1),
          type: 'homeappliance.order.OrderPlaced',
          body: JSON.stringify(body),
          attempts: 1,
          diedAt: '2026-11-02T10:00:00.000Z',
        },
      ],
      cursor: null,
    },
  })
})

test.each([['just text'], [null], [{ subject: 7 }], [undefined]])(
  'what is no order message at all is kept too: %j',
  async (body) => {
    const { ports } = openOperations()
    const { batch, verdicts } = batchOf(queue, { id: 'a1', body })
    await storeDeadLetters(ports, batch)
    expect(verdicts).toEqual({ a1: 'ack' })
    expect(await listDeadLettersFor(ports, ops, 'delivery', firstPage)).toMatchObject({
      value: { items: [{ subject: null, type: null, body: JSON.stringify(body ?? null) }] },
    })
  },
)

test('a letter that comes again is kept once, as it was first', async () => {
  const { ports, clock } = openOperations()
  await storeDeadLetters(ports, batchOf(queue, { id: 'a1', body: 'first' }).batch)
  clock.now += 1000
  const repeated = batchOf(queue, { id: 'a1', body: 'first', attempts: 2 })
  await storeDeadLetters(ports, repeated.batch)
  expect(repeated.verdicts).toEqual({ a1: 'ack' })
  expect(await listDeadLettersFor(ports, ops, null, firstPage)).toMatchObject({
    value: { items: [{ attempts: 1, diedAt: '2026-11-02T10:00:00.000Z' }] },
  })
})

test('with the store down each letter is tried again, after a time that grows to an hour', async () => {
  const { ports, database } = openOperations()
  database.failWith(new Error('the database is down'))
  const { batch, verdicts } = batchOf(
    queue,
    { id: 'new', body: 1, attempts: 1 },
    { id: 'old', body: 2, attempts: 5 },
    { id: 'oldest', body: 3, attempts: 100 },
  )
  await storeDeadLetters(ports, batch)
  expect(verdicts).toEqual({ new: 'retry after 2 s', old: 'retry after 32 s', oldest: 'retry after 3600 s' })
})

test('letters are listed by subscriber and page by page, newest first', async () => {
  const { ports, clock } = openOperations()
  for (let number = 1; number <= 4; number += 1) {
    clock.now += 1000
    await storeDeadLetters(ports, batchOf(queue, { id: `d${number}`, body: number }).batch)
    await storeDeadLetters(ports, batchOf('homeappliance-mypage-events-dead', { id: `m${number}`, body: number }).batch)
  }
  const first = await listDeadLettersFor(ports, ops, 'delivery', { limit: 3, cursor: null })
  if (!first.ok) throw new Error(first.rejection.code)
  expect(first.value.items.map((letter) => letter.deadLetterId)).toEqual(['d4', 'd3', 'd2'])
  const second = await listDeadLettersFor(ports, ops, 'delivery', { limit: 3, cursor: first.value.cursor })
  expect(second).toMatchObject({ value: { items: [{ deadLetterId: 'd1' }], cursor: null } })
})

test('ops alone see them, and an unknown subscriber is refused by its field', async () => {
  const { ports } = openOperations()
  for (const caller of [customer, staff, courier]) {
    expect(await listDeadLettersFor(ports, caller, null, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
  }
  expect(await listDeadLettersFor(ports, ops, 'catalog', firstPage)).toMatchObject({
    rejection: { code: 'invalid_request', field: 'subscriber' },
  })
})
