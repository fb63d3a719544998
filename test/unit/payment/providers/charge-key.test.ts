// The idempotency key of a charge, and the way back from a key to its order.
import { expect, test } from 'vitest'
import { attemptsMax, chargeKey, orderOfKey } from '../../../../src/payment/providers/charge-key.ts'
import { orderId } from '../../../support/orders.ts'

test('each attempt has a key of its own, which names its order', () => {
  const keys = Array.from({ length: attemptsMax }, (_, index) => chargeKey(orderId, index + 1))
  expect(new Set(keys).size).toBe(attemptsMax)
  expect(keys[0]).toBe(`${orderId}-1`)
  expect(new Set(keys.map(orderOfKey))).toEqual(new Set([orderId]))
})

test.each([orderId, `${orderId}-`, `${orderId}-x`, `${orderId}-123`, 'another-shop-1', ''])(
  'a key like "%s" is not ours',
  (key) => expect(orderOfKey(key)).toBeNull(),
)
