// Why a courier is refused, in both languages; and whose delivery it is.
import { expect, test } from 'vitest'
import type { DeliveryRow } from '../../../src/contract/delivery.ts'
import { refusals, takenByAnother } from '../../../src/delivery/refusals.ts'
import { callers } from '../../support/callers.ts'
import { kang, orderIdOf } from '../../support/order-book.ts'

const delivery: DeliveryRow = {
  ...kang,
  deliveryId: 'dlv_1',
  orderId: orderIdOf(1),
  status: 'started',
  lines: [],
  startedAt: null,
  endedAt: null,
  updatedAt: '2026-11-02T09:00:00.000Z',
}
const courier = { courierId: 'usr_courier2', name: 'Min', since: '2026-11-02T10:00:00.000Z' }

test('every refusal has its Korean text', () => {
  for (const { rejection } of Object.values(refusals)) expect(rejection.translations?.ko).toMatch(/\p{Script=Hangul}/u)
})

test('a delivery is taken by another when somebody else set out with it', () => {
  expect(takenByAnother(delivery, callers.courier)).toBe(null)
  expect(takenByAnother({ ...delivery, courier: null }, callers.courier)).toBe(null)
  expect(takenByAnother({ ...delivery, courier: { ...courier, courierId: 'usr_courier' } }, callers.courier)).toBe(null)
  const taken = { by: courier.courierId, name: 'Min', at: courier.since }
  expect(takenByAnother({ ...delivery, courier }, callers.courier)).toMatchObject({ rejection: { taken } })
})
