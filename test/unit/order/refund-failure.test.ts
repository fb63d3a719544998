// Refunds that fail at the bank after they were reported as made: the order is open again until the money is back.
import { describe, expect, it } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { decide } from '../../../src/order/decide.ts'
import { pendingStep } from '../../../src/order/pending-step.ts'
import { isFinal, type PlacedState } from '../../../src/order/state.ts'
import { summarize } from '../../../src/order/summary.ts'
import { author, commands as c, noon, orderId, tell, won } from '../../support/orders.ts'

const paid = [c.PlaceOrder, c.RecordPayApproved]
const canceled = [...paid, c.CancelOrder, c.TakeCancelOrder]
const refunded = [...canceled, c.RecordPayCanceled]
const part = [...paid, c.RefundPart, c.RecordPartRefunded]
const failed = (round: number, of: { refundId: string; amount: { amount: number; currency: string } }) => {
  return { ...c.RecordRefundFailed, round, refundId: of.refundId, amount: of.amount }
}
const restFailed = (round = 0) => failed(round, c.RecordPayCanceled)
const partFailed = (round = 0) => failed(round, c.RecordPartRefunded)

function stateOf(...story: OrderCommand[]): PlacedState {
  const { state } = tell(...story)
  if (state.status === 'none') throw new Error('there is no order')
  return state
}
const order = (...story: OrderCommand[]) => summarize(orderId, stateOf(...story))
const typesAfter = (command: OrderCommand, ...story: OrderCommand[]) => {
  const decision = decide(stateOf(...story), command, author)
  return decision.ok ? decision.events.map(({ type }) => type) : decision.rejection.code
}

describe('the refund of a canceled order that has failed', () => {
  it('is under way again, and nobody is told that the money is back', () => {
    expect(order(...refunded, restFailed())).toMatchObject({
      orderStatus: 'cancelOrderTaken',
      payment: { status: 'approved', refunded: won(0) },
    })
    expect(isFinal(stateOf(...refunded, restFailed()))).toBe(false)
  })

  it('is late an hour after its failure, not after the cancel', () => {
    const story = [...refunded, restFailed()]
    const since = new Date(noon + (story.length - 1) * 1000).toISOString()
    expect(pendingStep(stateOf(...story))).toEqual({ cause: 'notRefunded', since })
  })

  it('makes the order final again once its next round is made', () => {
    const again = [...refunded, restFailed(), { ...c.RecordPayCanceled, round: 1 }]
    expect(order(...again)).toMatchObject({ orderStatus: 'payCanceled', payment: { refunded: won(4500) } })
  })

  it('leaves the goods where they are', () => {
    const started = [...paid, c.TakeOrder, c.RecordDeliveryStarted, c.CancelOrder, c.TakeCancelOrder]
    const back = [...started, c.RecordDeliveryCanceled, c.RecordPayCanceled, restFailed()]
    expect(order(...back)).toMatchObject({ orderStatus: 'cancelOrderTaken', delivery: { status: 'canceled' } })
    const again = [...back, { ...c.RecordPayCanceled, round: 1 }]
    expect(order(...again)).toMatchObject({ orderStatus: 'payCanceled', delivery: { status: 'canceled' } })
    const away = [...started, c.RecordPayCanceled, restFailed()]
    expect(order(...away)).toMatchObject({ orderStatus: 'cancelOrderTaken', delivery: { status: 'started' } })
  })

  it('is flagged at once when it fails a second time', () => {
    const again = [...refunded, restFailed(), { ...c.RecordPayCanceled, round: 1 }]
    expect(order(...refunded, restFailed())).toMatchObject({ needsAttention: null })
    expect(order(...again, restFailed(1))).toMatchObject({ needsAttention: 'notRefunded' })
    const third = { ...c.RecordPayCanceled, round: 2 }
    expect(order(...again, restFailed(1), third)).toMatchObject({ orderStatus: 'payCanceled', needsAttention: null })
  })

  it('is known before its report, when that comes late', () => {
    expect(typesAfter(restFailed(), ...canceled)).toEqual(['RefundFailed'])
    expect(typesAfter(c.RecordPayCanceled, ...canceled, restFailed())).toEqual([])
  })
})

describe('a part refund that has failed', () => {
  it('is due again, whatever the state of the order', () => {
    const due = { payment: { refunded: won(0), partRefunds: [{ refundId: 'rfd_part', status: 'due' }] } }
    expect(order(...part, partFailed())).toMatchObject({ orderStatus: 'payApproved', ...due })
    const delivered = [...part, c.TakeOrder, c.RecordDeliveryStarted, c.RecordDeliveryCompleted]
    expect(isFinal(stateOf(...delivered))).toBe(true)
    expect(order(...delivered, partFailed())).toMatchObject({ orderStatus: 'deliveryCompleted', ...due })
    expect(isFinal(stateOf(...delivered, partFailed()))).toBe(false)
  })

  it('opens a canceled order, and the rest stays returned', () => {
    const rest = { ...c.RecordPayCanceled, amount: won(4000) }
    const all = [...part, c.CancelOrder, c.TakeCancelOrder, rest]
    expect(order(...all)).toMatchObject({ orderStatus: 'payCanceled' })
    expect(order(...all, partFailed())).toMatchObject({
      orderStatus: 'cancelOrderTaken',
      payment: { status: 'refunded', refunded: won(4000) },
    })
    const again = { ...c.RecordPartRefunded, round: 1 }
    expect(order(...all, partFailed(), again)).toMatchObject({
      orderStatus: 'payCanceled',
      payment: { refunded: won(4500) },
    })
  })

  it('goes when a dispute has taken its money since', () => {
    const lost = [...part, c.RecordPaymentDisputed, c.RecordPaymentDisputeLost]
    expect(order(...lost, partFailed())).toMatchObject({ payment: { partRefunds: [] } })
  })
})

describe('a report of a failure', () => {
  it('that repeats, or is of an older round, records nothing', () => {
    const again = [...refunded, restFailed(), { ...c.RecordPayCanceled, round: 1 }]
    for (const story of [[...refunded, restFailed()], again]) expect(typesAfter(restFailed(), ...story)).toEqual([])
    expect(typesAfter(restFailed(1), ...again)).toEqual(['RefundFailed', 'OrderFlagged'])
  })

  it('makes a late report that the same round was made count for nothing', () => {
    expect(typesAfter(c.RecordPayCanceled, ...refunded, restFailed())).toEqual([])
    expect(typesAfter(c.RecordPartRefunded, ...part, partFailed())).toEqual([])
    expect(typesAfter({ ...c.RecordPartRefunded, round: 1 }, ...part, partFailed())).toEqual(['PartRefunded'])
  })

  it('of a refund that the order does not have is refused', () => {
    expect(typesAfter(restFailed(), ...paid)).toBe('refund_not_requested')
    expect(typesAfter({ ...restFailed(), refundId: 'rfd_other' }, ...refunded)).toBe('refund_not_requested')
    expect(typesAfter({ ...restFailed(), amount: won(1) }, ...refunded)).toBe('amount_mismatch')
    expect(typesAfter({ ...partFailed(), amount: won(1) }, ...part)).toBe('amount_mismatch')
  })
})
