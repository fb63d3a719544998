// Dead letters: each message is one letter, kept whole whatever it is, and shown to ops alone, masked.
import { expect, test } from 'vitest'
import { deadMessageSchema } from '../../../src/contract/dead-letter.ts'
import {
  type DeadBatch,
  findDeadLetters,
  readDeadLetter,
  storeDeadLetters,
} from '../../../src/operations/dead-letters.ts'
import { mask } from '../../../src/operations/mask.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, staff, courier, ops } = callers
const queue = 'homeappliance-delivery-events-dead'

function openOperations() {
  const database = openDatabase('operations')
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const ports = { database, now: () => clock.now, log: () => {} }
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

test('an order message is kept with its cause and tries, and shown without personal data', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), customer.subject, 'place')
  const message = book.message(orderIdOf(1), 'OrderPlaced')
  const { ports, database } = openOperations()
  const told = { deadLetter: { cause: 'Error: no text', attempts: 100 }, subject: message.subject, message }
  const { batch, verdicts } = batchOf(queue, { id: 'a1', body: told })
  await storeDeadLetters(ports, batch)
  expect(verdicts).toEqual({ a1: 'ack' })
  const page = await findDeadLetters(ports, ops, {}, firstPage)
  if (!page.ok) throw new Error(page.rejection.code)
  const { body, ...letter } = page.value.items[0] ?? { body: '' }
  expect(letter).toEqual({
    deadLetterId: 'a1',
    subscriber: 'delivery',
    subject: orderIdOf(1),
    type: 'homeappliance.order.OrderPlaced',
    attempts: 100,
    diedAt: '2026-11-02T10:00:00.000Z',
    state: 'open',
    cause: 'Error: no text',
    reason: null,
    deaths: 1,
  })
  const { customerName, deliveryAddress, deliveryPhoneNumber } = message.data.order.contact ?? {}
  for (const text of [customerName, deliveryAddress, deliveryPhoneNumber]) {
    expect(JSON.stringify(message)).toContain(text)
    expect(body).not.toContain(text)
  }
  expect(JSON.parse(body)).toMatchObject({ data: { order: { contact: { customerName: mask } } } })
  expect(database.rows('SELECT body FROM dead_letters')).toEqual([{ body: JSON.stringify(message) }])
  expect(await readDeadLetter(ports, ops, 'a1')).toEqual({ ok: true, value: { ...letter, body } })
  expect(await readDeadLetter(ports, ops, 'a2')).toEqual({ ok: true, value: null })
})

test.each([
  ['just text', '"***"'],
  [null, 'null'],
  [{ subject: 7 }, '{"subject":7}'],
  [undefined, 'null'],
  [{ subject: 'a b', type: 'x'.repeat(101) }, '{"subject":"***","type":"***"}'],
])('what is no order message at all is kept too, with its cause unknown: %j', async (body, shown) => {
  const { ports, database } = openOperations()
  const { batch, verdicts } = batchOf(queue, { id: 'a1', body })
  await storeDeadLetters(ports, batch)
  expect(verdicts).toEqual({ a1: 'ack' })
  expect(await findDeadLetters(ports, ops, { subscriber: 'delivery' }, firstPage)).toMatchObject({
    value: { items: [{ subject: null, type: null, body: shown, cause: null, attempts: 0 }] },
  })
  expect(database.rows('SELECT body FROM dead_letters')).toEqual([{ body: JSON.stringify(body ?? null) }])
})

test('a letter that the queue repeats is kept as it was', async () => {
  const { ports, clock } = openOperations()
  await storeDeadLetters(ports, batchOf(queue, { id: 'a1', body: 'first' }).batch)
  clock.now += 1000
  const repeated = batchOf(queue, { id: 'a1', body: 'first', attempts: 2 })
  await storeDeadLetters(ports, repeated.batch)
  expect(repeated.verdicts).toEqual({ a1: 'ack' })
  expect(await findDeadLetters(ports, ops, {}, firstPage)).toMatchObject({
    value: { items: [{ deaths: 1, diedAt: '2026-11-02T10:00:00.000Z' }] },
  })
})

test('a message that dies again is the same letter, open again, with its tries added', async () => {
  const { ports, clock, database } = openOperations()
  const told = (cause: string) => ({ deadLetter: { cause, attempts: 100 }, message: { id: 'ord_1/2' } })
  await storeDeadLetters(ports, batchOf(queue, { id: 'a1', body: told('first') }).batch)
  database.sqlite.exec(`UPDATE dead_letters SET state = 'sentAgain'`)
  clock.now += 1000
  await storeDeadLetters(ports, batchOf(queue, { id: 'a2', body: told('second') }).batch)
  await storeDeadLetters(ports, batchOf('homeappliance-mypage-events-dead', { id: 'b1', body: told('other') }).batch)
  expect(await findDeadLetters(ports, ops, { subscriber: 'delivery' }, firstPage)).toMatchObject({
    value: {
      items: [
        {
          deadLetterId: 'a1',
          deaths: 2,
          attempts: 200,
          cause: 'second',
          state: 'open',
          diedAt: '2026-11-02T10:00:01.000Z',
        },
      ],
    },
  })
  expect(database.rows('SELECT subscriber FROM dead_letters')).toHaveLength(2)
})

test('what the release before stored is read: the message alone, or with its cause around it', async () => {
  const { ports, database } = openOperations()
  const sql = `INSERT INTO dead_letters (dead_letter_id, subscriber, subject, type, body, attempts, died_at)
    VALUES (?, 'delivery', NULL, NULL, ?, 1, '2026-11-02T09:00:00.000Z')`
  const told = deadMessageSchema.parse({ deadLetter: { cause: 'why', attempts: 100 }, message: { seq: 7 } })
  await database.prepare(sql).bind('old', '{"seq":6}').run()
  await database.prepare(sql).bind('new', JSON.stringify(told)).run()
  expect(await findDeadLetters(ports, ops, { state: 'open' }, firstPage)).toMatchObject({
    value: {
      items: [
        { deadLetterId: 'old', body: '{"seq":6}', cause: null, attempts: 1, deaths: 1 },
        { deadLetterId: 'new', body: '{"seq":7}', cause: 'why', attempts: 100 },
      ],
    },
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
  const first = await findDeadLetters(ports, ops, { subscriber: 'delivery' }, { limit: 3, cursor: null })
  if (!first.ok) throw new Error(first.rejection.code)
  expect(first.value.items.map(({ deadLetterId }) => deadLetterId)).toEqual(['d4', 'd3', 'd2'])
  const { cursor } = first.value
  const second = await findDeadLetters(ports, ops, { subscriber: 'delivery' }, { limit: 3, cursor })
  expect(second).toMatchObject({ value: { items: [{ deadLetterId: 'd1' }], cursor: null } })
})

test('ops alone see them', async () => {
  const { ports } = openOperations()
  const forbidden = { rejection: { code: 'forbidden' } }
  for (const caller of [customer, staff, courier]) {
    expect(await findDeadLetters(ports, caller, {}, firstPage)).toMatchObject(forbidden)
    expect(await readDeadLetter(ports, caller, 'a1')).toMatchObject(forbidden)
  }
})
