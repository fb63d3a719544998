// The actor as those see it who may read personal data: every answer is opened, and what is none stays none.
import { expect, test } from 'vitest'
import { openActor } from '../../../src/actor/open-actor.ts'
import { meta, tellTo, world } from '../../support/actor-world.ts'
import { commands as c, kangsOrder } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const placed = { contact: kangsOrder.contact }

function opened() {
  const actor = world().wakeUp()
  const open = openActor(testVault, {
    handle: async (...args) => actor.handle(...args),
    read: async (...args) => actor.read(...args),
    history: async (...args) => actor.history(...args),
    verify: () => actor.verify(),
    republish: async () => actor.republish(),
  })
  return { actor, open }
}

test('every answer has the contact, and none has the key', async () => {
  const { actor, open } = opened()
  expect(await open.handle(c.PlaceOrder, meta)).toMatchObject({ ok: true, value: { order: placed } })
  tellTo(actor, c.RecordPayApproved)
  const first = (await open.history(1))?.order
  for (const order of [await open.read(), await open.read('OrderPlaced'), await open.republish(), first]) {
    expect(order).toMatchObject(placed)
    expect(order).not.toHaveProperty('sealed')
  }
  expect((await open.history(null))?.events[0]).toMatchObject({ data: placed })
})

test('a refusal, and an order that does not exist, are what they are', async () => {
  const { open } = opened()
  const answers = [await open.read(), await open.history(null), await open.republish(), await open.verify()]
  expect(answers).toEqual([null, null, null, null])
  expect(await open.handle(c.TakeOrder, meta)).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
})
