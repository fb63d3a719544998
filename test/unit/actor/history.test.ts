// The history in memory and at rest: its personal data is encrypted in every row, and goes with the order's key.
import { describe, expect, test } from 'vitest'
import { openActor } from '../../../src/actor/open-actor.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { commands as c, kangsOrder, noon } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const handed = { type: 'RecordDeliveryCompleted', handover: { to: 'neighbor', note: 'Ms. Han' } } as const
const delivered = [c.PlaceOrder, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted, handed]
const secrets = /Kang|Gangnam|010-0123|Han/

function shop() {
  const all = world()
  const stored = () => JSON.stringify(all.storage.sql('SELECT * FROM event'))
  const opened = () => {
    const actor = all.wakeUp()
    return openActor(testVault, {
      handle: async (...args) => actor.handle(...args),
      read: async (...args) => actor.read(...args),
      history: async (...args) => actor.history(...args),
      verify: () => actor.verify(),
      republish: async () => actor.republish(),
    })
  }
  return { ...all, stored, opened }
}

describe('the rows of an order', () => {
  test('hold no personal data in clear, and its readers have all of it, also after a restart', async () => {
    const { wakeUp, stored, opened } = shop()
    tellTo(wakeUp(), ...delivered)
    expect(stored()).not.toMatch(secrets)
    expect(await opened().read()).toMatchObject({ contact: kangsOrder.contact })
    const history = await opened().history(null)
    expect(history?.events.at(-1)?.data).toMatchObject({ handover: { note: 'Ms. Han' } })
  })

  test('are as many as without encryption: the key stands in the first one', () => {
    const { wakeUp, storage } = shop()
    tellTo(wakeUp(), ...delivered)
    const keys = storage.sql('SELECT personal_key FROM event ORDER BY seq').map((row) => row['personal_key'])
    expect(keys).toEqual([expect.any(String), null, null, null, null])
  })

  test('cannot be read once the order is erased, though what is encrypted and every hash stay', async () => {
    const { wakeUp, opened, storage } = shop()
    tellTo(wakeUp(), ...delivered)
    const before = storage.sql('SELECT seq, data, hash FROM event ORDER BY seq')
    const actor = wakeUp()
    tellTo(actor, c.ErasePersonalData)
    expect(JSON.stringify([actor.read(), actor.history(null)])).not.toMatch(secrets)
    expect(JSON.stringify([await opened().read(), await opened().history(null)])).not.toMatch(secrets)
    expect(storage.sql('SELECT seq, data, hash FROM event WHERE seq <= 5 ORDER BY seq')).toEqual(before)
    expect(storage.sql('SELECT personal_key FROM event WHERE personal_key IS NOT NULL')).toEqual([])
    expect(await opened().verify()).toMatchObject({ whole: true, events: 6 })
  })

  test('a crash at any statement of an erasure leaves the order erased with its event, or not at all', () => {
    for (let statement = 1; statement < 12; statement++) {
      const { wakeUp, storage } = shop()
      tellTo(wakeUp(), ...delivered)
      const actor = wakeUp()
      storage.dieAt(statement)
      try {
        tellTo(actor, c.ErasePersonalData)
      } catch {
        // The object starts again.
      }
      storage.dieAt(Number.POSITIVE_INFINITY)
      const isErased = storage.sql(`SELECT 1 FROM event WHERE type = 'PersonalDataErased'`).length === 1
      const hasKey = storage.sql('SELECT 1 FROM event WHERE personal_key IS NOT NULL').length === 1
      expect(hasKey).toBe(!isErased)
    }
  })
})

test('what is not as it was written is left out and logged, and the order goes on', async () => {
  const { wakeUp, storage, ports } = shop()
  tellTo(wakeUp(), ...delivered)
  storage.sql(`UPDATE event SET data = json_set(data, '$.sealed', 'AAAA') WHERE seq = 1`)
  const logged: unknown[] = []
  ports.log = (event, fields) => void logged.push([event, fields?.['seq']])
  const actor = wakeUp()
  expect(logged).toEqual([['personal_data_unreadable', 1]])
  expect(actor.read()).toMatchObject({ orderStatus: 'deliveryCompleted' })
  expect(await actor.verify()).toEqual({ whole: false, brokenAt: 1 })
})

test('an order is erased at the earliest when its retention is over, by itself', async () => {
  const { wakeUp, run, stored, storage } = shop()
  tellTo(wakeUp(), c.PlaceOrder, c.CancelOrder)
  await run(wakeUp(), noon + 60_000)
  expect(stored()).not.toContain('PersonalDataErased')
  await run(wakeUp(), storage.alarm ?? 0)
  expect(stored()).toContain('PersonalDataErased')
})
