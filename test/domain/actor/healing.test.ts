// The actor heals what was lost on the way: it asks what has taken effect, and sends again what has not.
import { expect, test } from 'vitest'
import { subscribers } from '../../../src/contract/routing.ts'
import { actorSettings } from '../../support/actor-settings.ts'
import { confirmSeconds, recheckSeconds, tellTo, world } from '../../support/actor-world.ts'
import { commands, noon } from '../../support/orders.ts'

const paid = [commands.PlaceOrder, commands.RecordPayApproved]
const started = [...paid, commands.TakeOrder, commands.RecordDeliveryStarted]
const delivered = [...started, commands.RecordDeliveryCompleted]
const seconds = (count: number) => noon + count * 1000

test('a final order is asked about once, and then costs nothing: it has no alarm, and no more to be asked', async () => {
  const { wakeUp, run, storage, asked, sent } = world()
  const actor = wakeUp()
  tellTo(actor, ...delivered)
  await run(actor)
  const before = structuredClone(sent)
  expect(storage.alarm).toBe(seconds(confirmSeconds))
  await run(actor, seconds(confirmSeconds))
  expect(asked).toEqual(['ordermanagement', 'delivery', 'payment', 'message', 'mypage'])
  expect([storage.alarm, sent]).toEqual([null, before])
  wakeUp().arm()
  expect(storage.alarm).toBeNull()
})

test('whatever a queue forgot is sent again after the first question, and confirmed after the second', async () => {
  const { wakeUp, run, lossy, sent, taken, storage } = world()
  const actor = wakeUp()
  for (const subscriber of subscribers) lossy.add(subscriber)
  tellTo(actor, ...paid)
  await run(actor)
  expect(taken).toMatchObject({ ordermanagement: 0, mypage: 0 })
  lossy.clear()
  await run(wakeUp(), seconds(confirmSeconds))
  expect(taken).toMatchObject({ ordermanagement: 2, mypage: 2 })
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([1, 2, 1, 2])
  expect(sent.message).toEqual([])
  await run(wakeUp(), seconds(60))
  expect(sent.mypage).toHaveLength(4)
  expect(storage.alarm).toBe(seconds(actorSettings.flagSeconds.notTaken))
})

test('only what was not confirmed goes again', async () => {
  const { wakeUp, run, lossy, sent } = world()
  const actor = wakeUp()
  tellTo(actor, ...paid)
  await run(actor, seconds(confirmSeconds))
  lossy.add('mypage')
  tellTo(actor, commands.TakeOrder)
  await run(actor)
  lossy.clear()
  await run(actor, seconds(2 * confirmSeconds))
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([1, 2, 3, 3])
  expect(sent.ordermanagement).toHaveLength(1)
})

test('a subscriber that does not answer is asked again, less and less often, up to an hour apart, and sent nothing', async () => {
  const { wakeUp, run, silent, sent, asked, storage, clock } = world()
  silent.add('mypage')
  const first = wakeUp()
  tellTo(first, ...started)
  const waits: number[] = []
  await run(first)
  while (clock.now < seconds(24 * 3600)) {
    waits.push(Math.round(((storage.alarm ?? 0) - clock.now) / 1000))
    // A new life each time: what is waited for is remembered in the store.
    await run(wakeUp(), storage.alarm ?? 0)
  }
  expect(waits.slice(0, 13)).toEqual([20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 23, 25, 28])
  expect(waits.slice(-3)).toEqual([3600, 3600, 3600])
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits.length).toBeLessThan(80)
  expect(asked.filter((subscriber) => subscriber === 'ordermanagement')).toHaveLength(1)
  expect(sent.mypage).toHaveLength(4)
  silent.clear()
  await run(wakeUp(), storage.alarm ?? 0)
  expect((storage.alarm ?? 0) - clock.now).toBe(recheckSeconds * 1000)
})

test('a store that was set back to an older backup is made whole again while the order is not final', async () => {
  const { wakeUp, run, taken, sent } = world()
  const actor = wakeUp()
  tellTo(actor, ...started)
  await run(actor, seconds(confirmSeconds))
  taken.mypage = 0
  await run(wakeUp(), seconds(confirmSeconds + recheckSeconds))
  expect(taken.mypage).toBe(4)
  expect(sent.ordermanagement).toHaveLength(2)
})

