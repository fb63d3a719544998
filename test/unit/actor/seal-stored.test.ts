// An order that an earlier release stored in clear is encrypted when it wakes, and its chain hides no change.
import { expect, test } from 'vitest'
import { chain } from '../../../src/actor/chain.ts'
import { append, setKey } from '../../../src/actor/event-log.ts'
import { create } from '../../../src/actor/schema.ts'
import { sealStored } from '../../../src/actor/seal-stored.ts'
import { sha256 } from '../../../src/platform/hash.ts'
import { openOrder } from '../../../src/platform/personal-data.ts'
import { meta, tellTo, world } from '../../support/actor-world.ts'
import { commands as c, kangsOrder, orderId, tell } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const noted = { ...c.RecordDeliveryAttemptFailed, reason: 'other', note: 'the bell of Kang', next: 'retry' } as const
const story = [
  c.PlaceOrder,
  c.RecordPayApproved,
  c.TakeOrder,
  c.RecordDeliveryStarted,
  noted,
  c.RecordDeliveryCompleted,
]

/** As the release before stored it. */
function inClear() {
  const all = world()
  create(all.storage)
  append(all.storage, chain(tell(...story).events, orderId, sha256), meta, null)
  return all
}

test('nothing of it is in clear any more, and it reads as before', async () => {
  const { storage, ports, wakeUp } = inClear()
  const { sealed: _, ...before } = wakeUp().read() ?? { sealed: null }
  sealStored(ports)
  expect(JSON.stringify(storage.sql('SELECT * FROM event'))).not.toMatch(/Kang|Gangnam|010-0123/)
  const order = wakeUp().read()
  expect(order && openOrder(testVault, order)).toEqual(before)
  expect(order && openOrder(testVault, order).contact).toEqual(kangsOrder.contact)
  expect(await wakeUp().verify()).toMatchObject({ whole: true, events: 6 })
})

test('a history that was changed before stays broken at its place', async () => {
  const { storage, ports, wakeUp } = inClear()
  storage.sql(`UPDATE event SET by_id = 'somebody' WHERE seq = 3`)
  sealStored(ports)
  expect(await wakeUp().verify()).toMatchObject({ whole: false })
  expect(JSON.stringify(storage.sql('SELECT * FROM event'))).not.toContain('Gangnam')
})

test('it is erased as any other', async () => {
  const { ports, storage, wakeUp } = inClear()
  sealStored(ports)
  tellTo(wakeUp(), c.ErasePersonalData)
  expect(storage.sql('SELECT personal_key FROM event WHERE personal_key IS NOT NULL')).toEqual([])
  expect(await wakeUp().verify()).toMatchObject({ whole: true, events: 7 })
  setKey(storage, testVault.newKey())
  expect(JSON.stringify(wakeUp().read())).not.toContain('Gangnam')
})
