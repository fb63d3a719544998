// The actor over real SQL with a virtual clock: an acknowledged command is stored, its events are sent, and the alarm
// is set for the rest.
import { expect, test } from 'vitest'
import type { EventType } from '../../../src/contract/events.ts'
import { orderMessageSchema } from '../../../src/contract/message.ts'
import { type Subscriber, subscribers } from '../../../src/contract/routing.ts'
import { meta, pollSeconds, tellTo, unpaidSeconds, world } from '../../support/actor-world.ts'
import { commands, noon, orderId } from '../../support/orders.ts'

const happyPath = [
  { ...commands.PlaceOrder, payment: 'processing' } as const,
  commands.RecordPayApproved,
  commands.TakeOrder,
  commands.RecordDeliveryStarted,
  commands.RecordDeliveryCompleted,
]

test('every subscriber is sent just what it hears, in order, with the order as it stood then', async () => {
  const { wakeUp, run, sent } = world()
  const actor = wakeUp()
  tellTo(actor, ...happyPath)
  await run(actor)
  for (const subscriber of subscribers) {
    const received = sent[subscriber].map((message) => message.data.event.type)
    expect([subscriber, received]).toEqual([subscriber, sentOnHappyPath[subscriber]])
    for (const message of sent[subscriber]) {
      expect(orderMessageSchema.parse(message)).toEqual(message)
      expect(message.data.order).toMatchObject({ orderId, seq: message.data.event.seq })
      expect(message.sequence).toBe(String(message.data.event.seq).padStart(10, '0'))
    }
  }
})

/** One message tells mypage and message two steps that follow each other at once: see `takesBoth`. */
const sentOnHappyPath: Record<Subscriber, EventType[]> = {
  ordermanagement: ['PayApproved', 'DeliveryStarted'],
  delivery: ['OrderTaken'],
  payment: [],
  message: ['PayApproved', 'DeliveryStarted', 'DeliveryCompleted'],
  mypage: ['PayApproved', 'DeliveryStarted', 'DeliveryCompleted'],
  analytics: [],
  operations: [],
  archive: [],
}

test('a repeated command publishes nothing: an event is born once', async () => {
  const { wakeUp, run, sent } = world()
  const actor = wakeUp()
  tellTo(actor, commands.PlaceOrder, commands.RecordPayApproved)
  await run(actor)
  const before = structuredClone(sent)
  tellTo(actor, commands.PlaceOrder, commands.RecordPayApproved)
  await run(actor)
  expect(sent).toEqual(before)
})

test('payment, which needs no personal data, is sent none', async () => {
  const { wakeUp, run, sent } = world()
  const actor = wakeUp()
  tellTo(actor, commands.PlaceOrder, commands.RecordPayApproved, commands.CancelOrder, commands.TakeCancelOrder)
  await run(actor)
  expect(sent.payment).toHaveLength(1)
  const text = JSON.stringify(sent.payment)
  for (const personal of ['Kang', 'Gangnam', '010-0123-4567']) expect(text).not.toContain(personal)
})

test('a queue that is down holds up nobody else, and gets what it missed when it is back', async () => {
  const { wakeUp, run, sent, down, silent, clock } = world()
  down.add('mypage')
  silent.add('mypage')
  const actor = wakeUp()
  tellTo(actor, { ...commands.PlaceOrder, payment: 'processing' }, commands.RecordPayApproved)
  await run(actor, clock.now + 60_000)
  expect(sent.ordermanagement).toHaveLength(1)
  expect(sent.mypage).toHaveLength(0)
  tellTo(actor, commands.TakeOrder, commands.RecordDeliveryStarted)
  down.delete('mypage')
  await run(actor, clock.now + 61_000)
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([2, 4])
  expect(sent.ordermanagement).toHaveLength(2)
})

test('an order that nobody pays is canceled at its deadline, which its history tells, and not before', async () => {
  const { wakeUp, run } = world()
  const actor = wakeUp()
  tellTo(actor, commands.PlaceOrder)
  const payableUntil = new Date(noon + unpaidSeconds * 1000).toISOString()
  expect(actor.history(null)).toMatchObject({ payableUntil })
  await run(actor, noon + unpaidSeconds * 1000 - 1)
  expect(actor.read()?.orderStatus).toBe('orderStarted')
  await run(actor, noon + unpaidSeconds * 1000)
  expect(actor.read()).toMatchObject({ orderStatus: 'orderCanceled', cancel: { reason: 'paymentTimeout' } })
  expect(actor.history(null)).toMatchObject({ payableUntil: null })
})

test('a paid order has no deadline left', async () => {
  const { wakeUp, run } = world()
  const actor = wakeUp()
  tellTo(actor, commands.PlaceOrder, commands.RecordPayApproved)
  await run(actor, noon + 10 * unpaidSeconds * 1000)
  expect(actor.read()?.orderStatus).toBe('payApproved')
})

test('an order that does not exist leaves no trace of having been asked for', () => {
  const { wakeUp, storage } = world()
  const actor = wakeUp()
  expect(actor.read()).toBeNull()
  expect(actor.history(null)).toBeNull()
  expect(actor.handle(commands.TakeOrder, meta)).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
  expect(storage.sql('SELECT name FROM sqlite_master')).toEqual([])
  expect(storage.alarm).toBeNull()
})

test('the history as of a seq or an instant shows the order as it was then', async () => {
  const { wakeUp, clock } = world()
  const actor = wakeUp()
  for (const command of happyPath) {
    tellTo(actor, command)
    clock.now += 60_000
  }
  expect(actor.history(2)?.order.orderStatus).toBe('payApproved')
  expect(actor.history(new Date(noon + 120_000).toISOString())?.order.orderStatus).toBe('orderTaken')
  expect(actor.history('2026-11-01T21:01:30+09:00')?.order.orderStatus).toBe('payApproved')
  expect(actor.history(new Date(noon - 1).toISOString())).toBeNull()
})

test('whatever statement the process dies at, an order has both its event and its alarm, or neither', async () => {
  for (let statement = 1; ; statement++) {
    const { wakeUp, run, settle, storage, sent, brought, clock } = world()
    const first = wakeUp()
    tellTo(first, commands.PlaceOrder)
    await run(first)
    storage.alarm = null
    storage.dieAt(statement)
    let acknowledged = false
    try {
      acknowledged = wakeUp().handle(commands.RecordPayApproved, meta).ok
    } catch {
      // A command that was not acknowledged may be lost, but it is never stored by half.
    }
    await settle()
    storage.dieAt(Number.POSITIVE_INFINITY)
    const after = wakeUp()
    const recorded = after.read()?.orderStatus === 'payApproved'
    if (acknowledged) expect(recorded).toBe(true)
    expect([recorded, storage.alarm !== null]).toEqual([recorded, recorded])
    await run(after, clock.now + pollSeconds * 1000)
    const seqs = [...sent.ordermanagement, ...brought.ordermanagement].map(({ data }) => data.event.seq)
    expect([...new Set(seqs)]).toEqual(recorded ? [2] : [])
    if (acknowledged) break
    expect(statement).toBeLessThan(50)
  }
})

test('a crash between the commit and the send: the next life sends nothing, and its poll brings what was not sent', async () => {
  const { wakeUp, run, settle, sent, brought, down, clock } = world()
  down.add('mypage')
  tellTo(wakeUp(), commands.PlaceOrder)
  await settle()
  down.clear()
  await run(wakeUp(), clock.now + pollSeconds * 1000)
  expect([sent.mypage, brought.mypage.map(({ data }) => data.event.seq)]).toEqual([[], [1]])
})
