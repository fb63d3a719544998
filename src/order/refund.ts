// The rules of refunds: parts of the money while the order stands, and all that is left when it is canceled.
import type { Author } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import { leftOf } from '../contract/dispute.ts'
import { formatMoney, type Money, sameMoney } from '../contract/money.ts'
import { type Decision, events, refuse, unchanged } from './decision.ts'
import type { Paid, PlacedState } from './state.ts'

type Command<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>

/** The amount paid less its part refunds, done or due, and its lost disputes: the amount that a cancel refunds. */
export function amountLeft({ amount, parts, disputes }: Paid): Money {
  return leftOf(amount, parts, disputes)
}

/** With the longest reasons, and everything else at its bound, the order still fits into one message of a queue. */
export const partRefundsMax = 20

/**
 * Part refunds never exceed the amount paid. A refund of all of it is a cancel, unless the order is delivered. One that
 * a system reports was made at the provider already: it is recorded also beyond `partRefundsMax`.
 */
export function refundPart(state: PlacedState, command: Command<'RefundPart'>, by: Author): Decision {
  const { refundId, amount, reason } = command
  switch (state.status) {
    case 'orderStarted':
      return refuse('order_not_paid', { en: 'The order has not been paid.', ko: '결제되지 않은 주문입니다.' })
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted': {
      if (state.paid.parts.some((part) => part.refundId === refundId)) return unchanged
      if (state.paid.parts.length >= partRefundsMax && by.kind !== 'system') {
        return refuse('invalid_request', {
          en: `An order has at most ${partRefundsMax} part refunds.`,
          ko: `한 주문의 부분 환불은 최대 ${partRefundsMax}번입니다.`,
        })
      }
      const left = amountLeft(state.paid)
      if (amount.currency !== left.currency || amount.amount < 1) {
        return refuse(
          'amount_mismatch',
          {
            en: `The amount is one of ${left.currency}, and more than nothing.`,
            ko: `금액은 0보다 큰 ${left.currency} 금액이어야 합니다.`,
          },
          'amount',
        )
      }
      if (amount.amount > left.amount) {
        return refuse(
          'refund_too_high',
          {
            en: `At most ${formatMoney(left)} can still be given back.`,
            ko: `환불할 수 있는 금액은 최대 ${formatMoney(left, 'ko')}입니다.`,
          },
          'amount',
        )
      }
      if (amount.amount === left.amount && state.status !== 'deliveryCompleted') {
        return refuse(
          'refund_too_high',
          { en: 'To give everything back, cancel the order.', ko: '전액을 환불하려면 주문을 취소해 주세요.' },
          'amount',
        )
      }
      return events({ type: 'PartRefundRequested', data: { refundId, amount, reason } })
    }
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return refuse('order_already_canceled', {
        en: 'The order has been canceled: everything goes back by itself.',
        ko: '취소된 주문입니다. 전액이 자동으로 환불됩니다.',
      })
  }
}

export function recordPartRefund(state: PlacedState, command: Command<'RecordPartRefunded'>): Decision {
  const { refundId, amount } = command
  const paid = 'paid' in state ? state.paid : null
  const part = paid?.parts.find((known) => known.refundId === refundId)
  if (paid === null || part === undefined)
    return refuse('refund_not_requested', { en: 'Nobody has asked for this refund.', ko: '요청되지 않은 환불입니다.' })
  if (!sameMoney(part.amount, amount))
    return refuse('amount_mismatch', {
      en: 'The amount is not the amount asked for.',
      ko: '금액이 요청한 금액과 다릅니다.',
    })
  return part.status === 'done' || hasFailed(paid, command)
    ? unchanged
    : events({ type: 'PartRefunded', data: refundedBy(command) })
}

/** What the event of a refund says, of all that its report tells. */
export function refundedBy({ refundId, amount, settledBy }: Command<'RecordPartRefunded' | 'RecordPayCanceled'>) {
  return { refundId, amount, ...(settledBy && { settledBy }) }
}

/** Whether this try of the refund is known to have failed: a report that it was made comes too late. */
export function hasFailed({ failures }: Paid, { refundId, round = 0 }: { refundId: string; round?: number }): boolean {
  return failures.some((known) => known.refundId === refundId && round <= known.round)
}
