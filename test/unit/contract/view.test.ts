// What each role is shown of an order.
import { describe, expect, test } from 'vitest'
import { roles } from '../../../src/contract/caller.ts'
import { type OrderSummary, orderSummarySchema } from '../../../src/contract/order.ts'
import { orderOnTheWay, orderView, seesWhole, shownAuthor, wholeOrder } from '../../../src/contract/view.ts'
import { summarize } from '../../../src/order/summary.ts'
import { orderId, situations, tell } from '../../support/orders.ts'

function orderIn(situation: string): OrderSummary {
  const order = summarize(orderId, tell(...(situations[situation] ?? [])).state)
  if (order === null) throw new Error(`${situation} has no order`)
  return order
}

const fields = Object.keys(orderSummarySchema.shape)
const hiddenFromCouriers = [
  'customerId',
  'total',
  'payment',
  'cancel',
  'needsAttention',
  'personalDataErasedAt',
  'placedAt',
]

// biome-ignore format: a table is read by its columns.
test.each([
  ['customer', []],
  ['staff',    []],
  ['courier',  hiddenFromCouriers],
  ['ops',      []],
] as const)('%s: all fields but %j', (role, hidden) => {
  expect([...orderView[role]].sort()).toEqual(fields.filter((field) => !hidden.some((one) => one === field)).sort())
})

test('the part on the way has the fields of the table, and no order is shown whole to whom sees a part', () => {
  const order = orderIn('deliveryCompleted')
  expect(Object.keys(orderOnTheWay(order)).sort()).toEqual([...orderView.courier].sort())
  for (const role of roles.filter((one) => !seesWhole(one))) expect(() => wholeOrder(order, role)).toThrow(role)
})

describe('the account of who works in the store', () => {
  test.each(roles)('as %s: shown to all but customers', (kind) => {
    for (const role of roles) {
      const isHidden = role === 'customer' && kind !== 'customer'
      expect(shownAuthor({ kind, id: 'usr_1' }, role)).toEqual({ kind, id: isHidden ? 'store' : 'usr_1' })
    }
  })

  test('an author that is no person is no secret', () => {
    expect(shownAuthor({ kind: 'system', id: 'payment' }, 'customer').id).toBe('payment')
  })
})
