// One Idempotency-Key, one response: however the order has changed since, and however often the command is repeated.
import { describe, expect, test } from 'vitest'
import { responsesMax } from '../../../src/actor/idempotency-store.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { commands as c } from '../../support/orders.ts'

const staff = { kind: 'staff', id: 'usr_staff' } as const
const keyed = (key: string, fingerprint = 'the same', by: typeof staff | { kind: 'customer'; id: string } = staff) => ({
  by,
  causationId: `req_${key}`,
  idempotency: { key, fingerprint },
})

function orderAfter(...story: OrderCommand[]) {
  const the = world()
  const actor = the.wakeUp()
  tellTo(actor, ...story)
  return { ...the, actor }
}

describe('a repeat under the same key', () => {
  test('of a command that recorded something shows the order as it was then, in another life too', () => {
    const { actor, wakeUp } = orderAfter(c.PlaceOrder, c.RecordPayApproved)
    const first = actor.handle(c.TakeOrder, keyed('k1'))
    tellTo(actor, c.RecordDeliveryStarted, c.RecordDeliveryCompleted)
    const retry = wakeUp().handle(c.TakeOrder, keyed('k1'))
    expect(first).toMatchObject({ ok: true, value: { recorded: true, order: { seq: 3, orderStatus: 'orderTaken' } } })
    expect(retry).toEqual({ ...first, value: { ...(first.ok ? first.value : {}), recorded: false } })
  })

  test('of one that came to two events shows the order after both', () => {
    const { actor } = orderAfter(c.PlaceOrder, c.CancelOrder)
    const first = actor.handle(c.RecordPayApproved, keyed('k1'))
    tellTo(actor, c.RecordPayCanceled)
    expect(actor.handle(c.RecordPayApproved, keyed('k1'))).toMatchObject({ value: { order: { seq: 4 } } })
    expect(first).toMatchObject({ value: { order: { seq: 4, orderStatus: 'cancelOrderTaken' } } })
  })

  test('of what was so already shows the order as it was then, and records nothing', () => {
    const { actor, wakeUp } = orderAfter(c.PlaceOrder, c.RecordPayApproved)
    actor.handle(c.TakeOrder, keyed('k0'))
    const first = actor.handle(c.TakeOrder, keyed('k1'))
    tellTo(actor, c.RecordDeliveryStarted)
    expect(first).toMatchObject({ value: { recorded: false, order: { seq: 3 } } })
    expect(wakeUp().handle(c.TakeOrder, keyed('k1'))).toEqual(first)
  })

  test('of what was refused is refused the same, though it would be accepted by now', () => {
    const { actor, wakeUp } = orderAfter(c.PlaceOrder)
    const first = actor.handle(c.TakeOrder, keyed('k1'))
    expect(first).toMatchObject({ ok: false, rejection: { code: 'order_not_paid' } })
    tellTo(actor, c.RecordPayApproved)
    expect(wakeUp().handle(c.TakeOrder, keyed('k1'))).toEqual(first)
    expect(wakeUp().handle(c.TakeOrder, keyed('k2'))).toMatchObject({ ok: true })
  })
})

describe('under the same key', () => {
  test.each([
    ['accepted', [c.PlaceOrder, c.RecordPayApproved]],
    ['refused', [c.PlaceOrder]],
  ])('something else is refused, when the first was %s', (_, story) => {
    const { actor } = orderAfter(...story)
    actor.handle(c.TakeOrder, keyed('k1'))
    expect(actor.handle(c.CancelOrder, keyed('k1', 'something else'))).toMatchObject({
      ok: false,
      rejection: { code: 'idempotency_key_reused', field: 'Idempotency-Key' },
    })
    expect(actor.read()?.cancel).toBeNull()
  })

  test('somebody else asks something of their own', () => {
    const { actor } = orderAfter(c.PlaceOrder, c.RecordPayApproved)
    actor.handle(c.TakeOrder, keyed('k1'))
    const other = keyed('k1', 'something else', { kind: 'customer', id: '1' })
    expect(actor.handle(c.CancelOrder, other)).toMatchObject({ ok: true, value: { recorded: true } })
  })
})

test('what an order keeps is bounded: the oldest answer without an event is forgotten first', () => {
  const { actor, storage } = orderAfter(c.PlaceOrder)
  for (let number = 0; number <= responsesMax; number++) actor.handle(c.TakeOrder, keyed(`k${number}`))
  expect(storage.sql('SELECT COUNT(*) AS count FROM answer')).toEqual([{ count: responsesMax }])
  tellTo(actor, c.RecordPayApproved)
  expect(actor.handle(c.TakeOrder, keyed('k1'))).toMatchObject({ ok: false })
  expect(actor.handle(c.TakeOrder, keyed('k0'))).toMatchObject({ ok: true })
})

test('where there is no order, a key leaves no trace', () => {
  const { wakeUp, storage } = world()
  expect(wakeUp().handle(c.TakeOrder, keyed('k1'))).toMatchObject({ rejection: { code: 'order_not_found' } })
  expect(storage.sql('SELECT name FROM sqlite_master')).toEqual([])
})
