// A refund: due until the provider has confirmed it, then owed to the order as a report. Pure.

import type { OrderCommand } from '../../contract/commands.ts'
import type { Money } from '../../contract/money.ts'
import { moneyLeft, type OrderSummary } from '../../contract/order.ts'
import type { RefundOutcome, Rejected } from '../providers/provider.ts'
import { type Pace, pauseMs } from './pace.ts'

/**
 * `cancel`: what was left of the money when the order was canceled; `part`: the store gives it back while the order
 * stands; `unwanted`: it was taken for an order that refused it, and goes back in silence.
 */
export const refundPurposes = ['unwanted', 'cancel', 'part'] as const
export type RefundPurpose = (typeof refundPurposes)[number]

/** Times are epoch milliseconds. `refundId` is the idempotency key at the provider too. */
type Facts = {
  refundId: string
  attempt: number
  amount: Money
  purpose: RefundPurpose
  since: number
  tries: number
}

export type Refund = Facts &
  ({ status: 'due'; dueAt: number } | { status: 'done'; doneAt: number; report: { tries: number; at: number | null } })

export type DoneRefund = Extract<Refund, { status: 'done' }>
export type DueRefund = Extract<Refund, { status: 'due' }>

export type RefundRequest = { purpose: RefundPurpose; refundId: string; attempt: number; amount: Money }

export function createRefund(request: RefundRequest, now: number): DueRefund {
  return { status: 'due', ...request, since: now, tries: 0, dueAt: now }
}

/**
 * What the order wants given back and `refunds` do not have yet: each part that the store asked for and, once its
 * cancel is acknowledged, the rest under an id of our own.
 */
export function missingRefunds(
  order: OrderSummary,
  refunds: readonly Refund[],
  newRefundId: () => string,
): RefundRequest[] {
  const { attempt, partRefunds } = order.payment
  const parts = partRefunds.map(({ refundId, amount }) => ({ purpose: 'part' as const, refundId, attempt, amount }))
  const rest = { purpose: 'cancel' as const, refundId: newRefundId(), attempt, amount: moneyLeft(order) }
  return (isCancelTaken(order) ? [...parts, rest] : parts).filter((request) => !isOwed(refunds, request))
}

/** Whether the order wants any money given back. */
export function wantsRefunds(order: OrderSummary): boolean {
  return isCancelTaken(order) || order.payment.partRefunds.length > 0
}

function isCancelTaken({ orderStatus }: OrderSummary): boolean {
  return orderStatus === 'cancelOrderTaken' || orderStatus === 'payCanceled'
}

/** Whether the order has recorded that the money of this refund is back. It is not told of what it never wanted. */
export function knowsOfRefund({ payment }: OrderSummary, { purpose, refundId }: RefundRequest): boolean {
  if (purpose === 'part')
    return payment.partRefunds.some((part) => part.refundId === refundId && part.status === 'done')
  return purpose === 'unwanted' || payment.status === 'refunded'
}

/** A refund that was made and that these books lacked; the order is told of it at `reportAt`, unless it knows. */
export function recordedAsDone(request: RefundRequest, now: number, reportAt: number | null): Refund {
  return { status: 'done', ...request, since: now, tries: 0, doneAt: now, report: { tries: 0, at: reportAt } }
}

/** Ask for it now, or tell the order now, whatever pause it stands in. */
export function retryRefund(refund: Refund, now: number): Refund {
  return refund.status === 'due' ? { ...refund, dueAt: now } : { ...refund, report: { tries: 0, at: now } }
}

function isOwed(refunds: readonly Refund[], request: RefundRequest): boolean {
  if (request.purpose === 'part') return refunds.some(({ refundId }) => refundId === request.refundId)
  return refunds.some(({ purpose, attempt }) => purpose === request.purpose && attempt === request.attempt)
}

/** The refund after the provider was asked for it. It stays due for as long as it takes. */
export function afterRefund(refund: DueRefund, outcome: RefundOutcome | Rejected, now: number, pace: Pace): Refund {
  switch (outcome.status) {
    case 'refunded': {
      const { dueAt: _, ...facts } = refund
      return {
        ...facts,
        status: 'done',
        doneAt: now,
        report: { tries: 0, at: refund.purpose === 'unwanted' ? null : now },
      }
    }
    case 'rejected':
    case 'refused':
    case 'unknown':
      return { ...refund, tries: refund.tries + 1, dueAt: now + pauseMs(refund.tries, pace) }
  }
}

/** The order has heard that the money is back, or (`false`) could not be told and will be later. */
export function afterRefundReport(refund: DoneRefund, received: boolean, now: number, pace: Pace): Refund {
  const tries = refund.report.tries + 1
  return { ...refund, report: { tries, at: received ? null : now + pauseMs(tries, pace) } }
}

export function refundReportOf({ purpose, refundId, amount }: DoneRefund): OrderCommand {
  return { type: purpose === 'part' ? 'RecordPartRefunded' : 'RecordPayCanceled', refundId, amount }
}

export function outsideRequestOf({ refundId, amount }: DoneRefund): OrderCommand {
  return { type: 'RefundPart', refundId, amount, reason: 'given back at the payment provider' }
}
