// The chain of hashes: a change of the stored history is found, with its place.
import { expect, test } from 'vitest'
import { backfillHashes } from '../../../src/actor/chain.ts'
import { sha256 } from '../../../src/platform/hash.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { commands, orderId } from '../../support/orders.ts'

const story = [
  commands.PlaceOrder,
  commands.RecordPayApproved,
  commands.TakeOrder,
  commands.RecordDeliveryStarted,
  commands.RecordDeliveryCompleted,
]

async function delivered() {
  const all = world()
  const actor = all.wakeUp()
  tellTo(actor, ...story)
  await all.run(actor)
  return all
}

test('an untouched history is whole, whatever life looks at it, and names its last hash', async () => {
  const { wakeUp } = await delivered()
  const last = wakeUp().history(null)?.events.at(-1)?.hash
  expect(await wakeUp().verify()).toEqual({ whole: true, events: 5, hash: last })
  expect(await world().wakeUp().verify()).toBeNull()
})

test('anybody can follow the chain from the history alone', async () => {
  const { wakeUp } = await delivered()
  let before = orderId
  for (const { seq, type, version, at, by, causationId, data, hash } of wakeUp().history(null)?.events ?? []) {
    const content = [before, seq, type, version, at, by.kind, by.id, causationId, JSON.stringify(data)]
    expect(hash).toBe(sha256(JSON.stringify(content)))
    before = hash ?? ''
  }
})

test.each([
  ['the data of an event is changed', `UPDATE event SET data = '{"attempt":2}' WHERE seq = 2`, 2],
  ['the author of an event is changed', `UPDATE event SET by_id = 'somebody' WHERE seq = 3`, 3],
  ['the time of an event is changed', `UPDATE event SET at = '2026-01-01T00:00:00.000Z' WHERE seq = 4`, 4],
  ['the type of an event is changed', `UPDATE event SET type = 'OrderCanceled' WHERE seq = 4`, 4],
  ['the cause of an event is changed', `UPDATE event SET causation_id = 'other' WHERE seq = 1`, 1],
  ['the version of an event is changed', `UPDATE event SET version = 2 WHERE seq = 1`, 1],
  ['a hash is changed', `UPDATE event SET hash = 'x' WHERE seq = 5`, 5],
  ['an event is taken out', 'DELETE FROM event WHERE seq = 3', 3],
  ['the end is taken off', 'DELETE FROM event WHERE seq = 5', 5],
  ['two events change places', 'UPDATE event SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)', 1],
])('%s: it is broken there', async (_, tampering, brokenAt) => {
  const { storage, wakeUp } = await delivered()
  const actor = wakeUp()
  storage.sql(tampering)
  expect(await actor.verify()).toEqual({ whole: false, brokenAt })
})

test('a later migration gives a hash to what has none, and hides no change of what has one', async () => {
  const { storage, wakeUp } = await delivered()
  const actor = wakeUp()
  storage.sql(`UPDATE event SET by_id = 'somebody' WHERE seq = 3`)
  backfillHashes(storage, orderId, sha256)
  expect(await actor.verify()).toEqual({ whole: false, brokenAt: 3 })
})

test('an event of another order does not fit, hash and all', async () => {
  const one = await delivered()
  const other = world()
  other.ports.orderId = 'ord_another0000000000000000000'
  const actor = other.wakeUp()
  tellTo(actor, ...story)
  await other.run(actor)
  const [row] = other.storage.sql('SELECT data, hash FROM event WHERE seq = 1')
  one.storage.sql('UPDATE event SET data = ?, hash = ? WHERE seq = 1', row?.['data'] ?? null, row?.['hash'] ?? null)
  const moved = one.wakeUp()
  expect(await moved.verify()).toEqual({ whole: false, brokenAt: 1 })
  expect(moved.read()).toMatchObject({ orderStatus: 'deliveryCompleted' })
})
