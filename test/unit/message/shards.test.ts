// Messages over several databases: each is sent once and found again, and lists show what they show over one.
import { describe, expect, test } from 'vitest'
import { messageIdOf } from '../../../src/message/compose.ts'
import { handleEmailEvents } from '../../../src/message/email-events.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/message/event-handler.ts'
import { getFor, listFor, listProblemsFor } from '../../../src/message/messages.ts'
import { Undeliverable } from '../../../src/message/notifier.ts'
import { replayMessage, replayMessages } from '../../../src/message/replay.ts'
import { changeSettingsFor } from '../../../src/message/settings.ts'
import { layoutsIn, orderShards } from '../../../src/platform/order-shards.ts'
import { callers, request } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { pagesOf } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, stranger, ops } = callers
const numbers = Array.from({ length: 14 }, (_, number) => number)
const layouts = '0; 1-2 from 2026-11-02T09:00:08.000Z'

/** Orders that are placed and paid, half of them of another customer. */
async function told() {
  const book = new OrderBook()
  for (const number of numbers) {
    await tell(book, orderIdOf(number), number % 2 === 0 ? customer.subject : stranger.subject, 'place', 'pay')
  }
  return book
}

/** The same orders over one database and over three, each with its own channel. */
function opened(book: OrderBook, configured = layouts) {
  const one = openMessages()
  const several = openMessages()
  const databases = [several.database, openDatabase('message'), openDatabase('message')] as const
  const more = { orders: book, newId: () => crypto.randomUUID() }
  const shardsFor = (text: string) => orderShards(layoutsIn(text), databases)
  return {
    one: { ...one, ports: { ...one.ports, ...more } },
    several: { ...several, ports: { ...several.ports, ...more, shards: shardsFor(configured) } },
    databases,
    shardsFor,
  }
}

type Ports = ReturnType<typeof opened>['one']['ports']
type List = (ports: Ports, page: { limit: number; cursor: string | null }) => ReturnType<typeof listFor>

const countIn = (database: { rows(sql: string): unknown[] }) => database.rows('SELECT 1 FROM messages').length

test('each order is told in its own database, once, whoever brings its events and however often', async () => {
  const book = await told()
  const { several, databases } = opened(book)
  for (const source of ['queue', 'poll', 'queue'] as const)
    await handleOrderEvents(several.ports, book.messages, source)
  expect(several.sent).toHaveLength(28)
  expect(new Set(several.sent.map(({ messageId }) => messageId)).size).toBe(28)
  const orderIdsIn = databases.map((one) => one.rows('SELECT order_id FROM told_orders').map((row) => row['order_id']))
  expect(Math.min(...orderIdsIn.map(({ length }) => length))).toBeGreaterThan(0)
  expect(orderIdsIn.flat().sort()).toEqual(numbers.map(orderIdOf).sort())
  expect(orderIdsIn[0]).toEqual([0, 1, 2, 3].map(orderIdOf))
  for (const number of numbers) {
    const order = await book.read(orderIdOf(number))
    expect(order && (await appliedSeq(several.ports, order))).toBe(2)
  }
})

