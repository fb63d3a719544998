// What ops decide about a message that failed: examples for the API's document.
import type { DeadLetter, Redriven } from '../../contract/dead-letter.ts'
import { at, orderId } from './examples.ts'

export const deadLetter: DeadLetter = {
  deadLetterId: '4f6b1c0d9a2e4c7f8b3d5e6f7a8b9c0d',
  subscriber: 'message',
  subject: orderId,
  type: 'homeappliance.order.DeliveryStarted',
  body: '{"specversion":"1.0"}',
  attempts: 100,
  diedAt: at('18:40:00.000'),
  state: 'open',
  cause: 'Error: the message of this event has no text',
  reason: null,
  deaths: 1,
}
export const discardReason = 'the order was repaired by hand'
export const redriven: Redriven = { sent: 100, left: 23, until: at('19:00:00.000') }
