// The order context's API checks its input, whichever way it came, before any order gets a command.

import { describe, expect, it, test } from 'vitest'
import { openActor } from '../../../src/actor/open-actor.ts'
import { type ChargingOf, chargingBy, readCharging } from '../../../src/contract/charging.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import type { EventType } from '../../../src/contract/events.ts'
import type { Item } from '../../../src/contract/rpc.ts'
import { orderService } from '../../../src/order/order-service.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { callers, request } from '../../support/callers.ts'
import { commands, kangsOrder, orderId, won } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const paid = [commands.PlaceOrder, commands.RecordPayApproved]
const owner = { ...callers.customer, subject: kangsOrder.customerId }

type Shelf = Record<string, Item>

/** The service over the actor of one order, which has accepted these commands; and the calls that the service makes. */
function serviceOver({
  story = paid,
  shelf = {},
  catalog = {},
  chargingOf = chargingBy.sandbox,
}: {
  story?: OrderCommand[]
  shelf?: Shelf
  catalog?: Shelf
  chargingOf?: ChargingOf
}) {
  const actor = world().wakeUp()
  tellTo(actor, ...story)
  const calls: string[] = []
  const recording = <A extends unknown[], T>(call: string, answer: (...args: A) => T) => {
    return async (...args: A) => {
      calls.push(call)
      return answer(...args)
    }
  }
  const ref = {
    handle: recording('handle', (...args: Parameters<typeof actor.handle>) => actor.handle(...args)),
    read: recording('read', (after?: EventType) => actor.read(after)),
    history: recording('history', (asOf: number | string | null) => actor.history(asOf)),
    verify: () => actor.verify(),
    republish: recording('republish', () => actor.republish()),
  }
  const service = orderService({
    actor: () => openActor(testVault, ref),
    shelf: { find: recording('shelf', () => shelf) },
    catalog: { find: recording('catalog', () => catalog) },
    chargingOf,
  })
  return { service, seq: () => actor.read()?.seq, calls }
}

test.each(['', ' ', 'x'.repeat(501), 'gone\u202Eenog', 'gone\nforever', '\u200b'])(
  'a reason such as %j is refused, for a cancel and for a refund',
  async (reason) => {
    const { service, seq } = serviceOver({})
    const wrong = { ok: false, rejection: { code: 'invalid_request', field: 'reason' } }
    expect(await service.cancel(owner, orderId, reason, request)).toMatchObject(wrong)
    expect(await service.refundPart(callers.staff, orderId, won(100), reason, request)).toMatchObject(wrong)
    expect(seq()).toBe(2)
  },
)

test('a part that the provider cannot give back is refused, since its refund would wait for ever', async () => {
  const dinar = (amount: number) => ({ amount, currency: 'KWD' })
  const inDinar = { ...commands.PlaceOrder, total: dinar(5000) }
  const story = [inDinar, { ...commands.RecordPayApproved, amount: dinar(5000) }]
  const chargingOf = readCharging({ PAYMENT_PROVIDER: 'stripe', CURRENCIES: 'KWD:200' })
  const { service } = serviceOver({ story, chargingOf })
  const part = (amount: number) => service.refundPart(callers.staff, orderId, dinar(amount), 'a scratch', request)
  expect(await part(1234)).toMatchObject({
    ok: false,
    rejection: { code: 'invalid_request', field: 'amount', detail: expect.stringContaining('0.010') },
  })
  expect(await part(1230)).toMatchObject({ ok: true })
})

test('a key that was used for another order is refused as that, also when what is asked for is not to be had', async () => {
  const { service, seq } = serviceOver({})
  const { contact } = kangsOrder
  const input = { contact, lines: [{ itemId: 'gone', qty: 1 }], withPaymentToken: false }
  const placed = await service.place(owner, input, { ...request, idempotencyKey: 'k' })
  expect(placed).toMatchObject({ ok: false, rejection: { code: 'idempotency_key_reused' } })
  expect(seq()).toBe(2)
})

test('a repeat is the same request, also when its phone number is read differently, or in another language', async () => {
  const fan = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }
  const { service } = serviceOver({ story: [], shelf: { 7: fan } })
  const place = (display: string, language: 'ko' | 'en') => {
    const contact = { ...kangsOrder.contact, deliveryPhone: { e164: '+821001234567', display }, language }
    const input = { contact, lines: [{ itemId: '7', qty: 1 }], withPaymentToken: false }
    return service.place(owner, input, { ...request, idempotencyKey: 'k' })
  }
  expect(await place('010-0123-4567', 'ko')).toMatchObject({ ok: true, value: { created: true } })
  const repeated = await place('010 0123 4567', 'en')
  expect(repeated).toMatchObject({ ok: true, value: { created: false } })
  const asPlaced = { deliveryPhone: { display: '010-0123-4567' }, language: 'ko' }
  expect(repeated).toMatchObject({ value: { order: { contact: asPlaced } } })
})

