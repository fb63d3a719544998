// Sends to the queues: batches in order, and a queue that fails does not stop the others.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emptyOutbox, hasPendingEvents, messagesAfter } from '../../../src/actor/outbox.ts'
import { afterSends, publish } from '../../../src/actor/publish.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { hasMessage } from '../../../src/contract/routing.ts'
import { partRefundsMax } from '../../../src/order/refund.ts'
import type { LogFields } from '../../../src/platform/log.ts'
import { bytesOf, messageBytesMax } from '../../../src/platform/publish.ts'
import { pollSeconds, tellTo, world } from '../../support/actor-world.ts'
import { commands as c, noon, orderId, tell, toldOf, won } from '../../support/orders.ts'

const placed = { ...c.PlaceOrder, payment: 'processing' } as const
const { events } = tell(placed, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted)

test('each queue gets its pending events, and the outbox then has nothing pending', async () => {
  const { ports, sent } = world()
  const results = await publish(ports, emptyOutbox(0), toldOf(events))
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([2, 4])
  expect(sent.delivery.map(({ data }) => data.event.seq)).toEqual([3])
  expect(results).toEqual([
    { subscriber: 'ordermanagement', to: 4, failed: false },
    { subscriber: 'delivery', to: 3, failed: false },
    { subscriber: 'message', to: 4, failed: false },
    { subscriber: 'mypage', to: 4, failed: false },
  ])
  expect(await publish(ports, afterSends(emptyOutbox(0), results, noon, 0), toldOf(events))).toEqual([])
})

test('a queue that fails is logged and reported, and the others are sent to', async () => {
  const { ports, sent, down } = world()
  down.add('mypage')
  const logged: unknown[] = []
  const log: typeof ports.log = (event, fields) => void logged.push([event, fields])
  const results = await publish({ ...ports, log }, emptyOutbox(1), toldOf(events))
  expect(results).toContainEqual({ subscriber: 'mypage', to: 1, failed: true })
  expect(results.filter(({ failed }) => failed)).toHaveLength(1)
  expect(sent.delivery).toHaveLength(1)
  expect(logged).toEqual([
    ['publish_failed', { orderId, subscriber: 'mypage', waitingSeconds: 0, fault: 'Error: the queue is down' }],
  ])
})

test('a send has at most fifty messages; the next one goes on from there', async () => {
  const { ports, sent } = world()
  const refunds = Array.from({ length: 60 }, (_, at): OrderCommand => {
    return { type: 'RefundPart', refundId: `rfd_${at}`, amount: won(1), reason: 'a scratch' }
  })
  const long = tell(placed, c.RecordPayApproved, ...refunds).events
  const results = await publish(ports, emptyOutbox(0), toldOf(long))
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual(Array.from({ length: 50 }, (_, at) => at + 2))
  await publish(ports, afterSends(emptyOutbox(0), results, noon, 0), toldOf(long))
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual(Array.from({ length: 61 }, (_, at) => at + 2))
})

describe('a message that no queue takes', () => {
  const large = Array.from({ length: 80 }, (_, at): OrderCommand => {
    return { type: 'RefundPart', refundId: `rfd_${at}`, amount: won(1), reason: '냉'.repeat(500) }
  })
  const story = tell(c.PlaceOrder, c.RecordPayApproved, ...large, c.TakeOrder).events

  test('is not sent, and logged once; those that fit are sent', async () => {
    const { ports, sent, down } = world()
    const logged: { event: string; seq: unknown }[] = []
    const log: typeof ports.log = (event, { subscriber, seq }: LogFields = {}) => {
      if (subscriber === 'mypage') logged.push({ event, seq })
    }
    const tooLarge = () => logged.filter(({ event }) => event === 'message_too_large')
    down.add('mypage')
    await publish({ ...ports, log }, emptyOutbox(0), toldOf(story))
    expect(tooLarge()).toEqual([])
    down.delete('mypage')
    let outbox = emptyOutbox(0)
    while (hasPendingEvents(outbox, story)) {
      outbox = afterSends(outbox, await publish({ ...ports, log }, outbox, toldOf(story)), noon, 0)
      expect(outbox.failures).toBe(0)
    }
    const sentSeqs = sent.mypage.map(({ data }) => data.event.seq)
    expect(sentSeqs.length).toBeGreaterThan(50)
    expect(Math.max(...sent.mypage.map(bytesOf))).toBeLessThanOrEqual(messageBytesMax)
    expect(tooLarge().map(({ seq }) => seq)).toEqual(
      story
        .filter((event, at) => hasMessage('mypage', event, story[at + 1]) && !sentSeqs.includes(event.seq))
        .map(({ seq }) => seq),
    )
  })

  test('is brought by the next poll, so that a paid order is delivered and a cancel refunded', async () => {
    const { wakeUp, run, brought, clock } = world()
    const actor = wakeUp()
    tellTo(actor, c.PlaceOrder, c.RecordPayApproved, ...large, c.TakeOrder)
    await run(actor, clock.now + pollSeconds * 1000)
    expect(brought.delivery.map(({ data }) => data.event.type)).toEqual(['OrderTaken'])
    tellTo(actor, c.CancelOrder, c.TakeCancelOrder)
    await run(actor, clock.now + pollSeconds * 1000)
    expect(brought.payment.map(({ data }) => data.event.type)).toContain('CancelOrderTaken')
    expect(brought.delivery.map(({ data }) => data.event.type)).toContain('CancelOrderTaken')
  })
})

test('the largest order that the bounds allow fits into one message, as docs/scale.md says', () => {
  const text = (letters: number) => '😀'.repeat(letters)
  const lines = Array.from({ length: 20 }, () => {
    return { itemId: 'i'.repeat(64), itemName: text(200), qty: 999, unitPrice: won(1_000_000_000_000) }
  })
  const total = won(20 * 999 * 1_000_000_000_000)
  const contact = { customerName: text(100), deliveryAddress: text(500), deliveryPhoneNumber: '0'.repeat(30) }
  const reason = text(500)
  const parts = Array.from({ length: partRefundsMax }, (_, at): OrderCommand => {
    return { ...c.RefundPart, refundId: `rfd_${'x'.repeat(26)}${at}`, amount: won(1_000_000), reason }
  })
  const { events } = tell(
    { ...c.PlaceOrder, customerId: '1'.repeat(255), lines, total, contact },
    { ...c.RecordPayApproved, amount: total },
    ...parts,
    {
      type: 'CancelOrder',
      reason: 'staffDecision',
      note: reason,
    },
  )
  const bytes = Math.max(...messagesAfter(0, toldOf(events), 'mypage').map(bytesOf))
  expect(bytes).toBeLessThan(messageBytesMax)
  const scale = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8')
  expect(scale).toContain(`at most ${Math.ceil(bytes / 1000)} KB`)
})

test('failures in a row are counted, put the next try off, and end with a send that succeeds', () => {
  const failed = [{ subscriber: 'mypage', to: 0, failed: true } as const]
  const first = afterSends(emptyOutbox(0), failed, noon, 0)
  expect(first).toMatchObject({ failures: 1, retryAt: noon + 1000 })
  const second = afterSends(first, failed, noon, 0)
  expect(second).toMatchObject({ failures: 2, retryAt: noon + 2000 })
  expect(afterSends(second, [], noon, 0)).toMatchObject({ failures: 0, retryAt: 0 })
})

test('a send that is older than a poll takes nothing back', () => {
  const outbox = afterSends(emptyOutbox(3), [{ subscriber: 'mypage', to: 2, failed: false }], noon, 0)
  expect(outbox.sent.mypage).toBe(3)
})
