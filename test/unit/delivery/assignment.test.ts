// Who has a delivery: the courier who set out with it. Another one takes it over only on purpose.
import { expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { setOut } from '../../../src/delivery/assignment.ts'
import { complete, failAttempt, getFor, restart } from '../../../src/delivery/deliveries.ts'
import { handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { listOnTheRoad } from '../../../src/delivery/store.ts'
import { callers, request } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openDeliveries, openWithTakenOrder } from '../../support/subscribers.ts'

const { courier, staff, customer, ops } = callers
const other: Caller = { subject: 'usr_courier2', role: 'courier', name: 'Min' }
const orderId = orderIdOf(1)
const failed = { attempt: 1, reason: 'nobodyHome', note: null, next: 'retry' } as const
const since = '2026-11-02T10:00:00.000Z'

async function onTheRoad() {
  const all = await openWithTakenOrder(orderId)
  await handleOrderEvents(all.ports, [all.orderTaken])
  return all
}

test('a courier sets out, and repeats change nothing', async () => {
  const { ports } = await onTheRoad()
  const mine = { ok: true, value: { orderId, courier: { courierId: 'usr_courier', name: 'Choi', since } } }
  expect(await setOut(ports, courier, orderId, null)).toMatchObject(mine)
  expect(await setOut({ ...ports, now: () => 0 }, courier, orderId, null)).toMatchObject(mine)
  expect(await setOut({ ...ports, now: () => 0 }, courier, orderId, courier.subject)).toMatchObject(mine)
})

test('another one is told who has it, and takes it over only from that one', async () => {
  const { ports } = await onTheRoad()
  await setOut(ports, courier, orderId, null)
  const taken = { ok: false, rejection: { code: 'delivery_already_taken', taken: { by: 'usr_courier', at: since } } }
  expect(await setOut(ports, other, orderId, null)).toMatchObject(taken)
  expect(await setOut(ports, other, orderId, 'usr_third')).toMatchObject(taken)
  expect(await complete(ports, other, orderId, request)).toMatchObject(taken)
  expect(await failAttempt(ports, other, orderId, failed, request)).toMatchObject(taken)
  expect(await setOut(ports, other, orderId, 'usr_courier')).toMatchObject({ value: { courier: { name: 'Min' } } })
  expect(await complete(ports, courier, orderId, request)).toMatchObject({
    rejection: { taken: { by: other.subject } },
  })
  expect(await complete(ports, other, orderId, request)).toMatchObject({ ok: true })
})

test('the staff report of every delivery, and a courier of one that nobody has', async () => {
  const { ports } = await onTheRoad()
  expect(await failAttempt(ports, other, orderId, failed, request)).toMatchObject({ ok: true })
  await setOut(ports, courier, orderId, null)
  expect(await complete(ports, staff, orderId, request)).toMatchObject({ ok: true })
})

test('goods that came back are nobody’s, and wait at the store until the staff send them out again', async () => {
  const { ports, book } = await onTheRoad()
  await setOut(ports, courier, orderId, null)
  await failAttempt(ports, courier, orderId, { ...failed, next: 'backToStore', note: ' 3rd floor ' }, request)
  const waiting = { status: 'assigned', courier: null, failedAttempt: { attempt: 1, note: '3rd floor' } }
  expect(await getFor(ports, courier, orderId)).toMatchObject({ value: waiting })
  await handleOrderEvents(ports, [book.message(orderId, 'DeliveryAttemptFailed')])
  expect(await getFor(ports, courier, orderId)).toMatchObject({ value: waiting })
  expect(await setOut(ports, courier, orderId, null)).toMatchObject({ rejection: { code: 'delivery_not_started' } })
  expect(await restart(ports, courier, orderId, 1, request)).toMatchObject({ rejection: { code: 'forbidden' } })
  expect(await restart(ports, staff, orderId, 1, request)).toMatchObject({ ok: true })
  expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'started', courier: null } })
  expect(await setOut(ports, other, orderId, null)).toMatchObject({ ok: true })
})

test('nobody sets out with what is not on the road, and nobody but couriers and staff', async () => {
  const { ports } = await onTheRoad()
  for (const caller of [customer, ops]) {
    for (const refused of [
      await setOut(ports, caller, orderId, null),
      await failAttempt(ports, caller, orderId, failed, request),
      await restart(ports, caller, orderId, 1, request),
    ]) {
      expect(refused).toMatchObject({ rejection: { code: 'forbidden' } })
    }
  }
  expect(await setOut(ports, courier, orderIdOf(9), null)).toMatchObject({ rejection: { code: 'delivery_not_found' } })
  await complete(ports, courier, orderId, request)
  expect(await setOut(ports, courier, orderId, null)).toMatchObject({ rejection: { code: 'order_already_delivered' } })
})

test('what a courier has is listed by the oldest order, page by page, and so is what nobody has', async () => {
  const { book, ports } = openDeliveries()
  for (const number of [1, 2, 3, 4, 5]) {
    await tell(book, orderIdOf(number), customer.subject, 'place', 'pay', 'take')
    await handleOrderEvents(ports, [book.message(orderIdOf(number), 'OrderTaken')])
  }
  for (const number of [5, 2, 4]) await setOut(ports, courier, orderIdOf(number), null)
  const first = await listOnTheRoad(ports, courier.subject, { limit: 2, after: null })
  expect(first.items.map((row) => row.orderId)).toEqual([2, 4].map(orderIdOf))
  expect(first.cursor).not.toBe(null)
  const free = await listOnTheRoad(ports, null, { limit: 5, after: null })
  expect(free.items.map((row) => row.orderId)).toEqual([1, 3].map(orderIdOf))
})

test('a note is one bounded line', async () => {
  const { ports } = await onTheRoad()
  for (const note of ['x'.repeat(201), 'a\nb', 'a\u202eb']) {
    const rejection = { code: 'invalid_request', field: 'note' }
    expect(await failAttempt(ports, courier, orderId, { ...failed, note }, request)).toMatchObject({ rejection })
    const handover = { to: 'neighbor', note } as const
    expect(await complete(ports, courier, orderId, request, handover)).toMatchObject({ rejection })
  }
})
