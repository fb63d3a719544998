// The actor repairs the loss of messages: it polls its subscribers and brings them what they lack. It sends nothing to
// a queue twice.
import { expect, test } from 'vitest'
import { subscribers } from '../../../src/contract/routing.ts'
import { actorSettings } from '../../support/actor-settings.ts'
import { pollSeconds, recheckSeconds, tellTo, world } from '../../support/actor-world.ts'
import { commands, noon } from '../../support/orders.ts'

const paid = [commands.PlaceOrder, commands.RecordPayApproved]
const started = [...paid, commands.TakeOrder, commands.RecordDeliveryStarted]
const delivered = [...started, commands.RecordDeliveryCompleted]
const seconds = (count: number) => noon + count * 1000

test('whatever a queue forgot is brought by the first poll, and nothing goes on a queue again', async () => {
  const { wakeUp, run, lossy, sent, brought, applied, storage } = world()
  const actor = wakeUp()
  for (const subscriber of subscribers) lossy.add(subscriber)
  tellTo(actor, ...paid)
  await run(actor)
  expect(applied).toMatchObject({ ordermanagement: 0, mypage: 0 })
  lossy.clear()
  await run(wakeUp(), seconds(pollSeconds))
  expect(applied).toMatchObject({ ordermanagement: 2, mypage: 2 })
  expect(brought.mypage.map(({ data }) => data.event.seq)).toEqual([1, 2])
  expect(brought.delivery).toEqual([])
  await run(wakeUp(), seconds(60))
  expect([sent.mypage, brought.mypage]).toMatchObject([{ length: 2 }, { length: 2 }])
  expect(storage.alarm).toBe(seconds(actorSettings.flagSeconds.notTaken))
})

test('only what was not applied is brought, without a customer where none is needed', async () => {
  const { wakeUp, run, lossy, brought } = world()
  const actor = wakeUp()
  tellTo(actor, ...paid)
  await run(actor, seconds(pollSeconds))
  lossy.add('mypage').add('payment')
  tellTo(actor, commands.TakeOrder, commands.CancelOrder, commands.TakeCancelOrder)
  await run(actor, seconds(2 * pollSeconds))
  expect(brought.mypage.map(({ data }) => data.event.seq)).toEqual([3, 4, 5])
  expect(brought.payment).toMatchObject([
    { data: { event: { seq: 2 } } },
    { data: { event: { seq: 5 }, order: { contact: null } } },
  ])
  expect(brought.ordermanagement).toEqual([])
})

test('a subscriber that is busy is asked later, and brought everything when it has time', async () => {
  const { wakeUp, run, lossy, busy, brought, applied } = world()
  const actor = wakeUp()
  lossy.add('mypage')
  busy.add('mypage')
  tellTo(actor, ...paid)
  await run(actor, seconds(5 * pollSeconds))
  expect([applied.mypage, brought.mypage]).toEqual([0, []])
  busy.clear()
  await run(wakeUp(), seconds(6 * pollSeconds))
  expect(applied.mypage).toBe(2)
})

test.each([
  ['many', 'a scratch', [50, 12]],
  ['large', '냉'.repeat(2000), [36, 15, 11]],
])('a long history of %s messages is brought in parts', async (_, reason, calls) => {
  const { wakeUp, run, lossy, ports, applied } = world()
  const parts: number[] = []
  const whole = ports.catchUp.mypage
  ports.catchUp.mypage = (order, messages) => {
    if (messages.length > 0) parts.push(messages.length)
    return whole(order, messages)
  }
  const actor = wakeUp()
  lossy.add('mypage')
  tellTo(actor, ...paid)
  for (let part = 1; part <= 60; part++) {
    const amount = { amount: 1, currency: 'KRW' }
    tellTo(actor, { type: 'RefundPart', refundId: `rfd_${part}`, amount, reason })
  }
  await run(actor, seconds(pollSeconds))
  expect([parts, applied.mypage]).toEqual([calls, 62])
})

test('a subscriber that does not answer is asked again, less and less often, up to an hour apart, and its queue is sent nothing', async () => {
  const { wakeUp, run, silent, sent, polled, storage, clock } = world()
  silent.add('mypage')
  const first = wakeUp()
  tellTo(first, ...started)
  const waits: number[] = []
  await run(first)
  while (clock.now < seconds(24 * 3600)) {
    waits.push(Math.round(((storage.alarm ?? 0) - clock.now) / 1000))
    // A restart each time: the time of the next poll is in the store.
    await run(wakeUp(), storage.alarm ?? 0)
  }
  expect(waits.slice(0, 13)).toEqual([20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 23, 25, 28])
  expect(waits.slice(-3)).toEqual([3600, 3600, 3600])
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits.length).toBeLessThan(80)
  expect(polled.filter((subscriber) => subscriber === 'ordermanagement')).toHaveLength(1)
  expect(sent.mypage).toHaveLength(3)
  silent.clear()
  await run(wakeUp(), storage.alarm ?? 0)
  expect((storage.alarm ?? 0) - clock.now).toBe(recheckSeconds * 1000)
})

