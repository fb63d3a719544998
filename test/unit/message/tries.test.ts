// A message that cannot be sent: tried again for 24 hours with growing pauses, then given up, and shown all the while.
import { describe, expect, test } from 'vitest'
import { messageIdOf } from '../../../src/message/compose.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/message/event-handler.ts'
import { listFor, listProblemsFor } from '../../../src/message/messages.ts'
import { SendFailed, Undeliverable } from '../../../src/message/notifier.ts'
import { afterFailure, triedForMs } from '../../../src/message/tries.ts'
import { RetryLater } from '../../../src/platform/consume.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, staff } = callers
const orderId = orderIdOf(1)
const noon = Date.parse('2026-11-02T12:00:00.000Z')
const down = new SendFailed('the message webhook answered 503')

/** The tries of a message that always fails, each at its due time. */
function triesOf(random: number, fault: unknown = down) {
  const tries = [afterFailure(null, fault, noon, random)]
  for (let last = tries.at(-1); last?.nextTryAt != null; last = tries.at(-1)) {
    const { nextTryAt } = last
    tries.push(afterFailure({ ...last, nextTryAt }, fault, nextTryAt, random))
  }
  return tries
}

describe('the pauses', () => {
  test('grow to an hour, and the last try is 24 hours after the first', () => {
    const times = triesOf(0).map(({ nextTryAt }) => nextTryAt)
    const pauses = times.map((time, index) => (time ?? 0) - (index === 0 ? noon : (times[index - 1] ?? 0)))
    expect(pauses.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 16_000])
    expect(Math.max(...pauses)).toBe(3_600_000)
    expect(times.slice(-2)).toEqual([noon + triedForMs, null])
  })

  test('are spread at random by up to a half, and a queue’s hundred tries outlast them', () => {
    expect(afterFailure(null, down, noon, 1).nextTryAt).toBe(noon + 500)
    expect(triesOf(1).length).toBeLessThan(100)
    expect(triesOf(1).at(-1)).toMatchObject({ nextTryAt: null, firstTriedAt: noon, tries: triesOf(1).length })
  })

  test('there is none for what no try can send, and a first try that comes late is a try too', () => {
    const fault = new Undeliverable('E_RECIPIENT_SUPPRESSED')
    expect(triesOf(0, fault)).toEqual([
      { tries: 1, firstTriedAt: noon, nextTryAt: null, cause: 'E_RECIPIENT_SUPPRESSED' },
    ])
  })

  test('of a fault that nobody worded, only the name is kept', () => {
    expect(afterFailure(null, new TypeError('kang@example.com'), noon, 0).cause).toBe('TypeError')
    expect(afterFailure(null, 'kang@example.com', noon, 0).cause).toBe('unknown')
  })
})

async function withOrder() {
  const book = new OrderBook()
  await tell(book, orderId, customer.subject, 'place')
  const opened = openMessages()
  const [placed] = book.messages
  if (placed === undefined) throw new Error('there is no message')
  const attempt = () => handleOrderEvents(opened.ports, [placed]).catch((fault: unknown) => fault)
  const listed = async () => {
    const page = await listFor(opened.ports, staff, orderId, firstPage)
    return page.ok ? page.value.items : []
  }
  return { ...opened, book, placed, attempt, listed, order: placed.data.order }
}

describe('a message whose channel is down', () => {
  test('waits, is shown so, is not tried before its time, and then arrives under the same id', async () => {
    const { attempt, channel, clock, listed, ports, sent, order } = await withOrder()
    channel.fault = down
    expect(await attempt()).toMatchObject({ name: 'RetryLater', delaySeconds: 1 })
    const messageId = await messageIdOf(orderId, { kind: 'received' })
    const waiting = { messageId, status: 'waiting', cause: 'the message webhook answered 503', tries: 1 }
    expect(await listed()).toEqual([expect.objectContaining({ ...waiting, nextTryAt: '2026-11-02T10:00:01.000Z' })])
    expect(await appliedSeq(ports, order)).toBe(0)
    channel.fault = null
    expect(await attempt()).toBeInstanceOf(RetryLater)
    expect(sent).toEqual([])
    clock.now += 1000
    expect(await attempt()).toBeUndefined()
    expect(sent).toMatchObject([{ messageId, subject: 'We have received your order 0000-0000' }])
    const { status, sentAt, tries } = (await listed())[0] ?? {}
    expect([status, sentAt, tries]).toEqual(['sent', '2026-11-02T10:00:01.000Z', undefined])
    expect(await appliedSeq(ports, order)).toBe(order.seq)
    expect(await attempt()).toBeUndefined()
    expect(sent).toHaveLength(1)
  })

  test('is given up after 24 hours: with its cause and its tries, and then the order stops asking', async () => {
    const { attempt, channel, clock, listed, ports, sent, order } = await withOrder()
    channel.fault = down
    const first = clock.now
    let tries = 0
    for (let fault = await attempt(); fault instanceof RetryLater; fault = await attempt()) {
      tries += 1
      clock.now += fault.delaySeconds * 1000
    }
    expect(clock.now).toBe(first + triedForMs)
    expect(await listed()).toMatchObject([{ status: 'failed', tries: tries + 1, cause: down.message }])
    expect(await appliedSeq(ports, order)).toBe(order.seq)
    channel.fault = null
    expect(await attempt()).toBeUndefined()
    expect(sent).toEqual([])
    const failed = await listProblemsFor(ports, staff, 'failed', null, firstPage)
    expect(failed).toMatchObject({ value: { items: [{ orderId, status: 'failed' }] } })
    expect(await listProblemsFor(ports, staff, 'waiting', null, firstPage)).toMatchObject({ value: { items: [] } })
  })

  test('holds up no other: of a batch, the others are sent and recorded', async () => {
    const { book, ports, sent, database } = await withOrder()
    await tell(book, orderIdOf(2), customer.subject, 'place')
    const oneFails = {
      ...ports.notifier,
      send: (message: Parameters<typeof ports.notifier.send>[0]) =>
        message.orderId === orderId ? Promise.reject(down) : ports.notifier.send(message),
    }
    await expect(handleOrderEvents({ ...ports, notifier: oneFails }, book.messages)).rejects.toThrow(RetryLater)
    expect(sent.map((message) => message.orderId)).toEqual([orderIdOf(2)])
    expect(database.rows('SELECT order_id, problem FROM messages ORDER BY order_id')).toEqual([
      { order_id: orderId, problem: 'waiting' },
      { order_id: orderIdOf(2), problem: null },
    ])
  })

  test('is given up when its order is erased, and its text with it', async () => {
    const { attempt, channel, clock, database, listed } = await withOrder()
    channel.fault = down
    await attempt()
    database.rows(`INSERT INTO erased_orders VALUES ('${orderId}', '2026-11-02T10:00:00.000Z')`)
    database.rows(`UPDATE messages SET text = '', personal_key = NULL`)
    clock.now += 1000
    channel.fault = null
    expect(await attempt()).toBeUndefined()
    expect(await listed()).toMatchObject([{ status: 'failed', text: '', cause: expect.stringContaining('erased') }])
  })
})

test('a message that is sent at its first try is one row, with no index beside it', async () => {
  const { attempt, database } = await withOrder()
  await attempt()
  const [row] = database.rows('SELECT problem, channel_id, tries, next_try_at, reported_at FROM messages')
  expect(Object.values(row ?? {})).toEqual([null, null, null, null, null])
})
