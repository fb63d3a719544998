// The life of an order as OpenTelemetry spans: joined to one chain by parents and links, in the form of OTLP, and
// without anything that a person typed.
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Life } from '../../../../scripts/trace/contexts.ts'
import { exportRequest, send } from '../../../../scripts/trace/otlp.ts'
import { spansOf } from '../../../../scripts/trace/spans.ts'
import type { RecordedEvent } from '../../../../src/contract/events.ts'
import { childOf, newTrace } from '../../../../src/platform/trace.ts'
import { commands as c, orderId, tell, won } from '../../../support/orders.ts'
import { apart, openCollector, spansIn } from '../../../support/otlp.ts'

const at = (seconds: number) => new Date(Date.parse('2026-11-01T12:00:00.000Z') + 1000 * seconds).toISOString()
const [call, staff, alarm] = [newTrace('call'), newTrace('staff'), newTrace('alarm')]

/** Placed and paid in one call, taken and sent out, canceled, and refunded by an alarm. */
const causes: [traceparent: string | undefined, causationId: string][] = [
  [call, 'req_1'],
  [call, `${orderId}-1`],
  [staff, 'req_2'],
  [childOf(staff, 'delivery'), `${orderId}/3`],
  [undefined, 'req_3'],
  [newTrace('by a consumer of an earlier release'), `${orderId}/5`],
  [alarm, 'rfd_1'],
]
const story = tell(
  ...[c.PlaceOrder, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted],
  ...[c.CancelOrder, c.TakeCancelOrder, c.RecordPayCanceled],
)
const events = story.events.map((event, index): RecordedEvent => {
  const [traceparent, causationId = ''] = causes[index] ?? []
  return { ...event, traceparent, causationId }
})
const life: Life = {
  orderId,
  events,
  payment: {
    orderId,
    provider: 'sandbox',
    attempts: [
      { attempt: 1, status: 'approved', amount: won(4500), reason: null, startedAt: at(0), endedAt: at(1) },
      { attempt: 2, status: 'declined', amount: won(4500), reason: 'funds', startedAt: at(0), endedAt: at(1) },
    ],
    refunds: [
      { refundId: 'rfd_1', purpose: 'cancel', amount: won(4500), status: 'done', dueAt: at(5), doneAt: at(6) },
      { refundId: 'rfd_2', purpose: 'unwanted', amount: won(1), status: 'due', dueAt: at(5), doneAt: null },
    ],
  },
  messages: [{ messageId: 'msg_1', kind: 'paid', sentAt: at(9), status: 'sent' }],
  deadLetters: [
    {
      ...{ deadLetterId: 'd1', subscriber: 'mypage', subject: orderId, type: 'homeappliance.order.OrderTaken' },
      ...{ body: JSON.stringify({ traceparent: staff }), attempts: 100, diedAt: at(99), cause: 'Error: Kang' },
    },
  ],
  acts: [],
}
const spans = spansIn(exportRequest(spansOf(life)))
const named = (name: string) => spans.filter((span) => span.name === name)
const idsOf = (traceparent: string) => traceparent.split('-').slice(1, 3)

test('each span is joined to the first one, by parents and links, and stands once', () => {
  expect(apart(spans)).toEqual([])
  expect(new Set(spans.map(({ traceId, spanId }) => traceId + spanId)).size).toBe(spans.length)
  expect(apart(spans.map((span) => (span.name === 'record OrderTaken' ? { ...span, links: [] } : span)))).not.toEqual(
    [],
  )
})

test('what one call recorded is one span, with its events', () => {
  const [traceId, spanId] = idsOf(call)
  expect(named('record OrderPlaced')).toMatchObject([
    { traceId, spanId, kind: 2, links: [], events: [{ name: 'OrderPlaced' }, { name: 'PayApproved' }] },
  ])
})

test('what a message led to is a child of its event’s span, and begins with it', () => {
  const [traceId, parentSpanId] = idsOf(staff)
  const [started] = named('record DeliveryStarted')
  expect(started).toMatchObject({ traceId, parentSpanId, kind: 5, links: [] })
  expect(Number(started?.endTimeUnixNano) - Number(started?.startTimeUnixNano)).toBe(1e9)
})

test('a new trace is linked to what led to it: the event before, or the one that asked for the refund', () => {
  const [, spanId] = idsOf(call)
  expect(named('record OrderTaken')[0]?.links).toMatchObject([{ spanId }])
  const [acknowledged] = named('record CancelOrderTaken')
  expect(named('record PayCanceled')[0]?.links).toMatchObject([{ spanId: acknowledged?.spanId }])
  expect(named('record PayCanceled')[0]).not.toHaveProperty('parentSpanId')
})

test('charges, refunds, messages and dead letters are below the event that they belong to', () => {
  expect(named('charge approved')).toMatchObject([{ parentSpanId: idsOf(call)[1], kind: 3, status: {} }])
  expect(named('charge declined')).toMatchObject([{ status: { code: 2, message: 'declined: funds' } }])
  expect(named('refund done')).toMatchObject([{ parentSpanId: idsOf(alarm)[1], kind: 3 }])
  expect(named('tell paid')).toMatchObject([{ parentSpanId: idsOf(call)[1], kind: 4 }])
  expect(named('give up')).toMatchObject([{ parentSpanId: idsOf(staff)[1], status: { code: 2 } }])
})

test('nothing of a person is in it', () => {
  expect(JSON.stringify(exportRequest(spansOf(life)))).not.toMatch(/Kang|Gangnam|010-0123|usr_/)
})

describe('the collector', () => {
  async function collector(...args: Parameters<typeof openCollector>) {
    const opened = await openCollector(...args)
    onTestFinished(opened.close)
    return opened
  }

  test('gets the spans, with the headers that it asks for', async () => {
    const opened = await collector()
    await send(opened.url, spansOf(life), 'authorization=Bearer%20abc=, x-team=shop')
    expect(opened.headers).toMatchObject([
      { 'content-type': 'application/json', authorization: 'Bearer abc=', 'x-team': 'shop' },
    ])
    expect(opened.spans()).toHaveLength(spans.length)
  })

  test('that takes none, or not all, is a fault', async () => {
    const silent = await collector({ status: 503, body: { message: 'not now' } })
    await expect(() => send(silent.url, spansOf(life))).rejects.toThrow('HTTP 503')
    const partial = await collector({ status: 200, body: { partialSuccess: { rejectedSpans: '2' } } })
    await expect(() => send(partial.url, spansOf(life))).rejects.toThrow(`took ${spans.length - 2} of`)
  })
})
