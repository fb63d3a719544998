// A subscriber that gets its events together: no message, no question, and one call for an order that ends soon. The
// order keeps the checkpoint.
import { expect, test } from 'vitest'
import { actorSettings } from '../../support/actor-settings.ts'
import { pollSeconds, recheckSeconds, tellTo, world } from '../../support/actor-world.ts'
import { commands, noon } from '../../support/orders.ts'

const paid = [commands.PlaceOrder, commands.RecordPayApproved]
const rest = [commands.TakeOrder, commands.RecordDeliveryStarted, commands.RecordDeliveryCompleted]
const seconds = (count: number) => noon + count * 1000
const { togetherSeconds } = actorSettings
const retentionEnd = noon + (actorSettings.retentionSeconds ?? 0) * 1000

/** The world, with each call that brought the archive something: the seqs. */
function withArchive() {
  const the = world()
  const calls: number[][] = []
  const whole = the.ports.catchUp.archive
  the.ports.catchUp.archive = async (...args) => {
    const answer = await whole(...args)
    calls.push(args[1].map(({ data }) => data.event.seq))
    return answer
  }
  return { ...the, calls }
}

test('a final order brings everything at its poll, once, without the contact beside it', async () => {
  const { wakeUp, run, calls, brought, sent, storage } = withArchive()
  const actor = wakeUp()
  tellTo(actor, ...paid, ...rest)
  await run(actor, seconds(pollSeconds))
  expect(calls).toEqual([[1, 2, 3, 4, 5]])
  expect(brought.archive.map(({ data }) => data.order.contact)).toEqual(Array(5).fill(null))
  expect([sent.archive, storage.alarm]).toEqual([[], retentionEnd])
})

test('an event of a later release, which was rolled back, is brought too', async () => {
  const { wakeUp, run, calls, storage } = withArchive()
  tellTo(wakeUp(), commands.PlaceOrder, commands.CancelOrder)
  storage.sql(
    `INSERT INTO event (seq, type, version, at, by_kind, by_id, causation_id, data)
     SELECT 3, 'OrderWrapped', version, at, by_kind, by_id, causation_id, '{}' FROM event WHERE seq = 2`,
  )
  await run(wakeUp(), seconds(pollSeconds))
  expect(calls).toEqual([[1, 2, 3]])
})

test('an order that is not final brings what it has after a week, and the rest when it is final', async () => {
  const { wakeUp, run, calls, clock } = withArchive()
  const actor = wakeUp()
  tellTo(actor, ...paid)
  await run(actor, seconds(togetherSeconds - 10))
  expect(calls).toEqual([])
  // Each time in another life: the checkpoint is stored.
  await run(wakeUp(), seconds(togetherSeconds + 10))
  const [first] = calls
  expect(first?.slice(0, 2)).toEqual([1, 2])
  const last = first?.at(-1) ?? 0
  await run(wakeUp(), seconds(togetherSeconds + 1000))
  expect(calls).toHaveLength(1)
  const next = wakeUp()
  tellTo(next, ...rest)
  await run(next, clock.now + pollSeconds * 1000)
  expect(calls.slice(1).flat()[0]).toBe(last + 1)
  expect(calls.flat()).toEqual(calls.flat().map((_, index) => index + 1))
})

test('an event that comes after that waits for a week too', async () => {
  const { wakeUp, run, calls, clock } = withArchive()
  tellTo(wakeUp(), ...paid)
  await run(wakeUp(), seconds(togetherSeconds * 2.5))
  const count = calls.length
  const actor = wakeUp()
  tellTo(actor, commands.TakeOrder)
  const taken = clock.now
  await run(actor, taken + 3000 * 1000)
  expect(calls).toHaveLength(count)
  await run(actor, taken + (togetherSeconds + 100) * 1000)
  expect(calls).toHaveLength(count + 1)
})

test.each(['busy', 'silent'] as const)('while it is %s it is brought nothing, and everything after', async (fault) => {
  const the = withArchive()
  the[fault].add('archive')
  const actor = the.wakeUp()
  tellTo(actor, ...paid, ...rest)
  await the.run(actor, seconds(3600))
  expect(the.applied.archive).toBe(0)
  expect(the.storage.alarm).not.toBe(retentionEnd)
  const polls = the.polled.length
  the[fault].clear()
  await the.run(the.wakeUp(), seconds(2 * 3600))
  expect(the.applied.archive).toBe(5)
  expect(the.storage.alarm).toBe(retentionEnd)
  // Whoever had everything was not asked again.
  expect(the.polled).toHaveLength(polls)
})

test('while it cannot be reached after a week, the pauses between the tries grow', async () => {
  const { wakeUp, run, silent, storage, clock, applied } = withArchive()
  silent.add('archive')
  tellTo(wakeUp(), ...paid)
  await run(wakeUp(), seconds(togetherSeconds))
  const waits: number[] = []
  for (let tries = 0; tries < 40; tries++) {
    waits.push(Math.round(((storage.alarm ?? 0) - clock.now) / 1000))
    await run(wakeUp(), storage.alarm ?? 0)
  }
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(pollSeconds / 2)
  expect(waits.at(-1)).toBe(3600)
  silent.clear()
  await run(wakeUp(), storage.alarm ?? 0)
  expect(applied.archive).toBeGreaterThan(1)
  expect((storage.alarm ?? 0) - clock.now).toBeLessThanOrEqual(recheckSeconds * 1000)
})

test('ops can have an order bring everything again', async () => {
  const { wakeUp, run, calls, clock } = withArchive()
  const actor = wakeUp()
  tellTo(actor, ...paid, ...rest)
  await run(actor, seconds(pollSeconds))
  actor.republish()
  await run(wakeUp(), clock.now + pollSeconds * 1000)
  expect(calls).toEqual([
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4, 5],
  ])
})

test('the archive is not asked what it has, neither by a poll nor by a verification', async () => {
  const { wakeUp, run, calls } = withArchive()
  const actor = wakeUp()
  tellTo(actor, ...paid)
  await run(actor, seconds(pollSeconds))
  expect(await actor.verify()).toMatchObject({ whole: true })
  expect(calls).toEqual([])
})
