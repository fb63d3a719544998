// What the people of the shop did to an order, by its events.
import { expect, test } from 'vitest'
import type { Author } from '../../../src/contract/caller.ts'
import { entryOf, eventsDue, isDue } from '../../../src/operations/order-acts.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const orderId = orderIdOf(1)

/** The message of the erasure of an order that was canceled before it was paid. */
async function erasedBy(by: Author) {
  const orders = new OrderBook()
  await tell(orders, orderId, 'usr_1', 'place', 'cancel')
  await orders.handle(orderId, { type: 'ErasePersonalData' }, { by, causationId: 'req_erase' })
  const message = orders.messages.at(-1)
  if (message === undefined) throw new Error('nothing was told')
  return message
}

test('an erasure by ops is an act of theirs', async () => {
  const message = await erasedBy({ kind: 'ops', id: 'usr_ops' })
  const change = { reason: null, before: null, after: null, requestId: 'req_erase' }
  expect(entryOf(message, 'orderCanceled')).toMatchObject({
    action: 'erasePersonalData',
    actor: { id: 'usr_ops', role: 'ops' },
    target: orderId,
    ...change,
  })
})

test('one by the customer, or by the order itself, is counted and no act of the shop', async () => {
  for (const by of [{ kind: 'customer', id: 'usr_1' } as const, { kind: 'system', id: 'order' } as const]) {
    const message = await erasedBy(by)
    expect(entryOf(message, 'orderCanceled')).toBeNull()
    expect([isDue(message), eventsDue(message.data.order)]).toEqual([true, 1])
  }
})
