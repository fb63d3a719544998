// Messages go to a queue in order, in few calls, none of which is too large.
import { describe, expect, it, test } from 'vitest'
import { queuePublisher } from '../../../src/platform/publish.ts'

/** A queue that takes batches until the call number `failsAt`. */
function queueOf(failsAt = Number.POSITIVE_INFINITY) {
  const batches: string[][] = []
  const sendBatch = async (messages: { body: string }[]) => {
    if (batches.length + 1 === failsAt) throw new Error('the queue is down')
    batches.push(messages.map(({ body }) => body))
  }
  return { batches, publish: queuePublisher({ sendBatch }) }
}

const message = (number: number, length: number) => `${number}`.padEnd(length, '냉')

describe('messages', () => {
  it('that fit go in one call', async () => {
    const { batches, publish } = queueOf()
    await publish(['a', 'b', 'c'])
    expect(batches).toEqual([['a', 'b', 'c']])
  })
  it('that do not are divided, in order, and no call has more than the half of what a queue takes', async () => {
    const { batches, publish } = queueOf()
    const messages = Array.from({ length: 40 }, (_, number) => message(number, 3000 + 500 * (number % 7)))
    await publish(messages)
    expect(batches.flat()).toEqual(messages)
    const bytes = batches.map((batch) => Buffer.byteLength(JSON.stringify(batch)))
    expect(Math.max(...bytes)).toBeLessThanOrEqual(128_000)
    expect(batches.length).toBeLessThanOrEqual(5 + 1)
  })
  it('of which one is larger than that send it alone', async () => {
    const { batches, publish } = queueOf()
    await publish([message(1, 50_000), 'a', message(2, 50_000), 'b'])
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1, 1])
  })
})

test('no messages are no call', async () => {
  const { batches, publish } = queueOf()
  await publish([])
  expect(batches).toEqual([])
})

test('a call that fails throws, and nothing is sent after it', async () => {
  const { batches, publish } = queueOf(2)
  await expect(publish([message(1, 40_000), message(2, 40_000), message(3, 40_000)])).rejects.toThrow('down')
  expect(batches.flat()).toEqual([message(1, 40_000)])
})
