// The counter of the order context judges what it is handed by whatever way, before any order hears of it.
import { expect, test } from 'vitest'
import { orders } from '../../../src/order/orders.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { callers, request } from '../../support/callers.ts'
import { commands, kangsOrder, orderId, won } from '../../support/orders.ts'

const owner = { ...callers.customer, subject: kangsOrder.customerId }

function counter() {
  const actor = world().wakeUp()
  tellTo(actor, commands.PlaceOrder, commands.RecordPayApproved)
  const ref = {
    handle: async (...args: Parameters<typeof actor.handle>) => actor.handle(...args),
    read: async () => actor.read(),
    history: async (asOf: number | string | null) => actor.history(asOf),
    verify: async () => actor.verify(),
    republish: async () => actor.republish(),
  }
  const desk = orders({ actor: () => ref, catalog: { find: async () => ({}) } })
  return { desk, seq: () => actor.read()?.seq }
}

test.each(['', ' ', 'x'.repeat(501), 'gone\u202Eenog', 'gone\nforever', '\u200b'])(
  'a reason such as %j is refused, for a cancel and for a refund',
  async (reason) => {
    const { desk, seq } = counter()
    const wrong = { ok: false, rejection: { code: 'invalid_request', field: 'reason' } }
    expect(await desk.cancel(owner, orderId, reason, request)).toMatchObject(wrong)
    expect(await desk.refundPart(callers.staff, orderId, won(100), reason, request)).toMatchObject(wrong)
    expect(seq()).toBe(2)
  },
)

test('a key that was used for another order is refused as that, also when what is asked for is not to be had', async () => {
  const { desk, seq } = counter()
  const { contact } = kangsOrder
  const asked = { contact, lines: [{ itemId: 'gone', qty: 1 }], withPaymentToken: false }
  const placed = await desk.place(owner, asked, { ...request, idempotencyKey: 'k' })
  expect(placed).toMatchObject({ ok: false, rejection: { code: 'idempotency_key_reused' } })
  expect(seq()).toBe(2)
})

test('a reason is kept trimmed, in the form in which equal letters are equal', async () => {
  const { desk } = counter()
  const canceled = await desk.cancel(owner, orderId, ' cafe\u0301 closed ', request)
  expect(canceled).toMatchObject({ value: { cancel: { note: 'caf\u00e9 closed' } } })
})