test.each([
  ['loses what it was sent', 'lossy'],
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
    for (let restart = 1; restart <= 15; restart++) await the.run(the.wakeUp(), the.clock.now + confirmSeconds * 1000)
    expect(the.taken.mypage).toBe(0)
    the.lossy.clear()
    the.silent.clear()
    await the.run(the.wakeUp(), the.clock.now + 60_000)
    expect(the.taken.mypage).toBe(2)
  },
)

test('an hour in which everything is off is no hour of asking in vain', async () => {
  const the = world()
  the.lossy.add('mypage')
  const actor = the.wakeUp()
  tellTo(actor, ...paid)
  await the.run(actor, seconds(confirmSeconds))
  the.clock.now += 3600 * 1000
  the.silent.add('mypage')
  await the.run(the.wakeUp())
  the.silent.clear()
  the.lossy.clear()
  await the.run(the.wakeUp(), the.clock.now + 60_000)
  expect(the.taken.mypage).toBe(2)
})

test('what is sent again and lost again is sent in full, until it has taken effect', async () => {
  const { wakeUp, run, lossy, taken } = world()
  const actor = wakeUp()
  tellTo(actor, ...delivered)
  lossy.add('message')
  await run(actor, seconds(300))
  lossy.clear()
  taken.message = 0
  await run(actor, seconds(2 * 3600))
  expect(taken.message).toBe(4)
})

test('ops send a final order out again, once, and it is asked about again', async () => {
  const { wakeUp, run, sent, asked, storage, clock } = world()
  const actor = wakeUp()
  expect(actor.republish()).toBeNull()
  tellTo(actor, ...delivered)
  await run(actor, seconds(confirmSeconds))
  asked.length = 0
  expect(actor.republish()).toMatchObject({ orderStatus: 'deliveryCompleted' })
  await run(actor, clock.now + confirmSeconds * 1000)
  expect(sent.mypage.map(({ data }) => data.event.seq)).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
  expect(asked).toEqual(['ordermanagement', 'delivery', 'payment', 'message', 'mypage'])
  expect(storage.alarm).toBeNull()
})

test('what is sent out again while the questions are under way is asked about by itself', async () => {
  const { wakeUp, run, ports, lossy, taken, settle } = world()
  const actor = wakeUp()
  tellTo(actor, ...delivered)
  const answer = ports.takenIn.mypage
  ports.takenIn.mypage = async (order) => {
    ports.takenIn.mypage = answer
    const seq = await answer(order)
    // The answer is on its way when an older backup takes mypage's place, and what ops send after it is lost.
    taken.mypage = 0
    lossy.add('mypage')
    actor.republish()
    await settle()
    lossy.clear()
    return seq
  }
  await run(actor, seconds(confirmSeconds * 4))
  expect(taken.mypage).toBe(5)
})

test('a queue that is down holds up neither the questions to the others nor, when it is back, its own', async () => {
  const { wakeUp, run, down, lossy, taken, asked } = world()
  const actor = wakeUp()
  down.add('mypage')
  lossy.add('ordermanagement')
  tellTo(actor, ...paid)
  await run(actor, seconds(confirmSeconds - 1))
  lossy.clear()
  await run(actor, seconds(120))
  expect([taken.ordermanagement, asked.includes('mypage')]).toEqual([2, false])
  lossy.add('mypage')
  down.clear()
  await run(actor, seconds(181))
  lossy.clear()
  await run(actor, seconds(1000))
  expect(taken.mypage).toBe(2)
})

test('a crash at any statement leaves an order that is whole after the next alarms', async () => {
  for (let statement = 1; statement < 60; statement++) {
    const { wakeUp, run, storage, taken, lossy, clock } = world()
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
      // The platform calls an alarm that failed again.
    }
    storage.dieAt(Number.POSITIVE_INFINITY)
    storage.alarm ??= alarm
    await run(wakeUp(), clock.now + 3600 * 1000)
    expect(taken).toMatchObject({ ordermanagement: 5, delivery: 5, message: 4, mypage: 5 })
    expect(storage.alarm).toBeNull()
  }
})
