// A subscriber's bulkhead: few orders catch up at a time, and a call that never ends does not close it for good.
import { describe, expect, test } from 'vitest'
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
    handleOrderEvents: async ({ until }, brought) => {
      await until
      done.push(`applied ${brought.length}`)
    },
    appliedSeq: async ({ until }) => {
      await until
      done.push('looked')
      return 2
    },
  }
  const catchUp = checkpoints(() => clock.now)
  const ask = (brought = messages, until: Promise<void> = Promise.resolve()) =>
    catchUp(handler, { until }, order, brought)
  return { clock, done, ask }
}

const busy = { busy: true }
const applied = { busy: false, appliedSeq: 2 }
const never = new Promise<void>(() => {})

describe('catching up', () => {
  test('applies what is brought and then says how far it is; without messages it is a question', async () => {
    const { done, ask } = subscriber()
    expect(await ask()).toEqual(applied)
    expect(done.splice(0)).toEqual(['applied 2', 'looked'])
    expect(await ask([])).toEqual(applied)
    expect(done).toEqual(['looked'])
  })

  test('one call too many is told so at once, with nothing looked at; there is room again when one is over', async () => {
    const { done, ask } = subscriber()
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const underWay = Array.from({ length: callsMax }, () => ask(messages, gate))
    expect(await ask()).toEqual(busy)
    expect(done).toEqual([])
    open()
    expect(new Set((await Promise.all(underWay)).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(applied)]),
    )
    expect(await ask()).toEqual(applied)
  })

  test('a call that fails makes room, and is a fault', async () => {
    const { ask } = subscriber()
    for (let call = 0; call <= callsMax; call++) {
      await expect(ask(messages, Promise.reject(new Error('the database is down')))).rejects.toThrow('is down')
    }
    expect(await ask()).toEqual(applied)
  })

  test('calls that were canceled and never end are counted for half a minute', async () => {
    const { clock, ask } = subscriber()
    for (let call = 0; call < callsMax; call++) void ask(messages, never)
    clock.now = abandonedMs - 1
    expect(await ask()).toEqual(busy)
    clock.now = abandonedMs
    expect(await ask()).toEqual(applied)
  })
})
