// The parts of a webhook that all adapters read.
import { expect, test } from 'vitest'
import { headerOf, orderIdIn } from '../../../../src/payment/providers/webhook.ts'
import { orderId } from '../../../support/orders.ts'

test('a header is found whatever the case of its name', () => {
  const webhook = { headers: { 'Stripe-Signature': 't=1' }, query: {}, body: new Uint8Array() }
  expect(headerOf(webhook, 'stripe-signature')).toBe('t=1')
  expect(headerOf(webhook, 'sandbox-signature')).toBeUndefined()
})

test('an order id of ours is taken, and nothing else', () => {
  expect(orderIdIn(orderId)).toBe(orderId)
  for (const other of ['another-shop', '', `${orderId}x`, undefined, null, 7, { orderId }]) {
    expect(orderIdIn(other)).toBeNull()
  }
})
