// Which events have a message of their own to a subscriber's queue.
import { describe, expect, test } from 'vitest'
import { hasMessage, type Subscriber, subscribers } from '../../../src/contract/routing.ts'
import { commands as c, tell } from '../../support/orders.ts'

const delivered = [c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted, c.RecordDeliveryCompleted]

/** The events that have a message, when each is recorded by itself and the next one is not there yet. */
function sentAtOnce(subscriber: Subscriber, payment: 'requested' | 'processing') {
  const { events } = tell({ ...c.PlaceOrder, payment }, ...delivered)
  return events.filter((event) => hasMessage(subscriber, event, undefined)).map(({ type }) => type)
}

test('an event that another one follows at once waits for it, and what can wait is left to the poll', () => {
  const sent = Object.fromEntries(subscribers.map((subscriber) => [subscriber, sentAtOnce(subscriber, 'processing')]))
  const steps = ['PayApproved', 'DeliveryStarted', 'DeliveryCompleted']
  expect(sent).toMatchObject({
    ordermanagement: ['PayApproved', 'DeliveryStarted'],
    archive: [],
    delivery: ['OrderTaken'],
    payment: [],
    message: steps,
    mypage: steps,
  })
})

test('an order that is not paid in the same call is told of when it is placed', () => {
  for (const subscriber of ['message', 'mypage'] as const) {
    expect(sentAtOnce(subscriber, 'requested')[0]).toBe('OrderPlaced')
  }
})

describe('an event that waited', () => {
  const isSent = (type: string, ...story: Parameters<typeof tell>) => {
    const { events } = tell(...story)
    const at = events.findIndex((event) => event.type === type)
    const event = events[at]
    if (event === undefined) throw new Error(`there is no ${type}`)
    return hasMessage('mypage', event, events[at + 1])
  }
  const placed = { ...c.PlaceOrder, payment: 'processing' } as const

  test('is told by the one that it waited for', () => {
    expect(isSent('OrderPlaced', placed, c.RecordPayApproved)).toBe(false)
    expect(isSent('OrderTaken', placed, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted)).toBe(false)
  })
  test('has a message of its own when another one came', () => {
    expect(isSent('OrderPlaced', placed, c.CancelOrder)).toBe(true)
    expect(isSent('OrderTaken', placed, c.RecordPayApproved, c.TakeOrder, c.CancelOrder)).toBe(true)
  })
})
