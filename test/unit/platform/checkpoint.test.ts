// A subscriber's bulkhead: few calls at a time, and a call that never ends does not fill it for ever.
import { describe, expect, test } from 'vitest'
import type { SubscribedEvent } from '../../../src/contract/events.ts'
import { abandonedMs, callsMax, checkpoints, type EventHandler } from '../../../src/platform/checkpoint.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const book = new OrderBook()
await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay')
const { messages } = book
const [message] = messages
if (message === undefined) throw new Error('the story has no message')
const { order } = message.data

function subscriber() {
  const clock = { now: 0 }
  const done: string[] = []
  const handler: EventHandler<{ until: Promise<void> }> = {
    handleOrderEvents: async ({ until }, missing) => {
      await until
      done.push(`applied ${missing.length}`)
    },
    appliedSeq: async ({ until }) => {
      await until
      done.push('read')
      return 2
    },
  }
  const catchUp = checkpoints(() => clock.now)
  const poll = (missing = messages, until: Promise<void> = Promise.resolve(), subscribed?: SubscribedEvent[]) =>
    catchUp(handler, { until }, order, missing, subscribed)
  return { clock, done, poll }
}

const busy = { busy: true }
const applied = { busy: false, appliedSeq: 2 }
const never = new Promise<void>(() => {})

describe('catching up', () => {
  test('applies what is brought and then says how far it is; without messages it is a question', async () => {
    const { done, poll } = subscriber()
    expect(await poll()).toEqual(applied)
    expect(done.splice(0)).toEqual(['applied 2', 'read'])
    expect(await poll([])).toEqual(applied)
    expect(done).toEqual(['read'])
  })

  test('one call too many is told so at once, with nothing looked at; there is room again when one is over', async () => {
    const { done, poll } = subscriber()
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const underWay = Array.from({ length: callsMax }, () => poll(messages, gate))
    expect(await poll()).toEqual(busy)
    expect(done).toEqual([])
    open()
    expect(new Set((await Promise.all(underWay)).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(applied)]),
    )
    expect(await poll()).toEqual(applied)
  })

  test('a call that fails makes room, and is a fault', async () => {
    const { poll } = subscriber()
    for (let call = 0; call <= callsMax; call++) {
      await expect(poll(messages, Promise.reject(new Error('the database is down')))).rejects.toThrow('is down')
    }
    expect(await poll()).toEqual(applied)
  })

  test('calls that were canceled and never end are counted for half a minute', async () => {
    const { clock, poll } = subscriber()
    for (let call = 0; call < callsMax; call++) void poll(messages, never)
    clock.now = abandonedMs - 1
    expect(await poll()).toEqual(busy)
    clock.now = abandonedMs
    expect(await poll()).toEqual(applied)
  })
})

describe('events of a newer release', () => {
  const newer = structuredClone(messages)
  Object.assign(newer[1]?.data.event ?? {}, { type: 'OrderWrapped' })

  test('one that is brought is not applied, and the checkpoint stays before it', async () => {
    const { done, poll } = subscriber()
    expect(await poll(newer)).toEqual({ busy: false, appliedSeq: 1 })
    expect(done).toEqual(['applied 1', 'read'])
  })

  test('one that the order has is not covered by the checkpoint, whatever came after it', async () => {
    const { poll } = subscriber()
    const known = { seq: 1, type: 'OrderPlaced' }
    expect(await poll([], undefined, [known, { seq: 2, type: 'OrderWrapped' }])).toEqual({ busy: false, appliedSeq: 1 })
    expect(await poll([], undefined, [known, { seq: 2, type: 'PayApproved' }])).toEqual(applied)
  })

  test('what is no order message is a fault, and nothing is applied', async () => {
    const { done, poll } = subscriber()
    const malformed = structuredClone(messages)
    Object.assign(malformed[1]?.data.order ?? {}, { lines: [] })
    await expect(poll(malformed)).rejects.toThrow('is not an order message')
    expect(done).toEqual([])
  })
})
