// One message for a fact, whoever has its event at once: the queue, a poll of the order, a second consumer.
import { describe, expect, test } from 'vitest'
import { claimMs, queueOwnsMs, sendMsMax, unclaimedMs } from '../../../src/message/claims.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/message/event-handler.ts'
import { listFor } from '../../../src/message/messages.ts'
import { type OutgoingMessage, recordedOnly, SendFailed } from '../../../src/message/notifier.ts'
import { eraseTexts } from '../../../src/message/store.ts'
import type { EventSource } from '../../../src/platform/checkpoint.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, staff } = callers
const orderId = orderIdOf(1)
const placedAt = Date.parse('2026-11-02T09:00:00.000Z')

/**
 * Orders that are placed, and a channel that keeps each message under way until it is released. `isKept`: whether the
 * row of a message says, as its send begins, that somebody has it.
 */
async function open(orders = 1) {
  const book = new OrderBook()
  for (let number = 1; number <= orders; number++) {
    book.now = new Date(placedAt).toISOString()
    await tell(book, orderIdOf(number), customer.subject, 'place')
  }
  const opened = openMessages()
  const { clock, database } = opened
  const begun: (OutgoingMessage & { isKept: boolean })[] = []
  const gate = Promise.withResolvers<void>()
  const channel = { end: () => gate.promise }
  const send = async (message: OutgoingMessage) => {
    const kept = database.rows(`SELECT message_id FROM messages WHERE next_try_at > '${isoOf(clock.now)}'`)
    begun.push({ ...message, isKept: kept.some((row) => row['message_id'] === message.messageId) })
    await channel.end()
    return { channelId: null }
  }
  const ports = { ...opened.ports, notifier: { channel: 'webhook', send } }
  const order = book.message(orderId, 'OrderPlaced').data.order
  return {
    clock,
    database,
    ports,
    book,
    begun,
    channel,
    release: gate.resolve,
    handle: (source: EventSource) => handleOrderEvents(ports, book.messages, source),
    applied: () => appliedSeq(ports, order),
  }
}

const isoOf = (time: number) => new Date(time).toISOString()

/** Rows that were written so far. */
function written(database: Awaited<ReturnType<typeof open>>['database']): number {
  return Number(database.rows('SELECT total_changes() AS changes')[0]?.['changes'])
}

describe('a message of a backlog', () => {
  test.each<[EventSource, EventSource]>([
    ['queue', 'poll'],
    ['poll', 'queue'],
    ['queue', 'queue'],
    ['poll', 'poll'],
  ])('that %s and %s have at once is sent once', async (...sources) => {
    const { handle, begun, release, clock, applied } = await open(30)
    clock.now = placedAt + 60 * 60_000
    const handled = Promise.allSettled(sources.map(handle))
    await expect.poll(() => begun.length).toBeGreaterThan(5)
    release()
    await handled
    expect(new Set(begun.map(({ messageId }) => messageId)).size).toBe(30)
    expect(begun).toHaveLength(30)
    // Whoever was told to come again finds that all is done.
    for (const source of sources) await handle(source)
    expect(begun).toHaveLength(30)
    expect(await applied()).toBe(1)
  })

  test('that somebody has is told to come again, and not shown before it is sent', async () => {
    const { handle, release, clock, applied, ports, begun } = await open()
    clock.now = placedAt + queueOwnsMs
    const first = handle('poll')
    await expect.poll(() => begun.length).toBe(1)
    await expect(handle('queue')).rejects.toMatchObject({ name: 'RetryLater', delaySeconds: sendMsMax / 1000 })
    expect(await applied()).toBe(0)
    const listed = () => listFor(ports, staff, orderId, firstPage)
    expect(await listed()).toMatchObject({ value: { items: [] } })
    release()
    await first
    expect(await listed()).toMatchObject({ value: { items: [{ status: 'sent' }] } })
  })

  test('that was with somebody who is gone is sent once the claim is over, under the same id', async () => {
    const { handle, clock, begun, channel, applied } = await open()
    clock.now = placedAt + queueOwnsMs
    void handle('queue')
    await expect.poll(() => begun.length).toBe(1)
    channel.end = () => Promise.resolve()
    clock.now += claimMs - 1
    await expect(handle('poll')).rejects.toMatchObject({ name: 'RetryLater' })
    expect(begun).toHaveLength(1)
    clock.now += 1
    await Promise.all([handle('poll'), handle('queue').catch(() => {})])
    expect(begun.map(({ messageId }) => messageId)).toEqual([begun[0]?.messageId, begun[0]?.messageId])
    expect(await applied()).toBe(1)
  })

  test('that has failed is tried by one at a time, too', async () => {
    const { handle, clock, begun, channel, release } = await open(30)
    const { end } = channel
    clock.now = placedAt + queueOwnsMs
    channel.end = () => Promise.reject(new SendFailed('the message webhook answered 503'))
    await expect(handle('queue')).rejects.toMatchObject({ name: 'RetryLater', delaySeconds: 1 })
    channel.end = end
    clock.now += 1000
    const handled = Promise.allSettled([handle('queue'), handle('poll'), handle('queue')])
    await expect.poll(() => begun.length).toBeGreaterThan(35)
    release()
    await handled
    expect(begun).toHaveLength(60)
  })

  test('is given up when its order is erased while somebody has it who is gone', async () => {
    const { handle, clock, begun, ports, database } = await open()
    clock.now = placedAt + queueOwnsMs
    void handle('queue')
    await expect.poll(() => begun.length).toBe(1)
    await database.batch(
      eraseTexts(
        database,
        orderId,
        begun.map(({ messageId }) => messageId),
        isoOf(clock.now),
      ),
    )
    clock.now += claimMs
    await handle('poll')
    expect(begun).toHaveLength(1)
    expect(await listFor(ports, staff, orderId, firstPage)).toMatchObject({ value: { items: [{ status: 'failed' }] } })
  })
})

