// The counter of the order context judges what it is handed by whatever way, before any order hears of it.
import { describe, expect, it, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import type { EventType } from '../../../src/contract/events.ts'
import type { Item } from '../../../src/contract/rpc.ts'
import { orderService } from '../../../src/order/order-service.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { callers, request } from '../../support/callers.ts'
import { commands, kangsOrder, orderId, won } from '../../support/orders.ts'

const paid = [commands.PlaceOrder, commands.RecordPayApproved]
const owner = { ...callers.customer, subject: kangsOrder.customerId }

type Shelf = Record<string, Item>

/** The counter over one order's actor, which has these commands behind it, and the calls that it makes. */
function counter({
  story = paid,
  shelf = {},
  catalog = {},
}: {
  story?: OrderCommand[]
  shelf?: Shelf
  catalog?: Shelf
}) {
  const actor = world().wakeUp()
  tellTo(actor, ...story)
  const calls: string[] = []
  const noted = <A extends unknown[], T>(call: string, answer: (...args: A) => T) => {
    return async (...args: A) => {
      calls.push(call)
      return answer(...args)
    }
  }
  const ref = {
    handle: noted('handle', (...args: Parameters<typeof actor.handle>) => actor.handle(...args)),
    read: noted('read', (after?: EventType) => actor.read(after)),
    history: noted('history', (asOf: number | string | null) => actor.history(asOf)),
    verify: () => actor.verify(),
    republish: noted('republish', () => actor.republish()),
  }
  const desk = orderService({
    actor: () => ref,
    shelf: { find: noted('shelf', () => shelf) },
    catalog: { find: noted('catalog', () => catalog) },
  })
  return { desk, seq: () => actor.read()?.seq, calls }
}

test.each(['', ' ', 'x'.repeat(501), 'gone\u202Eenog', 'gone\nforever', '\u200b'])(
  'a reason such as %j is refused, for a cancel and for a refund',
  async (reason) => {
    const { desk, seq } = counter({})
    const wrong = { ok: false, rejection: { code: 'invalid_request', field: 'reason' } }
    expect(await desk.cancel(owner, orderId, reason, request)).toMatchObject(wrong)
    expect(await desk.refundPart(callers.staff, orderId, won(100), reason, request)).toMatchObject(wrong)
    expect(seq()).toBe(2)
  },
)

test('a key that was used for another order is refused as that, also when what is asked for is not to be had', async () => {
  const { desk, seq } = counter({})
  const { contact } = kangsOrder
  const asked = { contact, lines: [{ itemId: 'gone', qty: 1 }], withPaymentToken: false }
  const placed = await desk.place(owner, asked, { ...request, idempotencyKey: 'k' })
  expect(placed).toMatchObject({ ok: false, rejection: { code: 'idempotency_key_reused' } })
  expect(seq()).toBe(2)
})

test('a reason is kept trimmed, in the form in which equal letters are equal', async () => {
  const { desk } = counter({})
  const canceled = await desk.cancel(owner, orderId, ' cafe\u0301 closed ', request)
  expect(canceled).toMatchObject({ value: { cancel: { note: 'caf\u00e9 closed' } } })
})

describe('an order that is placed', () => {
  const fan: Item = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }
  const { contact } = kangsOrder
  const asked = { contact, lines: [{ itemId: '7', qty: 2 }], withPaymentToken: false }
  const withKey = { ...request, idempotencyKey: 'k' }

  it('is priced by the shelf, and is one call to its actor', async () => {
    const { desk, calls } = counter({ story: [], shelf: { 7: fan } })
    expect(await desk.place(owner, asked, withKey)).toMatchObject({ ok: true, value: { created: true } })
    expect(calls).toEqual(['shelf', 'handle'])
  })

  it('is answered by the order as it was placed when it is asked for again, whatever has become of it', async () => {
    const { desk, calls } = counter({ story: [], shelf: { 7: fan } })
    const first = await desk.place(owner, asked, withKey)
    await desk.cancel(owner, orderId, null, request)
    calls.length = 0
    const retry = await desk.place(owner, asked, withKey)
    expect(retry).toEqual({ ok: true, value: { order: first.ok && first.value.order, created: false } })
    expect(calls).toEqual(['shelf', 'handle', 'read'])
  })

  it('is not refused for what the shelf does not have yet', async () => {
    const dearer = { ...fan, price: won(61_000) }
    for (const shelf of [{}, { 7: dearer }]) {
      const { desk, calls } = counter({ story: [], shelf, catalog: { 7: fan } })
      const placed = await desk.place(owner, { ...asked, lines: [{ itemId: '7', qty: 2, itemPrice: 59_000 }] }, withKey)
      expect(placed).toMatchObject({ ok: true, value: { order: { total: won(118_000) } } })
      expect(calls).toEqual(['shelf', 'catalog', 'handle'])
    }
  })

  it('is refused by what the catalog says, not by the shelf', async () => {
    const { desk } = counter({ story: [], shelf: { 7: fan }, catalog: { 7: { ...fan, price: won(61_000) } } })
    const lines = [{ itemId: '7', qty: 2, itemPrice: 60_000 }]
    expect(await desk.place(owner, { ...asked, lines }, withKey)).toMatchObject({
      ok: false,
      rejection: { code: 'price_changed', current: won(61_000) },
    })
  })
})

test('a history is one call, and shows itself to whom the order belongs alone', async () => {
  const { desk, calls } = counter({})
  expect(await desk.history(owner, orderId, 1)).toMatchObject({ ok: true, value: { order: { seq: 1 } } })
  const stranger = await desk.history(callers.stranger, orderId, null)
  expect(stranger).toEqual({ ok: false, rejection: expect.objectContaining({ code: 'order_not_found' }) })
  expect(calls).toEqual(['history', 'history'])
  expect(await desk.history(callers.courier, orderId, null)).toMatchObject({ rejection: { code: 'forbidden' } })
  expect(await desk.history(owner, 'no id', null)).toMatchObject({ rejection: { code: 'order_not_found' } })
  expect(calls).toEqual(['history', 'history'])
})
