// An order as it is stored and sent: what of it goes to whom, and what a row need not hold.
import { expect, test } from 'vitest'
import { rowJsonOf, sealedOrderSchema, withoutPersonalData } from '../../../src/contract/sealed.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { commands as c } from '../../support/orders.ts'

const noted = { ...c.RecordDeliveryAttemptFailed, reason: 'other', note: 'the bell of Kang', next: 'retry' } as const

function orderAfter(...more: Parameters<typeof tellTo>[1][]) {
  const actor = world().wakeUp()
  tellTo(actor, c.PlaceOrder, c.RecordPayApproved, ...more)
  const order = actor.read()
  if (order === null) throw new Error('the order was placed')
  return order
}

test('who needs no personal data gets neither the encrypted text nor the key', () => {
  const order = withoutPersonalData(orderAfter(c.TakeOrder, c.RecordDeliveryStarted, noted))
  expect(order).toMatchObject({ contact: null, sealed: null, delivery: { failedAttempt: { note: null } } })
})

test.each([
  ['as it is', orderAfter()],
  ['with part refunds', orderAfter(c.RefundPart)],
  ['with a flag', orderAfter(c.FlagOrder)],
  ['erased', orderAfter(c.CancelOrder, c.TakeCancelOrder, c.RecordPayCanceled, c.ErasePersonalData)],
])('a row is read as the order that was stored: %s', (_, order) => {
  expect(sealedOrderSchema.parse(JSON.parse(rowJsonOf(order)))).toEqual(order)
})

test('what the schema supplies by itself takes no place in the row', () => {
  const names = ['partRefunds', 'needsAttention', 'personalDataErasedAt']
  expect(names.filter((name) => rowJsonOf(orderAfter()).includes(name))).toEqual([])
})
