// Properties of every order, over `decide` and `evolve`: they hold for any commands in any order.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { record } from '../../../src/actor/event-log.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { recordedEventSchema } from '../../../src/contract/events.ts'
import { orderSummarySchema } from '../../../src/contract/order.ts'
import { decide } from '../../../src/order/decide.ts'
import { evolve, fold } from '../../../src/order/evolve.ts'
import { nothing, type OrderState } from '../../../src/order/state.ts'
import { summarize } from '../../../src/order/summary.ts'
import { author, commands, kangsOrder, noon, orderId, type Reported, won } from '../../support/orders.ts'

const anyAttempt = fc.integer({ min: 1, max: 3 })
const anyRound = fc.integer({ min: 0, max: 3 })
const anyDelivery = fc.constantFrom('dlv_1', 'dlv_2')
const anyCommand: fc.Arbitrary<OrderCommand> = fc.oneof(
  fc.constantFrom(...Object.values(commands)),
  fc.record({ type: fc.constant('PlaceOrder' as const), fingerprint: fc.string() }).map((other) => ({
    ...commands.PlaceOrder,
    ...other,
  })),
  fc.record({
    type: fc.constant('RecordPayApproved' as const),
    attempt: anyAttempt,
    amount: fc.constantFrom(won(4500), won(1)),
  }),
  fc.record({ type: fc.constant('RecordPayDeclined' as const), attempt: anyAttempt, reason: fc.constant('no') }),
  fc.record({ type: fc.constant('RecordPayUnknown' as const), attempt: anyAttempt }),
  fc.record({ type: fc.constant('RecordPayDeferred' as const), attempt: anyAttempt, reason: fc.constant('busy') }),
  fc.record({ type: fc.constant('RecordDeliveryStarted' as const), deliveryId: anyDelivery }),
  fc.record({ type: fc.constant('RecordDeliveryCanceled' as const), deliveryId: anyDelivery }),
  fc.record({ attempt: anyAttempt, next: fc.constantFrom('retry' as const, 'backToStore' as const) }).map((other) => ({
    ...commands.RecordDeliveryAttemptFailed,
    ...other,
  })),
  fc.record({ type: fc.constant('RestartDelivery' as const), attempt: anyAttempt }),
  fc.record({ round: anyRound }).map((round) => ({ ...commands.RecordPayCanceled, ...round })),
  fc.record({ round: anyRound }).map((round) => ({ ...commands.RecordPartRefunded, ...round })),
  fc.record({ round: anyRound }).map((round) => ({ ...commands.RecordRefundFailed, ...round })),
  fc.record({ round: anyRound }).map((round) => ({
    ...commands.RecordRefundFailed,
    refundId: commands.RefundPart.refundId,
    amount: won(500),
    ...round,
  })),
  fc.record({
    type: fc.constant('CancelOrder' as const),
    reason: fc.constantFrom('customerRequest' as const, 'staffDecision' as const, 'paymentTimeout' as const),
    note: fc.constantFrom(null, 'sold out'),
  }),
)
/** Half of the runs begin with the placing of the order, so that later commands are accepted too. */
const anyStory = fc
  .tuple(fc.boolean(), fc.array(anyCommand, { maxLength: 40 }))
  .map(([placed, story]) => (placed ? [commands.PlaceOrder, ...story] : story))

/** Give every command; a refused one changes nothing. `step` gets the order before and after each. */
function live(
  story: OrderCommand[],
  step: (before: OrderState, command: OrderCommand, after: Reported) => void = () => {},
) {
  let result: Reported = { state: nothing, events: [] }
  for (const [index, command] of story.entries()) {
    const before = result.state
    const decision = decide(before, command, author)
    const decided = decision.ok ? decision.events : []
    const lastAt = before.status === 'none' ? '' : before.updatedAt
    const meta = { by: author, causationId: `c${index}` }
    const events = record(decided, before.seq, lastAt, noon + index * 1000, meta)
    result = { state: events.reduce(evolve, before), events: [...result.events, ...events] }
    step(before, command, result)
  }
  return result
}

function forEveryStory(check: (story: OrderCommand[]) => void): void {
  fc.assert(fc.property(anyStory, check), { numRuns: 2000 })
}

test('a command that is given again at once records nothing', () => {
  forEveryStory((story) => {
    live(story, (_, command, after) => {
      const retry = decide(after.state, command, author)
      if (retry.ok) expect(retry.events).toEqual([])
    })
  })
})

test('every event that is decided changes the state: nothing is recorded that does not count', () => {
  forEveryStory((story) => {
    const { events } = live(story)
    let state: OrderState = nothing
    for (const event of events) {
      const next = evolve(state, event)
      const { seq: _, ...after } = next
      const { seq: __, ...before } = state
      expect({ ...after, updatedAt: '' }).not.toEqual({ ...before, updatedAt: '' })
      state = next
    }
  })
})

test('money: an order captures its total at most once, and gives back no more than it captured', () => {
  forEveryStory((story) => {
    const { state, events } = live(story)
    expect(events.filter((event) => event.type === 'PayApproved').length).toBeLessThanOrEqual(1)
    const failures = events.filter((event) => event.type === 'RefundFailed').length
    expect(events.filter((event) => event.type === 'PayCanceled').length).toBeLessThanOrEqual(1 + failures)
    const summary = summarize(orderId, state)
    if (summary === null) return
    expect([0, kangsOrder.total.amount]).toContain(summary.payment.captured.amount)
    expect(summary.payment.refunded.amount).toBeLessThanOrEqual(summary.payment.captured.amount)
    if (summary.orderStatus === 'payCanceled') expect(summary.payment.refunded).toEqual(summary.payment.captured)
  })
})

test('no delivery starts and no order is taken without its payment', () => {
  forEveryStory((story) => {
    const types = live(story).events.map((event) => event.type)
    for (const needsPayment of ['OrderTaken', 'DeliveryStarted', 'DeliveryCompleted', 'CancelOrderTaken'] as const) {
      const at = types.indexOf(needsPayment)
      if (at >= 0) expect(types.slice(0, at)).toContain('PayApproved')
    }
  })
})

test('a delivered order stays delivered, and a canceled one never gets delivered', () => {
  forEveryStory((story) => {
    live(story, (before, _, after) => {
      if (before.status === 'deliveryCompleted') expect(after.state).toEqual(before)
      if ('cancel' in before) expect('cancel' in after.state).toBe(true)
    })
  })
})

test('the state is the fold of the events, and both survive being written down', () => {
  forEveryStory((story) => {
    const { state, events } = live(story)
    expect(fold(events)).toEqual(state)
    for (const event of events) expect(recordedEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    const summary = summarize(orderId, state)
    if (summary !== null) expect(orderSummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary)
  })
})

test('the events are numbered 1, 2, 3… and never go back in time', () => {
  forEveryStory((story) => {
    const { events } = live(story)
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    const times = events.map((event) => event.at)
    expect(times).toEqual([...times].sort())
  })
})
