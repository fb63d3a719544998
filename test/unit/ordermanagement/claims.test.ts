// Claims: one clerk has an order in hand, whoever else asks for it; and when a claim ends.
import { describe, expect, test } from 'vitest'
import { claimOf, claimOrder, releaseOrder } from '../../../src/ordermanagement/claims.ts'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { listNotes } from '../../../src/ordermanagement/notes.ts'
import { findOrder } from '../../../src/ordermanagement/store.ts'
import { cancelOrder, readWorklist, takeOrder } from '../../../src/ordermanagement/worklist.ts'
import { actsAfter } from '../../../src/platform/acts.ts'
import { callers, request } from '../../support/callers.ts'
import { orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { openWorklist } from '../../support/subscribers.ts'

const { customer, courier, staff, staff2, ops } = callers
const orderId = orderIdOf(1)
const since = '2026-11-02T10:00:00.000Z'
const park = { id: staff.subject, name: staff.name, since }
const yoon = { id: staff2.subject, name: staff2.name, since }

async function withOrder(...steps: Step[]) {
  const all = openWorklist()
  await tell(all.book, orderId, customer.subject, ...steps)
  await handleOrderEvents(all.ports, all.book.messages)
  return all
}

const byPark = { code: 'order_claimed', taken: { by: 'usr_staff', name: 'Park', at: since } }

describe('a claim', () => {
  test('has the clerk’s name and its time, and another clerk is told both', async () => {
    const { ports } = await withOrder('place', 'pay')
    expect(await claimOrder(ports, staff, orderId, null)).toMatchObject({ ok: true, value: { clerk: park } })
    expect(await claimOrder(ports, staff2, orderId, null)).toMatchObject({ rejection: byPark })
    expect(await readWorklist(ports, ops, orderId)).toMatchObject({ value: { clerk: park } })
  })

  test('said again by the same clerk keeps its time', async () => {
    const { ports } = await withOrder('place', 'pay')
    await claimOrder(ports, staff, orderId, null)
    const later = { ...ports, now: () => Date.parse('2026-11-02T11:00:00.000Z') }
    expect(await claimOrder(later, staff, orderId, null)).toMatchObject({ value: { clerk: park } })
  })

  test('of two clerks at the same moment, one gets it', async () => {
    const { ports } = await withOrder('place', 'pay')
    const results = await Promise.all([staff, staff2].map((clerk) => claimOrder(ports, clerk, orderId, null)))
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true])
  })

  test('keeps the order from other clerks’ taking it, and not from its own', async () => {
    const { book, ports } = await withOrder('place', 'pay')
    await claimOrder(ports, staff, orderId, null)
    expect(await takeOrder(ports, staff2, orderId, request)).toMatchObject({ rejection: byPark })
    expect(book.typesOf(orderId)).not.toContain('OrderTaken')
    expect(await takeOrder(ports, staff, orderId, request)).toMatchObject({ ok: true })
  })

  test('is let go of by its owner alone', async () => {
    const { ports } = await withOrder('place', 'pay')
    await claimOrder(ports, staff, orderId, null)
    expect(await releaseOrder(ports, staff2, orderId)).toMatchObject({ rejection: byPark })
    for (const _ of ['once', 'twice']) {
      expect(await releaseOrder(ports, staff, orderId)).toMatchObject({ ok: true, value: { clerk: null } })
    }
    expect(await takeOrder(ports, staff2, orderId, request)).toMatchObject({ ok: true })
  })

  test('goes to another clerk who names whom they take it from, and that is recorded once, for the audit too', async () => {
    const { ports, database } = await withOrder('place', 'pay')
    await claimOrder(ports, staff, orderId, null)
    for (const _ of ['once', 'twice']) {
      const taken = await claimOrder(ports, staff2, orderId, staff.subject, 'req_1')
      expect(taken).toMatchObject({ value: { clerk: yoon } })
    }
    expect((await actsAfter(database, 0, 10)).acts).toMatchObject([
      {
        action: 'claimOrder',
        actor: { id: staff2.subject, role: 'staff', name: 'Yoon' },
        target: orderId,
        before: { clerk: staff.subject },
        after: { clerk: staff2.subject },
        requestId: 'req_1',
      },
    ])
    expect(await listNotes(ports.shards, orderId)).toEqual([{ at: since, kind: 'claim', byName: 'Yoon', text: 'Park' }])
    expect(await takeOrder(ports, staff, orderId, request)).toMatchObject({ rejection: { taken: { name: 'Yoon' } } })
  })

  test('is not taken from a clerk who no longer has it', async () => {
    const { ports, database } = await withOrder('place', 'pay')
    await claimOrder(ports, staff, orderId, null)
    const third = { subject: 'usr_third', role: 'staff', name: 'Seo' } as const
    expect(await claimOrder(ports, third, orderId, staff2.subject)).toMatchObject({ rejection: byPark })
    expect(await listNotes(ports.shards, orderId)).toEqual([])
    expect((await actsAfter(database, 0, 10)).acts).toEqual([])
  })

  test('is the clerk’s who packed the order, once it is packed, and is then refused', async () => {
    const { ports } = await withOrder('place', 'pay')
    await takeOrder(ports, staff, orderId, request)
    const entry = await findOrder(ports.shards, orderId)
    expect(entry).toMatchObject({ clerk: park })
    expect(entry && claimOf(entry)).toBeNull()
    for (const refusal of [
      await claimOrder(ports, staff2, orderId, null),
      await claimOrder(ports, staff2, orderId, staff.subject),
      await releaseOrder(ports, staff, orderId),
      await takeOrder(ports, staff2, orderId, request),
    ]) {
      expect(refusal).toMatchObject({ rejection: { code: 'order_already_taken', taken: { name: 'Park' } } })
    }
  })

  test('ends with a cancel, whoever has it', async () => {
    const { ports } = await withOrder('place', 'pay')
    await claimOrder(ports, staff, orderId, null)
    await cancelOrder(ports, staff2, orderId, 'sold out', request)
    expect(await readWorklist(ports, staff, orderId)).toMatchObject({ value: { clerk: null } })
    expect(await claimOrder(ports, staff, orderId, null)).toMatchObject({
      rejection: { code: 'order_already_canceled' },
    })
  })

  test('is of an order of the worklist, and of the staff alone', async () => {
    const { ports } = await withOrder('place', 'pay')
    expect(await claimOrder(ports, staff, orderIdOf(2), null)).toMatchObject({ rejection: { code: 'order_not_found' } })
    for (const caller of [customer, courier, ops]) {
      expect(await claimOrder(ports, caller, orderId, null)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await releaseOrder(ports, caller, orderId)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
  })
})