test('a store that was set back to an older backup is made whole again while the order is not final', async () => {
  const { wakeUp, run, applied, sent } = world()
  const actor = wakeUp()
  tellTo(actor, ...started)
  await run(actor, seconds(pollSeconds))
  applied.mypage = 0
  await run(wakeUp(), seconds(pollSeconds + recheckSeconds))
  expect(applied.mypage).toBe(4)
  expect(sent.ordermanagement).toHaveLength(2)
})

test.each([
  ['is busy', 'busy'],
  ['does not answer', 'silent'],
] as const)(
  'after five minutes in which everything is killed and mypage %s, it is whole within one more',
  async (_, fault) => {
    const the = world()
    the.lossy.add('mypage')
    const actor = the.wakeUp()
    tellTo(actor, ...paid)
    await the.run(actor)
    the[fault].add('mypage')
    for (let restart = 1; restart <= 15; restart++) await the.run(the.wakeUp(), the.clock.now + pollSeconds * 1000)
    expect(the.applied.mypage).toBe(0)
    the[fault].clear()
    await the.run(the.wakeUp(), the.clock.now + 60_000)
    expect(the.applied.mypage).toBe(2)
  },
)

test('an hour in which everything is off is no hour of asking in vain', async () => {
  const the = world()
  the.lossy.add('mypage')
  const actor = the.wakeUp()
  tellTo(actor, ...paid)
  await the.run(actor, seconds(pollSeconds))
  the.clock.now += 3600 * 1000
  the.silent.add('mypage')
  await the.run(the.wakeUp())
  the.silent.clear()
  the.lossy.clear()
  await the.run(the.wakeUp(), the.clock.now + 60_000)
  expect(the.applied.mypage).toBe(2)
})

test('what ops ask for while a poll is under way has a poll of its own', async () => {
  const { wakeUp, run, ports, applied } = world()
  const actor = wakeUp()
  tellTo(actor, ...delivered)
  const answer = ports.catchUp.mypage
  ports.catchUp.mypage = async (...args) => {
    ports.catchUp.mypage = answer
    const checkpoint = await answer(...args)
    // Between the answer and its arrival, mypage is restored from an older backup.
    applied.mypage = 0
    actor.republish()
    return checkpoint
  }
  await run(actor, seconds(pollSeconds * 4))
  expect(applied.mypage).toBe(5)
})

test('what happens while an order waits long for a subscriber is looked at soon, in another life too', async () => {
  const { wakeUp, run, silent, polled, storage, clock } = world()
  silent.add('mypage')
  const actor = wakeUp()
  tellTo(actor, ...paid)
  await run(actor, seconds(4 * 3600))
  expect((storage.alarm ?? 0) - clock.now).toBeGreaterThan(60_000)
  tellTo(wakeUp(), commands.TakeOrder)
  polled.length = 0
  await run(wakeUp(), clock.now + pollSeconds * 1000)
  expect(polled).toContain('mypage')
})

test('a queue that is down holds up no poll: it brings what the queue did not take, which is not sent again', async () => {
  const { wakeUp, run, down, sent, brought, applied } = world()
  const actor = wakeUp()
  down.add('mypage')
  tellTo(actor, ...paid)
  await run(actor, seconds(pollSeconds))
  expect([applied.mypage, brought.mypage]).toMatchObject([2, { length: 2 }])
  down.clear()
  tellTo(actor, commands.TakeOrder, commands.RecordDeliveryStarted)
  await run(actor, seconds(1000))
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([4])
})

test('a crash at any statement leaves an order that is whole after the next alarms', async () => {
  for (let statement = 1; statement < 60; statement++) {
    const { wakeUp, run, storage, applied, lossy, clock } = world()
    lossy.add('mypage')
    const first = wakeUp()
    tellTo(first, ...delivered)
    await run(first)
    lossy.clear()
    storage.dieAt(statement)
    const alarm = storage.alarm ?? clock.now
    try {
      await run(wakeUp(), alarm)
    } catch {
      // The platform retries an alarm that failed.
    }
    storage.dieAt(Number.POSITIVE_INFINITY)
    storage.alarm ??= alarm
    await run(wakeUp(), clock.now + 3600 * 1000)
    expect(applied).toMatchObject({ ordermanagement: 5, delivery: 5, message: 5, mypage: 5 })
    expect(storage.alarm).toBe(noon + (actorSettings.retentionSeconds ?? 0) * 1000)
  }
})
