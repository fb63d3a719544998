// Which orders are final.
import { expect, test } from 'vitest'
import { isFinal } from '../../../src/order/state.ts'
import { situations, tell, variants } from '../../support/orders.ts'

test('an order is final when it is delivered, or canceled with nothing left to refund or to recall', () => {
  const final = Object.entries(situations).filter(([, story]) => isFinal(tell(...story).state))
  expect(final.map(([name]) => name)).toEqual([
    'deliveryCompleted',
    'orderCanceled, not paid',
    'payCanceled, no delivery',
    'payCanceled, recalled',
  ])
})

test('a part refund that is due keeps an order from being final', () => {
  expect(Object.values(variants).filter(({ story }) => isFinal(tell(...story).state))).toEqual([])
})