describe('a message that is new', () => {
  test('is sent by the queue without a claim: one row, and one for the lists', async () => {
    const { handle, clock, release, database, begun } = await open()
    clock.now = placedAt + unclaimedMs - 1
    release()
    const before = written(database)
    await handle('queue')
    expect([begun.length, written(database) - before, database.calls]).toEqual([1, 2, { single: 3, batches: [1] }])
  })

  test('is left to the queue by a poll, and is over before a poll may send it', async () => {
    const { handle, clock, release, begun, applied } = await open()
    clock.now = placedAt + unclaimedMs - 1
    const first = handle('queue')
    await expect.poll(() => begun.length).toBe(1)
    clock.now += sendMsMax
    await expect(handle('poll')).rejects.toMatchObject({ name: 'RetryLater' })
    release()
    await first
    clock.now = placedAt + queueOwnsMs
    await handle('poll')
    expect(begun).toHaveLength(1)
    expect(await applied()).toBe(1)
  })

  test('is sent by a poll when the queue has lost it', async () => {
    const { handle, clock, release, begun, applied } = await open()
    release()
    clock.now = placedAt + queueOwnsMs - 1
    await expect(handle('poll')).rejects.toMatchObject({ name: 'RetryLater', delaySeconds: 1 })
    expect(begun).toEqual([])
    clock.now += 1
    await handle('poll')
    expect([begun.length, await applied()]).toEqual([1, 1])
  })

  test('is claimed when those before it in a batch have kept the channel busy for too long', async () => {
    const { ports, book, begun, clock } = await open(40)
    const { send } = ports.notifier
    const slow = async (message: OutgoingMessage) => {
      void send(message)
      clock.now += 250
      return { channelId: null }
    }
    clock.now = placedAt
    await handleOrderEvents({ ...ports, notifier: { ...ports.notifier, send: slow } }, book.messages)
    const unclaimed = unclaimedMs / 250
    expect(begun.map(({ isKept }) => isKept)).toEqual(Array.from({ length: 40 }, (_, number) => number >= unclaimed))
  })
})

test('a shop without a channel claims nothing: to record a message twice changes nothing', async () => {
  const { ports, book, clock, database } = await open()
  clock.now = placedAt + 60 * 60_000
  const before = written(database)
  const recording = { ...ports, notifier: recordedOnly }
  await Promise.all([handleOrderEvents(recording, book.messages), handleOrderEvents(recording, book.messages, 'poll')])
  expect(written(database) - before).toBe(2)
})
