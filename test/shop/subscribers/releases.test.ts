// Versions side by side: a consumer of today's release gets the messages of a later one, and is then itself of that
// release. Every row is whole, with no hand.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const patience = { timeout: 30_000, interval: 50 }
const gift = { paper: 'red' }
const wrapped = { gift, lines: [{ ribbon: 'gold' }] }

/** The message as a later release would write it: with fields within the order and within its lines. */
function later(message: OrderMessage) {
  const { event, order } = message.data
  const lines = order.lines.map((line) => ({ ...line, ribbon: 'gold' }))
  return { ...message, data: { event: { ...event, machine: 'm1' }, order: { ...order, gift, lines } } }
}

/** The message of an event of a later release, which comes after `message`. */
function wrapping(message: OrderMessage, seq = message.data.event.seq + 1) {
  const { data, ...envelope } = later(message)
  const event = { ...data.event, seq, type: 'OrderWrapped', data: gift }
  const id = `${message.subject}/${seq}`
  return { ...envelope, id, type: 'homeappliance.order.OrderWrapped', data: { event, order: { ...data.order, seq } } }
}

describe.each([
  { context: 'mypage', entrypoint: 'MyPages', caller: callers.customer, steps: ['place', 'pay'] },
  { context: 'ordermanagement', entrypoint: 'OrderManagement', caller: callers.staff, steps: ['place', 'pay'] },
  {
    context: 'delivery',
    entrypoint: 'Delivery',
    caller: callers.courier,
    steps: ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'],
  },
] as const)('$context', ({ context, entrypoint, caller, steps }) => {
  let shop: SingleWorker
  beforeAll(async () => {
    shop = await startSingleWorker({ context, entrypoint, bundle: `rolling-${context}` })
  })
  afterAll(() => shop?.close())

  const row = async (orderId: string) => {
    const answer = (await shop.as(caller)('get', orderId)) as { value?: Record<string, unknown> }
    return (answer.value?.['order'] ?? answer.value) as Record<string, unknown> | undefined
  }

  test('keeps what it does not know, lets an event wait that it does not know, and is whole after its release', async () => {
    const waiting = await lastMessageOf(orderIdOf(1), ...steps)
    const overtaken = await lastMessageOf(orderIdOf(2), ...steps)
    const after = later({ ...overtaken, data: { ...overtaken.data, order: { ...overtaken.data.order, seq: 99 } } })
    for (const body of [later(waiting), wrapping(waiting), wrapping(overtaken), after]) await shop.send(body)
    for (const orderId of [orderIdOf(1), orderIdOf(2)]) {
      await vi.waitFor(async () => expect(await row(orderId)).toMatchObject({ orderId }), patience)
    }
    const known = JSON.stringify([await row(orderIdOf(1)), await row(orderIdOf(2))])
    expect(known).not.toMatch(/gift|ribbon/)

    await shop.release()
    for (const orderId of [orderIdOf(1), orderIdOf(2)]) {
      await vi.waitFor(async () => expect(await row(orderId)).toMatchObject({ lines: wrapped.lines }), patience)
    }
    if (context !== 'mypage') return
    await vi.waitFor(async () => {
      expect(await row(orderIdOf(1))).toMatchObject({ ...wrapped, seq: waiting.data.event.seq + 1 })
    }, patience)
    expect(await row(orderIdOf(2))).toMatchObject({ ...wrapped, seq: 99 })
  })
})

async function lastMessageOf(orderId: string, ...steps: Step[]): Promise<OrderMessage> {
  const book = new OrderBook()
  await tell(book, orderId, callers.customer.subject, ...steps)
  const last = book.messages.at(-1)
  if (last === undefined) throw new Error('the story has no message')
  return last
}
