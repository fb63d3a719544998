// The trace of an order: each event keeps the span of its command, and each message tells it.
import { expect, test } from 'vitest'
import { parseTraceparent } from '../../../src/contract/traceparent.ts'
import { newTrace } from '../../../src/platform/trace.ts'
import { meta, unpaidSeconds, world } from '../../support/actor-world.ts'
import { commands as c } from '../../support/orders.ts'

const traceparent = newTrace('a call')
const traceIdOf = (text: string | undefined) => parseTraceparent(text)?.traceId

test('an event keeps the span of its command, and its message tells it', async () => {
  const { wakeUp, run, sent } = world()
  const actor = wakeUp()
  actor.handle(c.PlaceOrder, { ...meta, traceparent })
  await run(actor)
  expect(wakeUp().history(null)?.events).toMatchObject([{ type: 'OrderPlaced', traceparent }])
  expect(sent.mypage).toMatchObject([{ traceparent, data: { event: { traceparent } } }])
})

test('a command without one, and a deadline, begin a trace each', async () => {
  const { wakeUp, run, clock } = world()
  const actor = wakeUp()
  actor.handle(c.PlaceOrder, meta)
  await run(actor, clock.now + 1000 * unpaidSeconds)
  const events = wakeUp().history(null)?.events ?? []
  expect(events.map(({ type }) => type)).toEqual(['OrderPlaced', 'OrderCanceled'])
  const traceIds = events.map((event) => traceIdOf(event.traceparent))
  expect(traceIds).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)])
  expect(traceIds[0]).not.toBe(traceIds[1])
})

test('the order of a release without traces stands as it was, keeps its key, and goes on with them', async () => {
  const { storage, wakeUp, run, sent } = world()
  const before = wakeUp()
  before.handle(c.PlaceOrder, meta)
  await run(before)
  storage.sql('ALTER TABLE event DROP COLUMN traceparent')
  storage.sql('DROP VIEW migration')
  storage.sql('CREATE VIEW migration AS SELECT 6 AS step')
  const stored = storage.sql('SELECT * FROM event')
  const actor = wakeUp()
  expect(storage.sql('SELECT * FROM event')).toEqual(stored.map((row) => ({ ...row, traceparent: null })))
  actor.handle(c.RecordPayApproved, { ...meta, traceparent })
  await run(actor)
  const events = wakeUp().history(null)?.events ?? []
  expect(events.map((event) => event.traceparent)).toEqual([undefined, traceparent])
  expect(sent.mypage.at(-1)).toMatchObject({ traceparent, data: { order: { sealed: before.read()?.sealed } } })
  expect(await wakeUp().verify()).toMatchObject({ whole: true, events: 2 })
})
