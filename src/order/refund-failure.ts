// The rules of refunds that fail at the bank after they were reported as made: the money is due again. Each try of a
// refund has a round, so that a late report of an older try is recognised.
import type { OrderCommand } from '../contract/commands.ts'
import type { OrderEvent, RecordedEvent } from '../contract/events.ts'
import { type Money, sameMoney } from '../contract/money.ts'
import { isDone } from '../contract/order.ts'
import { type Decision, events, refuse, unchanged } from './decision.ts'
import { affordable } from './dispute.ts'
import { amountLeft, hasFailed } from './refund.ts'
import type { Paid, PlacedState } from './state.ts'

type Command<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>
type Failed = Extract<RecordedEvent, { type: 'RefundFailed' }>

/** A refund that fails a second time needs a person. */
export function recordRefundFailed(state: PlacedState, command: Command<'RecordRefundFailed'>): Decision {
  const { type: _, ...data } = command
  const paid = 'paid' in state ? state.paid : null
  const amount = paid && refundedAmount(state, paid, data.refundId)
  if (paid === null || amount === null)
    return refuse('refund_not_requested', { en: 'Nobody has asked for this refund.', ko: '요청되지 않은 환불입니다.' })
  if (!sameMoney(amount, data.amount))
    return refuse('amount_mismatch', {
      en: 'The amount is not that of the refund.',
      ko: '금액이 환불 금액과 다릅니다.',
    })
  if (hasFailed(paid, data)) return unchanged
  const failed: OrderEvent = { type: 'RefundFailed', data }
  const isAgain = paid.failures.some(({ refundId }) => refundId === data.refundId)
  if (!isAgain || state.attention !== null) return events(failed)
  return events(failed, { type: 'OrderFlagged', data: { cause: 'notRefunded' } })
}

/** The payment after the failure. A part that is due again goes when a lost dispute has left less than it. */
export function afterFailure(paid: Paid, { data: { refundId, round }, at }: Failed): Paid {
  const failures = [...paid.failures.filter((known) => known.refundId !== refundId), { refundId, round, at }]
  const parts = paid.parts.map((part) => {
    return part.refundId === refundId && isDone(part) ? { ...part, status: 'due' as const, at } : part
  })
  return { ...paid, failures, parts: affordable({ ...paid, parts }) }
}

/** The amount of a part, or of the rest after a cancel; null when the order has no such refund. */
function refundedAmount(state: PlacedState, paid: Paid, refundId: string): Money | null {
  const part = paid.parts.find((known) => known.refundId === refundId)
  if (part !== undefined) return part.amount
  if (state.status !== 'cancelOrderTaken' && state.status !== 'payCanceled') return null
  if (state.refund === null) return amountLeft(paid)
  return state.refund.refundId === refundId ? state.refund.amount : null
}
