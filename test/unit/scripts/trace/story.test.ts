// The life of an order as lines: in the order of time, each with its cause, and nothing of what the customer was told.
import { expect, test } from 'vitest'
import type { Life } from '../../../../scripts/trace/contexts.ts'
import { textOf, tracesOf } from '../../../../scripts/trace/story.ts'
import { childOf, newTrace } from '../../../../src/platform/trace.ts'
import { commands as c, orderId, tell, won } from '../../../support/orders.ts'

const at = (seconds: number) => new Date(Date.parse('2026-11-01T12:00:00.000Z') + 1000 * seconds).toISOString()
const none: Life = {
  orderId,
  events: [],
  payment: { orderId, provider: 'sandbox', attempts: [], refunds: [] },
  messages: [],
  deadLetters: [],
  acts: [],
}
const { events } = tell(c.PlaceOrder, c.RecordPayApproved)
const [placed, paid] = events
const linesOf = (life: Life) => tracesOf(life).flatMap(({ lines }) => lines)

test('an event names its author and what led to it: a call, an event before, or a deadline', () => {
  if (placed === undefined || paid === undefined) throw new Error('the story has two events')
  const causes = [
    { ...placed, causationId: 'req_1' },
    { ...paid, causationId: `${orderId}/1` },
  ]
  expect(linesOf({ ...none, events: causes })).toEqual([
    { at: at(0), kind: 'event', what: '1 OrderPlaced', cause: 'system test, call req_1' },
    { at: at(1), kind: 'event', what: '2 PayApproved', cause: 'system test, after event 1' },
  ])
  const charged = { ...paid, causationId: `${orderId}-1` }
  expect(linesOf({ ...none, events: [charged] })[0]?.cause).toBe('system test, attempt 1')
  const deadline = { ...paid, causationId: 'deadline:2026-11-01T12:30:00.000Z' }
  expect(linesOf({ ...none, events: [deadline] })[0]?.cause).toContain('deadline:2026-11-01')
})

test('attempts, refunds, messages, dead letters and acts stand between them', () => {
  const attempt = { attempt: 1, provider: 'sandbox', amount: won(4500), startedAt: at(2) }
  const life: Life = {
    ...none,
    payment: {
      orderId,
      provider: 'sandbox',
      attempts: [
        { ...attempt, status: 'declined', reason: 'insufficient_funds', endedAt: at(3) },
        { ...attempt, attempt: 2, status: 'processing', reason: null, startedAt: at(4), endedAt: null },
      ],
      refunds: [
        { refundId: 'rfd_1', purpose: 'part', amount: won(500), status: 'done', dueAt: at(5), doneAt: at(8) },
        { refundId: 'rfd_2', purpose: 'cancel', amount: won(4000), status: 'due', dueAt: at(9), doneAt: null },
      ],
    },
    messages: [{ messageId: 'msg_1', kind: 'received', sentAt: at(1), status: 'bounced', cause: '5.1.1' }],
    deadLetters: [
      {
        ...{ deadLetterId: 'd1', subscriber: 'mypage', subject: orderId, type: 'homeappliance.order.PayApproved' },
        ...{ body: '{}', attempts: 100, diedAt: at(6), state: 'open', cause: 'Error: poison', deaths: 2, reason: null },
      },
    ],
    acts: [
      {
        ...{ auditId: 'a1', at: at(7), actor: { id: 'usr_park', role: 'staff', name: 'Park' }, action: 'refundPart' },
        ...{ target: orderId, reason: 'a scratch', before: null, after: null, requestId: 'req_9' },
      },
    ],
  }
  expect(
    linesOf(life)
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .map(({ kind, what, cause }) => [kind, what, cause]),
  ).toEqual([
    ['message', 'received bounced: 5.1.1', 'msg_1'],
    ['payment', 'attempt 1 begun', 'sandbox'],
    ['payment', 'attempt 1 declined', 'insufficient_funds'],
    ['payment', 'attempt 2 begun, processing', 'sandbox'],
    ['payment', 'refund (part) of 500 KRW due', 'rfd_1'],
    ['dead letter', 'PayApproved of mypage after 100 tries, 2 times: open', 'Error: poison'],
    ['audit', 'refundPart by staff usr_park', '“a scratch”, call req_9'],
    ['payment', 'refund (part) of 500 KRW done', 'rfd_1'],
    ['payment', 'refund (cancel) of 4000 KRW due', 'rfd_2'],
  ])
})

test('the lines of a trace stand together, and a trace tells what it follows', () => {
  if (placed === undefined || paid === undefined) throw new Error('the story has two events')
  const traceparent = newTrace('call')
  const taken = { ...paid, seq: 3, type: 'OrderTaken', data: {}, at: at(60), traceparent: newTrace('other') } as const
  const started = { seq: 4, type: 'DeliveryStarted', data: { deliveryId: 'dlv_1' }, at: at(61) } as const
  const delivery = { traceparent: childOf(taken.traceparent, 'delivery'), causationId: `${orderId}/3` }
  const message = { messageId: 'msg_1', kind: 'received', sentAt: at(62), status: 'sent' } as const
  const life: Life = {
    ...none,
    events: [{ ...placed, traceparent }, { ...paid, traceparent }, taken, { ...paid, ...started, ...delivery }],
    messages: [message],
  }
  const [call, other] = [traceparent, taken.traceparent].map((text) => text.split('-')[1])
  expect(
    tracesOf(life).map(({ traceId, follows, lines }) => [traceId, follows, lines.map(({ what }) => what)]),
  ).toEqual([
    [call, null, ['1 OrderPlaced', '2 PayApproved', 'received sent']],
    [other, { what: '2 PayApproved', traceId: call }, ['3 OrderTaken', '4 DeliveryStarted']],
  ])
})

test('the text has columns, and the time since the line before', () => {
  const text = textOf([
    {
      traceId: 'a1',
      follows: null,
      lines: [
        { at: at(0), kind: 'event', what: '1 OrderPlaced', cause: 'customer usr_1, call req_1' },
        { at: at(2), kind: 'payment', what: 'attempt 1 begun', cause: 'sandbox' },
      ],
    },
    {
      traceId: 'b2',
      follows: { what: '1 OrderPlaced', traceId: 'a1' },
      lines: [
        { at: at(100), kind: 'message', what: 'received sent', cause: '' },
        { at: at(3700), kind: 'message', what: 'paid sent', cause: 'msg_2' },
      ],
    },
    { traceId: null, follows: null, lines: [{ at: at(9), kind: 'audit', what: 'looked', cause: '' }] },
  ])
  expect(text.split('\n')).toEqual([
    'trace a1',
    `  ${at(0)}            event    1 OrderPlaced    customer usr_1, call req_1`,
    `  ${at(2)}  +2000 ms  payment  attempt 1 begun  sandbox`,
    '',
    'trace b2, follows 1 OrderPlaced of a1',
    `  ${at(100)}            message  received sent`,
    `  ${at(3700)}  +60 min   message  paid sent        msg_2`,
    '',
    'no trace',
    `  ${at(9)}            audit    looked`,
  ])
})
