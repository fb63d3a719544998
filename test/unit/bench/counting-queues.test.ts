// The count of messages that are really put on queues: by subscriber, and only of what a queue has taken.
import { expect, test } from 'vitest'
import { countingQueues, sent } from '../../support/counting-queues.ts'

test('messages count once the queue has taken them, and all else is as it was', async () => {
  let isDown = false
  const taken: unknown[] = []
  const take = async (...messages: unknown[]) => {
    if (isDown) throw new Error('the queue is down')
    taken.push(...messages)
  }
  const queue = { send: (message: unknown) => take(message), sendBatch: (all: Iterable<unknown>) => take(...all) }
  const env = countingQueues({ MYPAGE_EVENTS: queue, PAYMENT_EVENTS: queue, MYPAGE: queue, UNPAID_SECONDS: '60' })
  await env.MYPAGE_EVENTS.sendBatch(['a', 'b'])
  await env.MYPAGE_EVENTS.send('c')
  await env.PAYMENT_EVENTS.send('d')
  await env.MYPAGE.send('not an event')
  isDown = true
  const failed = await env.PAYMENT_EVENTS.send('e').catch(() => 'failed')
  expect(failed).toBe('failed')
  expect(sent).toEqual({ mypage: 3, payment: 1 })
  expect(taken).toEqual(['a', 'b', 'c', 'd', 'not an event'])
  expect(env.UNPAID_SECONDS).toBe('60')
})
