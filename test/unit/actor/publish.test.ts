// Sends to the queues: batches in order, and a queue that fails does not stop the others.
import { expect, test } from 'vitest'
import { emptyOutbox } from '../../../src/actor/outbox.ts'
import { afterSends, publish } from '../../../src/actor/publish.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { world } from '../../support/actor-world.ts'
import { commands as c, noon, orderId, tell, won } from '../../support/orders.ts'

const { events } = tell(c.PlaceOrder, c.RecordPayApproved, c.TakeOrder)

test('each queue gets its pending events, and the outbox then has nothing pending', async () => {
  const { ports, sent } = world()
  const results = await publish(ports, emptyOutbox(0), events)
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([1, 2, 3])
  expect(sent.delivery.map(({ data }) => data.event.seq)).toEqual([3])
  expect(results).toEqual([
    { subscriber: 'ordermanagement', to: 2, failed: false },
    { subscriber: 'delivery', to: 3, failed: false },
    { subscriber: 'payment', to: 2, failed: false },
    { subscriber: 'mypage', to: 3, failed: false },
  ])
  expect(await publish(ports, afterSends(emptyOutbox(0), results, noon, 0), events)).toEqual([])
})

test('a queue that fails is logged and reported, and the others are sent to', async () => {
  const { ports, sent, down } = world()
  down.add('mypage')
  const logged: unknown[] = []
  const log: typeof ports.log = (event, fields) => void logged.push([event, fields])
  const results = await publish({ ...ports, log }, emptyOutbox(1), events)
  expect(results).toContainEqual({ subscriber: 'mypage', to: 1, failed: true })
  expect(results.filter(({ failed }) => failed)).toHaveLength(1)
  expect(sent.delivery).toHaveLength(1)
  expect(logged).toEqual([['publish_failed', { orderId, subscriber: 'mypage', fault: 'Error: the queue is down' }]])
})

test('a send has at most fifty messages; the next one goes on from there', async () => {
  const { ports, sent } = world()
  const refunds = Array.from({ length: 60 }, (_, at): OrderCommand => {
    return { type: 'RefundPart', refundId: `rfd_${at}`, amount: won(1), reason: 'a scratch' }
  })
  const long = tell(c.PlaceOrder, c.RecordPayApproved, ...refunds).events
  const results = await publish(ports, emptyOutbox(0), long)
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
  await publish(ports, afterSends(emptyOutbox(0), results, noon, 0), long)
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual(Array.from({ length: 62 }, (_, at) => at + 1))
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