test('a reason is kept trimmed, in the form in which equal letters are equal', async () => {
  const { service } = serviceOver({})
  const canceled = await service.cancel(owner, orderId, ' cafe\u0301 closed ', request)
  expect(canceled).toMatchObject({ value: { cancel: { note: 'caf\u00e9 closed' } } })
})

describe('an order that is placed', () => {
  const fan: Item = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }
  const { contact } = kangsOrder
  const input = { contact, lines: [{ itemId: '7', qty: 2 }], withPaymentToken: false }
  const withKey = { ...request, idempotencyKey: 'k' }

  it('is priced by the shelf, and is one call to its actor', async () => {
    const { service, calls } = serviceOver({ story: [], shelf: { 7: fan } })
    expect(await service.place(owner, input, withKey)).toMatchObject({ ok: true, value: { created: true } })
    expect(calls).toEqual(['shelf', 'handle'])
  })

  it('is answered by the order as it was placed when it is asked for again, whatever has become of it', async () => {
    const { service, calls } = serviceOver({ story: [], shelf: { 7: fan } })
    const first = await service.place(owner, input, withKey)
    await service.cancel(owner, orderId, null, request)
    calls.length = 0
    const retry = await service.place(owner, input, withKey)
    expect(retry).toEqual({ ok: true, value: { order: first.ok && first.value.order, created: false } })
    expect(calls).toEqual(['shelf', 'handle', 'read'])
  })

  it('costs nothing and is asked for again: the answer is the same, approved, also when the catalog has it no more', async () => {
    const shelf: Shelf = { 7: { ...fan, price: won(0) } }
    const { service } = serviceOver({ story: [], shelf })
    const first = await service.place(owner, input, withKey)
    expect(first).toMatchObject({ value: { order: { orderStatus: 'payApproved', seq: 2 }, created: true } })
    const again = { ok: true, value: { order: first.ok && first.value.order, created: false } }
    await service.cancel(owner, orderId, null, request)
    expect(await service.place(owner, input, withKey)).toEqual(again)
    delete shelf['7']
    expect(await service.place(owner, input, withKey)).toEqual(again)
  })

  it('is not refused for what the shelf does not have yet', async () => {
    const dearer = { ...fan, price: won(61_000) }
    for (const shelf of [{}, { 7: dearer }]) {
      const { service, calls } = serviceOver({ story: [], shelf, catalog: { 7: fan } })
      const placed = await service.place(
        owner,
        { ...input, lines: [{ itemId: '7', qty: 2, itemPrice: 59_000 }] },
        withKey,
      )
      expect(placed).toMatchObject({ ok: true, value: { order: { total: won(118_000) } } })
      expect(calls).toEqual(['shelf', 'catalog', 'handle'])
    }
  })

  it('is refused by what the catalog says, not by the shelf', async () => {
    const { service } = serviceOver({ story: [], shelf: { 7: fan }, catalog: { 7: { ...fan, price: won(61_000) } } })
    const lines = [{ itemId: '7', qty: 2, itemPrice: 60_000 }]
    expect(await service.place(owner, { ...input, lines }, withKey)).toMatchObject({
      ok: false,
      rejection: { code: 'price_changed', current: won(61_000) },
    })
  })
})

test('a history is one call, and shows itself to whom the order belongs alone', async () => {
  const { service, calls } = serviceOver({})
  expect(await service.history(owner, orderId, 1)).toMatchObject({ ok: true, value: { order: { seq: 1 } } })
  const stranger = await service.history(callers.stranger, orderId, null)
  expect(stranger).toEqual({ ok: false, rejection: expect.objectContaining({ code: 'order_not_found' }) })
  expect(calls).toEqual(['history', 'history'])
  expect(await service.history(callers.courier, orderId, null)).toMatchObject({ rejection: { code: 'forbidden' } })
  expect(await service.history(owner, 'no id', null)).toMatchObject({ rejection: { code: 'order_not_found' } })
  expect(calls).toEqual(['history', 'history'])
})
