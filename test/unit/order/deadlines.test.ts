// The deadlines: when an order that waits too long is canceled, or flagged for a person.
import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { nextDeadline, payableUntil } from '../../../src/order/deadlines.ts'
import { summarize } from '../../../src/order/summary.ts'
import { actorSettings } from '../../support/actor-settings.ts'
import { meta, world } from '../../support/actor-world.ts'
import { commands as c, noon, orderId, situations, tell, variants } from '../../support/orders.ts'

const paid = [c.PlaceOrder, c.RecordPayApproved]
const started = [...paid, c.TakeOrder, c.RecordDeliveryStarted]

test('an order can be paid until the deadline at which it is canceled, and a paid one has no such time', () => {
  const untilOf = (...story: OrderCommand[]) => payableUntil(tell(...story).state, actorSettings)
  expect(untilOf(c.PlaceOrder, c.RecordPayDeferred)).toBe(new Date(noon + 1_800_000).toISOString())
  for (const story of [[], paid, [c.PlaceOrder, c.CancelOrder]]) expect(untilOf(...story)).toBeNull()
})

describe('each deadline counts from what the order waits since', () => {
  const cases: [string, OrderCommand[], number, OrderCommand][] = [
    ['unpaid', [c.PlaceOrder], noon + 1_800_000, { type: 'CancelOrder', reason: 'paymentTimeout', note: null }],
    [
      'declined',
      situations['orderStarted, declined'] ?? [],
      noon + 1_800_000,
      { ...c.CancelOrder, reason: 'paymentTimeout' },
    ],
    ['not taken', paid, noon + 1000 + 86_400_000, { type: 'FlagOrder', cause: 'notTaken' }],
    [
      'not sent out',
      [...paid, c.TakeOrder],
      noon + 2000 + 3_600_000,
      { type: 'FlagOrder', cause: 'deliveryNotStarted' },
    ],
    ['not handed over', started, noon + 3000 + 604_800_000, { type: 'FlagOrder', cause: 'deliveryNotCompleted' }],
    ['not refunded', [...paid, c.CancelOrder], noon + 2000 + 3_600_000, { type: 'FlagOrder', cause: 'notRefunded' }],
    [
      'a cancel that was acknowledged, from the cancel',
      [...paid, c.CancelOrder, c.TakeCancelOrder],
      noon + 2000 + 3_600_000,
      { type: 'FlagOrder', cause: 'notRefunded' },
    ],
    [
      'an approval after the cancel, from the approval',
      [c.PlaceOrder, c.CancelOrder, c.RecordPayApproved],
      noon + 2000 + 3_600_000,
      { type: 'FlagOrder', cause: 'notRefunded' },
    ],
  ]
  test.each(cases)('%s', (_, story, at, command) => {
    expect(nextDeadline(tell(...story).state, actorSettings)).toEqual({ at, command })
  })
})

const finals = ['deliveryCompleted', 'orderCanceled, not paid', 'payCanceled, no delivery']

describe('the personal data of an order that is final', () => {
  const deadlineOf = (story: OrderCommand[], retentionSeconds: number | null = 60) => {
    const { state } = tell(...story)
    return { state, deadline: nextDeadline(state, { ...actorSettings, retentionSeconds }) }
  }
  test.each(finals)('%s: is erased when it was kept long enough', (situation) => {
    const { state, deadline } = deadlineOf(situations[situation] ?? [])
    const at = state.status === 'none' ? 0 : Date.parse(state.updatedAt) + 60_000
    expect(deadline).toEqual({ at, command: { type: 'ErasePersonalData' } })
  })
  test.each(finals)('%s: is kept for ever where the shop says so', (situation) => {
    expect(deadlineOf(situations[situation] ?? [], null).deadline).toBeNull()
  })
  test('is kept while a dispute needs it, and erased once', () => {
    const done = situations['deliveryCompleted'] ?? []
    expect(deadlineOf([...done, c.RecordPaymentDisputed]).deadline).toBeNull()
    expect(deadlineOf([...done, c.ErasePersonalData]).deadline).toBeNull()
  })
})

test.each(['cancelOrderTaken, refunded, not recalled', 'payApproved, flagged'])(
  'an order that is %s has no deadline',
  (situation) => {
    expect(
      nextDeadline(tell(...(situations[situation] ?? variants[situation]?.story ?? [])).state, actorSettings),
    ).toBeNull()
  },
)

test('a flag stays while what it was raised for is still waited for, and goes when it has come', () => {
  const needs = (...story: OrderCommand[]) => summarize(orderId, tell(...story).state)?.needsAttention
  const flag = { type: 'FlagOrder', cause: 'notRefunded' } as const
  const canceled = [...started, c.CancelOrder, flag]
  expect(needs(...paid, c.FlagOrder)).toBe('notTaken')
  expect(needs(...paid, c.FlagOrder, c.TakeOrder)).toBeNull()
  expect(needs(...paid, c.FlagOrder, c.CancelOrder)).toBeNull()
  expect(needs(...canceled, c.TakeCancelOrder, c.RecordDeliveryCanceled)).toBe('notRefunded')
  expect(needs(...canceled, c.TakeCancelOrder, c.RecordPayCanceled)).toBeNull()
})

test('the alarm flags an order once, at its deadline and not before, and tells the staff', async () => {
  const { clock, sent, storage, run, wakeUp } = world()
  const actor = wakeUp()
  for (const command of paid) actor.handle(command, meta)
  const deadline = noon + 86_400_000
  await run(actor, deadline - 1)
  expect(actor.read()?.needsAttention).toBeNull()
  await run(wakeUp(), deadline)
  const after = wakeUp()
  expect(after.read()?.needsAttention).toBe('notTaken')
  const received = (subscriber: keyof typeof sent) => sent[subscriber].map(({ data }) => data.event.type)
  expect(received('ordermanagement')).toEqual(['PayApproved', 'OrderFlagged'])
  expect(received('mypage')).toEqual(['OrderPlaced', 'PayApproved', 'OrderFlagged'])
  await run(after, deadline + 5 * 86_400_000)
  expect(after.history(null)?.events.filter(({ type }) => type === 'OrderFlagged')).toHaveLength(1)
  expect(storage.alarm).toBeGreaterThan(clock.now)
})