describe('over several databases', () => {
  const lists: [string, List][] = [
    ['all', (ports, page) => listFor(ports, ops, null, page)],
    ['a customer’s', (ports, page) => listFor(ports, customer, null, page)],
    ['an order’s', (ports, page) => listFor(ports, ops, orderIdOf(9), page)],
    ['failed', (ports, page) => listProblemsFor(ports, ops, 'failed', null, page)],
    ['failed of an order', (ports, page) => listProblemsFor(ports, ops, 'failed', orderIdOf(9), page)],
  ]
  test.each(lists)('the pages of the list "%s" are those of one database', async (_, list) => {
    const book = await told()
    const { one, several } = opened(book)
    for (const { ports, channel } of [one, several]) {
      channel.fault = new Undeliverable('E_RECIPIENT_SUPPRESSED')
      await handleOrderEvents(ports, book.messages)
    }
    for (const limit of [1, 3, 100]) {
      const found = await pagesOf((page) => list(several.ports, page), limit)
      expect(found).toEqual(await pagesOf((page) => list(one.ports, page), limit))
      expect(found.flat().length).toBeGreaterThan(0)
    }
  })

  test('a message is read, reported and sent again by its id, wherever it stands', async () => {
    const book = await told()
    const { several } = opened(book)
    several.channel.fault = new Undeliverable('E_RECIPIENT_SUPPRESSED')
    await handleOrderEvents(several.ports, book.messages)
    several.channel.fault = null
    for (const number of numbers) {
      const messageId = await messageIdOf(orderIdOf(number), { kind: 'paid' })
      expect(await getFor(several.ports, ops, messageId)).toMatchObject({ value: { messageId, status: 'failed' } })
      several.channel.id = `channel-${number}`
      expect(await replayMessage(several.ports, ops, messageId, request)).toMatchObject({ value: { status: 'sent' } })
      const event = {
        type: 'cf.email.sending.message.delivered',
        payload: { messageId: `<channel-${number}>` },
        metadata: { eventTimestamp: '2026-11-02T10:00:00.000Z' },
      }
      const verdicts: string[] = []
      const [ack, retry] = [() => void verdicts.push('ack'), () => void verdicts.push('retry')]
      const batch = { messages: [{ id: 'm-1', body: event, attempts: 1, ack, retry }] }
      await handleEmailEvents({ shards: several.ports.shards, log: () => {} }, batch)
      expect(verdicts).toEqual(['ack'])
      expect(await getFor(several.ports, ops, messageId)).toMatchObject({ value: { status: 'delivered' } })
    }
    expect(await getFor(several.ports, ops, 'msg_unknown')).toMatchObject({ rejection: { code: 'message_not_found' } })
  })

  test('those that failed are sent again with the oldest first, a bounded number at a time, until none is left', async () => {
    const book = await told()
    const { one, several } = opened(book)
    for (const { ports, channel } of [one, several]) {
      channel.fault = new Undeliverable('E_RECIPIENT_SUPPRESSED')
      await handleOrderEvents(ports, book.messages)
      channel.fault = null
    }
    for (const left of [16, 4, 0]) {
      const replayed = await replayMessages(several.ports, ops, { until: '2026-11-03T00:00:00.000Z' }, request)
      expect(replayed).toMatchObject({ value: { failed: 0, left } })
      await replayMessages(one.ports, ops, { until: '2026-11-03T00:00:00.000Z' }, request)
      expect(several.sent.map(({ messageId }) => messageId).sort()).toEqual(one.sent.map((one) => one.messageId).sort())
    }
  })

  test('what a customer has switched off is not sent of an order in any of them', async () => {
    const book = await told()
    const { several } = opened(book)
    await changeSettingsFor(several.ports, customer, { off: ['paid'] })
    await handleOrderEvents(several.ports, book.messages)
    const paid = several.sent.filter(({ kind }) => kind === 'paid')
    expect(new Set(paid.map(({ customerId }) => customerId))).toEqual(new Set([stranger.subject]))
    expect(paid).toHaveLength(7)
  })

  test('while one database is down the messages of the others are sent, and those of it once it is back', async () => {
    const book = await told()
    const { several, databases } = opened(book)
    databases[1].failWith(new Error('the database is down'))
    await expect(handleOrderEvents(several.ports, book.messages)).rejects.toThrow('is down')
    databases[1].failWith(null)
    const before = several.sent.length
    expect([before > 0, before < 28, countIn(databases[1])]).toEqual([true, true, 0])
    await handleOrderEvents(several.ports, book.messages)
    expect(several.sent).toHaveLength(28)
    expect(new Set(several.sent.map(({ messageId }) => messageId)).size).toBe(28)
  })
})

describe('a layout that is deployed after its time', () => {
  test('has nothing sent again: an order that was told of before stays where that is recorded', async () => {
    const book = await told()
    const { several, databases, shardsFor } = opened(book, '0')
    const toldBefore = book.messages.filter(({ subject }) => subject !== orderIdOf(13))
    await handleOrderEvents(several.ports, toldBefore)
    const late = { ...several.ports, shards: shardsFor(layouts) }
    for (const number of numbers.slice(0, 13)) {
      const order = await book.read(orderIdOf(number))
      expect(order && (await appliedSeq(late, order))).toBe(2)
    }
    await handleOrderEvents(late, book.messages, 'poll')
    expect(several.sent).toHaveLength(28)
    for (const number of numbers) await tell(book, orderIdOf(number), customer.subject, 'take')
    await handleOrderEvents(late, book.messages)
    expect(several.sent).toHaveLength(42)
    expect(new Set(several.sent.map(({ messageId }) => messageId)).size).toBe(42)
    expect([countIn(databases[0]), countIn(databases[1]) + countIn(databases[2])]).toEqual([39, 3])
  })

  test('is not asked about orders of the days that follow', async () => {
    const book = new OrderBook()
    book.now = '2026-11-03T09:00:08.000Z'
    await tell(book, orderIdOf(1), customer.subject, 'place')
    const { several, databases } = opened(book)
    databases[0].failWith(new Error('it is asked'))
    const order = book.message(orderIdOf(1), 'OrderPlaced').data.order
    expect(await appliedSeq(several.ports, order)).toBe(0)
  })
})
