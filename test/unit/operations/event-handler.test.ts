// What staff and ops did to orders stands in the audit: once, in whichever order and however often the events come, and
// an older one is not lost behind a newer one.
import { describe, expect, test } from 'vitest'
import type { Author } from '../../../src/contract/caller.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { withoutPersonalData } from '../../../src/contract/sealed.ts'
import { listAudit } from '../../../src/operations/audit-store.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/operations/event-handler.ts'
import { OrderBook, orderIdOf, permutations, type Step, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const orderId = orderIdOf(1)
const park: Author = { kind: 'staff', id: 'usr_park' }
const byPark = { by: park, causationId: 'req_park' }
const soldOut: OrderCommand = { type: 'CancelOrder', reason: 'staffDecision', note: 'sold out' }
const scratch = (refundId: string, amount = 500): OrderCommand => {
  return { type: 'RefundPart', refundId, amount: { amount, currency: 'KRW' }, reason: 'a scratch' }
}

function openOperations() {
  const orders = new OrderBook()
  const database = openDatabase('operations')
  const ports = { database, orders }
  return {
    orders,
    ports,
    /** The messages that operations gets of the order. */
    messages: () =>
      orders.messages
        .filter(({ data }) => subscribesTo('operations', data.event.type))
        .map(
          ({ data, ...rest }): OrderMessage => ({ ...rest, data: { ...data, order: withoutPersonalData(data.order) } }),
        ),
    acts: async () => (await listAudit(database, {}, { limit: 100, after: null })).items,
    applied: async () => {
      const order = await orders.read(orderId)
      return order && { appliedSeq: await appliedSeq(ports, order), of: order.seq }
    },
    give: async (command: OrderCommand, meta = byPark) => {
      expect(await orders.handle(orderId, command, meta)).toMatchObject({ ok: true })
    },
  }
}

describe('a cancel by the staff', () => {
  test.each<[string, Step[]]>([
    ['orderStarted', ['place']],
    ['payApproved', ['place', 'pay']],
    ['orderTaken', ['place', 'pay', 'take']],
    ['deliveryStarted', ['place', 'pay', 'take', 'startDelivery']],
  ])('of an order that was %s says who, why, and what it was before', async (orderStatus, steps) => {
    const { orders, ports, give, messages, acts } = openOperations()
    await tell(orders, orderId, 'usr_1', ...steps)
    await give(soldOut)
    await handleOrderEvents(ports, messages())
    expect(await acts()).toEqual([
      {
        auditId: `order/${orderId}/${steps.length + 1}`,
        at: expect.stringMatching(/^2026-11-02T09:00:0/),
        actor: { id: 'usr_park', role: 'staff', name: null },
        action: 'cancelOrder',
        target: orderId,
        reason: 'sold out',
        before: { orderStatus },
        after: { orderStatus: 'orderCanceled' },
        requestId: 'req_park',
      },
    ])
  })

  test('waits while the order does not answer, and the others of its batch do not', async () => {
    const { orders, ports, give, messages, acts, applied } = openOperations()
    await tell(orders, orderId, 'usr_1', 'place', 'pay')
    await give(scratch('rfd_1'))
    await give(soldOut)
    orders.fault = new Error('the order is down')
    await expect(handleOrderEvents(ports, messages())).rejects.toThrow('the order is down')
    expect(await acts()).toMatchObject([{ action: 'refundPart' }])
    orders.fault = null
    expect(await applied()).toEqual({ appliedSeq: 0, of: 4 })
    await handleOrderEvents(ports, messages())
    expect(await acts()).toMatchObject([{ action: 'cancelOrder' }, { action: 'refundPart' }])
  })
})

test('a part refund says how much, and how much is left to refund', async () => {
  const { orders, ports, give, messages, acts } = openOperations()
  await tell(orders, orderId, 'usr_1', 'place', 'pay')
  await give(scratch('rfd_1'), { ...byPark, by: { kind: 'ops', id: 'usr_ops' } })
  await handleOrderEvents(ports, messages())
  expect(await acts()).toMatchObject([
    {
      action: 'refundPart',
      actor: { id: 'usr_ops', role: 'ops' },
      reason: 'a scratch',
      before: { left: 1_290_000 },
      after: { left: 1_289_500, amount: 500, currency: 'KRW', refundId: 'rfd_1' },
    },
  ])
})

test('what customers and contexts do is no act, and counts as applied', async () => {
  for (const by of [
    { kind: 'customer', id: 'usr_1' },
    { kind: 'system', id: 'payment' },
  ] as const) {
    const { orders, ports, give, messages, acts, applied } = openOperations()
    await tell(orders, orderId, 'usr_1', 'place', 'pay')
    await give(scratch('rfd_1'), { ...byPark, by })
    await give({ ...soldOut, reason: 'customerRequest' }, { ...byPark, by })
    expect(await applied()).toEqual({ appliedSeq: 0, of: 4 })
    await handleOrderEvents(ports, messages())
    expect(await acts()).toEqual([])
    expect(await applied()).toEqual({ appliedSeq: 4, of: 4 })
    expect(ports.database.rows('SELECT * FROM applied_events')).toEqual([{ order_id: orderId, seq: 3 }])
  }
})

test('a cancel by the customer costs no row, and no look into the database', async () => {
  const { orders, ports, messages, applied } = openOperations()
  await tell(orders, orderId, 'usr_1', 'place', 'pay', 'cancel')
  await handleOrderEvents(ports, messages())
  expect(await applied()).toEqual({ appliedSeq: 3, of: 3 })
  expect(ports.database.calls).toEqual({ batches: [], single: 0 })
})

describe('several acts', () => {
  async function withThree() {
    const all = openOperations()
    await tell(all.orders, orderId, 'usr_1', 'place', 'pay')
    await all.give(scratch('rfd_1'))
    await all.give(scratch('rfd_2', 700))
    await all.give(soldOut)
    return all
  }

  test('are there once each, in any order of the messages, with repeats', async () => {
    const { messages } = await withThree()
    const orders = permutations(messages())
    expect(orders).toHaveLength(6)
    for (const some of orders) {
      const { ports, acts } = await withThree()
      for (const message of [...some, ...some]) await handleOrderEvents(ports, [message])
      expect((await acts()).map(({ auditId }) => auditId)).toEqual([5, 4, 3].map((seq) => `order/${orderId}/${seq}`))
    }
  })

  test('one that is missing keeps the checkpoint at nothing, though later ones came', async () => {
    const { ports, messages, applied, acts } = await withThree()
    await handleOrderEvents(ports, messages().slice(1))
    expect(await applied()).toEqual({ appliedSeq: 0, of: 5 })
    await handleOrderEvents(ports, messages())
    expect(await applied()).toEqual({ appliedSeq: 5, of: 5 })
    expect(await acts()).toHaveLength(3)
  })

  test('the entry and its mark are written together', async () => {
    const { ports, messages, applied, acts } = await withThree()
    ports.database.sqlite.exec(
      `CREATE TRIGGER broken BEFORE INSERT ON applied_events BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    )
    await expect(handleOrderEvents(ports, messages())).rejects.toThrow('broken')
    expect(await acts()).toEqual([])
    expect(await applied()).toEqual({ appliedSeq: 0, of: 5 })
  })
})
