// An order's history in plain words: one sentence for each event, and by whom.
import { describe, expect, test } from 'vitest'
import type { RecordedEvent } from '../../../src/contract/events.ts'
import { cancelSentence, sentenceOf, Timeline } from '../../../src/web/timeline.tsx'
import { situations, tell, variants } from '../../support/orders.ts'

const stories = [...Object.values(situations), ...Object.values(variants).map(({ story }) => story)]
const eventOfType = new Map<string, RecordedEvent>(
  stories.flatMap((story) => tell(...story).events.map((event) => [event.type, event] as const)),
)

test('an event and a cause of a newer release are told too', () => {
  const flagged = eventOfType.get('OrderFlagged')
  const newer = (change: object) => ({ ...flagged, ...change }) as RecordedEvent
  expect(sentenceOf(newer({ type: 'OrderHeld' }), 'en')).toContain('cannot tell yet')
  expect(sentenceOf(newer({ data: { cause: 'onHold' } }), 'en')).toContain('(a reason that this page cannot tell yet)')
})

test('every event has its sentence', () => {
  const sentences = [...eventOfType].sort().map(([type, event]) => `${type}: ${sentenceOf(event, 'en')}`)
  expect(sentences).toMatchInlineSnapshot(`
    [
      "CancelOrderTaken: The store acknowledged the cancel.",
      "DeliveryAttemptFailed: Delivery attempt 1 failed: nobody was at home. The goods go back to the store, which decides what comes next.",
      "DeliveryCanceled: The delivery was called back.",
      "DeliveryCompleted: The order was handed over.",
      "DeliveryRestarted: The store sent the order out again.",
      "DeliveryStarted: The delivery has started.",
      "OrderCanceled: The customer canceled the order.",
      "OrderFlagged: The order has waited too long (not taken yet), and the store is asked to look.",
      "OrderPlaced: The order was placed.",
      "OrderTaken: The store accepted and packed the order.",
      "PartRefundRequested: The store gives ₩500 back: a scratch",
      "PartRefunded: ₩500 was returned.",
      "PayApproved: ₩4,500 was paid.",
      "PayCanceled: ₩4,500 was returned.",
      "PayDeclined: The payment was declined: there is not enough money on the card, or its limit is reached.",
      "PayDeferred: The payment was put off: payment is overloaded.",
      "PayUnknown: The payment provider has not answered yet; the shop is finding out.",
      "PaymentDisputeLost: The dispute was decided for the customer: the bank returned ₩4,500.",
      "PaymentDisputeWon: The dispute was decided for the store: the payment stands.",
      "PaymentDisputed: The customer’s bank disputes ₩4,500: the owner of the card did not make the payment. Refunds wait for its end. The store can answer until 2026-11-20.",
      "RefundFailed: The bank did not take the ₩4,500 that was returned: the card has expired or is canceled. It is returned once more.",
    ]
  `)
})

describe('a cancel', () => {
  test.each([
    ['customerRequest', 'too loud', 'The customer canceled the order: too loud'],
    ['customerRequest', null, 'The customer canceled the order.'],
    ['staffDecision', '', 'The store canceled the order.'],
    ['paymentTimeout', 'ignored', 'The order was canceled, since it was not paid in time.'],
  ] as const)('for %s with the note %j', (reason, note, sentence) => {
    expect(cancelSentence({ reason, note }, 'en')).toBe(sentence)
  })
})

test('the timeline is in the order of the events, and names the very person only to those who look after orders', () => {
  const { events } = tell(...(situations['payApproved'] ?? []))
  const html = String(Timeline({ events }))
  expect(html.indexOf('The order was placed.')).toBeLessThan(html.indexOf('was paid.'))
  expect(html).toContain('Automatic')
  expect(html).not.toContain('<code>')
  expect(String(Timeline({ events, withIds: true }))).not.toContain('<code>')
  const taken = events.map((event) => ({ ...event, by: { kind: 'staff' as const, id: 'usr_park' } }))
  expect(String(Timeline({ events: taken, withIds: true }))).toContain('<code>usr_park</code>')
})
