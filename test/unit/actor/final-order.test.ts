// An order that is final: it is looked after until its subscribers have all, and then rests until its retention ends.
import { expect, test } from 'vitest'
import { OrderActor } from '../../../src/actor/order-actor.ts'
import { subscribers } from '../../../src/contract/routing.ts'
import { actorSettings } from '../../support/actor-settings.ts'
import { pollSeconds, tellTo, world } from '../../support/actor-world.ts'
import { commands, noon } from '../../support/orders.ts'

const started = [commands.PlaceOrder, commands.RecordPayApproved, commands.TakeOrder, commands.RecordDeliveryStarted]
const delivered = [...started, commands.RecordDeliveryCompleted]
const seconds = (count: number) => noon + count * 1000
/** Operations subscribes to nothing that happens to an order on the happy path; the archive is never asked. */
const concerned = subscribers.filter((subscriber) => subscriber !== 'operations' && subscriber !== 'archive')
const retentionEnd = noon + (actorSettings.retentionSeconds ?? 0) * 1000

test('a final order is asked about once, and then rests until its retention ends', async () => {
  const { wakeUp, run, storage, polled, sent } = world()
  const actor = wakeUp()
  tellTo(actor, ...delivered)
  await run(actor)
  const before = structuredClone(sent)
  expect(storage.alarm).toBe(seconds(pollSeconds))
  await run(actor, seconds(pollSeconds))
  expect(polled).toEqual(concerned)
  expect([storage.alarm, sent]).toEqual([retentionEnd, before])
  expect(storage.sql('SELECT * FROM outbox')).toEqual([])
})

test('one whose personal data is kept for ever has no alarm, also after a restart', async () => {
  const { ports, run, storage } = world()
  const forEver = { ...actorSettings, retentionSeconds: null }
  const actor = new OrderActor(ports, forEver)
  tellTo(actor, ...delivered)
  await run(actor, seconds(pollSeconds))
  expect(storage.alarm).toBeNull()
  new OrderActor(ports, forEver).scheduleAlarm()
  expect(storage.alarm).toBeNull()
})

test('ops have a final order looked at again, and whoever lost it is brought it, once', async () => {
  const { wakeUp, run, sent, brought, polled, applied, storage, clock } = world()
  const actor = wakeUp()
  expect(actor.republish()).toBeNull()
  tellTo(actor, ...delivered)
  await run(actor, seconds(pollSeconds))
  const before = structuredClone(sent)
  polled.length = 0
  applied.mypage = 0
  expect(actor.republish()).toMatchObject({ orderStatus: 'deliveryCompleted' })
  expect(actor.republish()).toMatchObject({ orderStatus: 'deliveryCompleted' })
  // It is stored, so a restart does not lose it.
  await run(wakeUp(), clock.now + pollSeconds * 1000)
  expect(brought.mypage.map(({ data }) => data.event.seq)).toEqual([1, 2, 3, 4, 5])
  expect(polled).toEqual(concerned)
  expect([storage.alarm, sent]).toEqual([retentionEnd, before])
})

test('at the end of its retention its personal data is erased, everybody is told, and it rests for ever', async () => {
  const { storage, wakeUp, run, sent } = world()
  tellTo(wakeUp(), ...delivered)
  await run(wakeUp(), seconds(pollSeconds))
  await run(wakeUp(), retentionEnd + pollSeconds * 1000)
  const told = (['ordermanagement', 'delivery', 'message', 'mypage', 'operations'] as const).map((subscriber) =>
    sent[subscriber].at(-1)?.type.split('.').at(-1),
  )
  expect(new Set(told)).toEqual(new Set(['PersonalDataErased']))
  expect(JSON.stringify([storage.sql('SELECT * FROM event'), sent])).not.toContain('Gangnam')
  expect(storage.alarm).toBeNull()
})
