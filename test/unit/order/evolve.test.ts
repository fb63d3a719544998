// The fold is total: every event is accepted in every state, and one that does not fit changes only seq and time.
import { expect, it, test } from 'vitest'
import type { RecordedEvent } from '../../../src/contract/events.ts'
import { evolve, fold } from '../../../src/order/evolve.ts'
import { nothing, type OrderState } from '../../../src/order/state.ts'
import { allSituations, commands as c, situations, tell } from '../../support/orders.ts'

const stories = Object.values(allSituations)
const states = stories.map((story) => tell(...story).state)
/** One event of each type, as the stories have recorded them. */
const samples = [
  ...new Map(stories.flatMap((story) => tell(...story).events).map((event) => [event.type, event])).values(),
]
const later = '2026-11-09T12:00:00.000Z'

/** The event as the next one of the order. */
const next = (state: OrderState, event: RecordedEvent): RecordedEvent => ({ ...event, seq: state.seq + 1, at: later })

test('there is a sample of every type of event', () => expect(samples).toHaveLength(21))

test('before an order is placed, only its placing counts', () => {
  const counting = samples.filter((event) => evolve(nothing, next(nothing, event)) !== nothing)
  expect(counting.map(({ type }) => type)).toEqual(['OrderPlaced'])
})

it.each(samples)('$type is accepted in every state, and moves seq and time on', (event) => {
  for (const state of states.filter(({ status }) => status !== 'none')) {
    const before = structuredClone(state)
    expect(evolve(state, next(state, event))).toMatchObject({ seq: state.seq + 1, updatedAt: later })
    expect(state).toEqual(before)
  }
})

it.each([
  ['OrderTaken', ['payApproved']],
  ['DeliveryStarted', ['orderTaken']],
  ['DeliveryCompleted', ['deliveryStarted']],
  ['DeliveryAttemptFailed', ['deliveryStarted']],
  ['DeliveryRestarted', ['deliveryStarted']],
  ['OrderCanceled', ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted']],
  ['CancelOrderTaken', ['orderCanceled']],
  ['PayDeclined', ['orderStarted']],
  ['PayCanceled', ['cancelOrderTaken']],
] as const)('%s changes an order that is %j, and no other', (type, statuses) => {
  const event = samples.find((sample) => sample.type === type)
  if (event === undefined) throw new Error(`no sample of ${type}`)
  const changed = states.filter((state) => {
    const { seq: _, ...before } = { ...state, updatedAt: later }
    const { seq: __, ...after } = { ...evolve(state, next(state, event)), updatedAt: later }
    return JSON.stringify(before) !== JSON.stringify(after)
  })
  expect([...new Set(changed.map(({ status }) => status))].sort()).toEqual([...statuses].sort())
})

test('an event of a later release, which was rolled back, changes only seq and time', () => {
  const [sample] = samples
  if (sample === undefined) throw new Error('there is no sample')
  for (const state of states) {
    const event = Object.assign(next(state, sample), { type: 'OrderWrapped', data: { paper: 'red' } })
    const place = state.status === 'none' ? {} : { seq: state.seq + 1, updatedAt: later }
    expect(evolve(state, event)).toEqual({ ...state, ...place })
  }
})

test('the fold starts from nothing, event by event', () => {
  const { state, events } = tell(...(situations['payCanceled, recalled'] ?? []))
  expect(fold(events)).toEqual(state)
  expect(fold(new Set(events))).toEqual(state)
  expect(fold([])).toBe(nothing)
})

test('a part refund is done by its own confirmation alone', () => {
  const other = { ...c.RefundPart, refundId: 'rfd_other' }
  const { state } = tell(c.PlaceOrder, c.RecordPayApproved, c.RefundPart, other, c.RecordPartRefunded)
  const parts = 'paid' in state ? state.paid?.parts.map(({ refundId, status }) => `${refundId} ${status}`) : []
  expect(parts).toEqual(['rfd_part done', 'rfd_other due'])
})
