// What each role is shown of an order, field by field: in REST and in GraphQL.
import { describe, expect, test } from 'vitest'
import type { Role } from '../../../src/contract/caller.ts'
import { contactSchema, orderSummarySchema } from '../../../src/contract/order.ts'
import { orderView } from '../../../src/contract/view.ts'
import { httpShop } from '../../support/http-shop.ts'

const shop = await httpShop()
const complete = { body: { orderStatus: 'deliveryCompleted' } }

/** Of an order's answer: the contact's fields are at its top level. */
const fields = Object.keys(orderSummarySchema.shape).flatMap((field) =>
  field === 'contact' ? Object.keys(contactSchema.shape) : [field],
)
const isShown = (field: string, role: Role) =>
  orderView[role].some((shown) => shown === (field in contactSchema.shape ? 'contact' : field))

test.each(['customer', 'staff', 'ops'] as const)('REST shows the role %s the whole order', async (role) => {
  const { body } = await shop.call(role, 'GET', `/orders/${await shop.order('take')}`)
  expect(Object.keys(body).sort()).toEqual([...fields].sort())
})

describe('who hands an order over', () => {
  const selections: Record<string, string> = {
    lines: 'lines { itemId }',
    total: 'total { amount }',
    payment: 'payment { status }',
    delivery: 'delivery { status }',
    cancel: 'cancel { reason }',
    deliveryPhone: 'deliveryPhone { e164 }',
  }

  test.each(['courier', 'staff'] as const)('as %s is shown the fields of the table by REST', async (role) => {
    const { body } = await shop.call(role, 'PATCH', `/deliveries/${await shop.order('take')}`, complete)
    expect(Object.keys(body).sort()).toEqual(fields.filter((field) => isShown(field, role)).sort())
  })

  test.each(['courier', 'staff'] as const)('as %s is shown them by GraphQL, and refused the others', async (role) => {
    const orderId = await shop.order('take')
    for (const field of fields) {
      const query = `mutation { completeDelivery(orderId: "${orderId}") { ${selections[field] ?? field} } }`
      const { body } = await shop.call(role, 'POST', '/graphql', { body: { query } })
      // A field that is shown may be null, as the cancel of an order that has none.
      if (isShown(field, role))
        expect(body).toEqual({ data: { completeDelivery: { [field]: expect.toSatisfy(() => true) } } })
      else expect(body).toMatchObject({ errors: [{ path: ['completeDelivery', field], extensions: { status: 403 } }] })
    }
  })
})

test('no answer to a customer names an account of those who work in the store', async () => {
  const orders = [await shop.order('take', 'deliver'), await shop.order('take')]
  const reason = { orderStatus: 'orderCancel', reason: 'damaged' }
  await shop.call('staff', 'PATCH', `/orders/${orders[1]}`, { body: reason })
  const paths = orders.flatMap((id) => [`/orders/${id}`, `/orders/${id}/events`, `/myPages/${id}`, `/payments/${id}`])
  for (const path of [...paths, '/myPages?limit=100', '/messages?limit=100']) {
    const { status, body } = await shop.call('customer', 'GET', path)
    expect([path, status]).toEqual([path, 200])
    expect(JSON.stringify(body)).not.toMatch(/usr_(staff|courier|ops)/)
  }
  const seen = await shop.call('customer', 'GET', `/orders/${orders[1]}`)
  expect(seen.body['cancel']).toMatchObject({ by: { kind: 'staff', id: 'store' } })
  const own = await shop.call('staff', 'GET', `/orders/${orders[1]}`)
  expect(own.body['cancel']).toMatchObject({ by: { kind: 'staff', id: 'usr_staff' } })
})
