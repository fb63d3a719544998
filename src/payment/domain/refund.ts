// A refund: due until the provider has confirmed it, then done and reported to the order. Pure.

import type { OrderCommand } from '../../contract/commands.ts'
import type { Money } from '../../contract/money.ts'
import { moneyLeft, type OrderSummary } from '../../contract/order.ts'
import type { RefundOutcome, Rejected } from '../providers/provider.ts'
import { type Pace, pauseMs } from './pace.ts'

/**
 * `cancel`: the rest of the money of a canceled order. `part`: a partial refund by the store, the order goes on.
 * `unwanted`: a charge that the order refused; the order gets no report of it.
 */
export const refundPurposes = ['unwanted', 'cancel', 'part'] as const
export type RefundPurpose = (typeof refundPurposes)[number]

/** Times are epoch milliseconds. `refundId` is the idempotency key at the provider too. */
type Facts = {
  refundId: string
  attempt: number
  amount: Money
  purpose: RefundPurpose
  createdAt: number
  tries: number
}

export type Refund = Facts &
  ({ status: 'due'; dueAt: number } | { status: 'done'; doneAt: number; report: { tries: number; at: number | null } })

export type DoneRefund = Extract<Refund, { status: 'done' }>
export type DueRefund = Extract<Refund, { status: 'due' }>

export type RefundRequest = { purpose: RefundPurpose; refundId: string; attempt: number; amount: Money }

export function createRefund(request: RefundRequest, now: number): DueRefund {
  return { status: 'due', ...request, createdAt: now, tries: 0, dueAt: now }
}

/**
 * The refunds that the order requires and `refunds` lack: each part that the store requested and, once the cancel is
 * acknowledged, the rest under a new id.
 */
export function missingRefunds(
  order: OrderSummary,
  refunds: readonly Refund[],
  newRefundId: () => string,
): RefundRequest[] {
  const { attempt, partRefunds } = order.payment
  const parts = partRefunds.map(({ refundId, amount }) => ({ purpose: 'part' as const, refundId, attempt, amount }))
  const rest = { purpose: 'cancel' as const, refundId: newRefundId(), attempt, amount: moneyLeft(order) }
  return (isCancelTaken(order) ? [...parts, rest] : parts).filter((request) => !hasRefund(refunds, request))
}

/** Whether the order requires any refund. */
export function wantsRefunds(order: OrderSummary): boolean {
  return isCancelTaken(order) || order.payment.partRefunds.length > 0
}

function isCancelTaken({ orderStatus }: OrderSummary): boolean {
  return orderStatus === 'cancelOrderTaken' || orderStatus === 'payCanceled'
}

/** Whether the order needs no report of this refund: it has recorded it, or it never recorded the charge. */
export function knowsOfRefund({ payment }: OrderSummary, { purpose, refundId }: RefundRequest): boolean {
  if (purpose === 'part')
    return payment.partRefunds.some((part) => part.refundId === refundId && part.status === 'done')
  return purpose === 'unwanted' || payment.status === 'refunded'
}

/** A refund that was made and that this payment lacked. `reportAt`: the report to the order, null when it knows it. */
export function recordedAsDone(request: RefundRequest, now: number, reportAt: number | null): DoneRefund {
  return { status: 'done', ...request, createdAt: now, tries: 0, doneAt: now, report: { tries: 0, at: reportAt } }
}

/** Make it now, or report it to the order now, without waiting for the pause to end. */
export function retryRefund(refund: Refund, now: number): Refund {
  return refund.status === 'due' ? { ...refund, dueAt: now } : { ...refund, report: { tries: 0, at: now } }
}

function hasRefund(refunds: readonly Refund[], request: RefundRequest): boolean {
  if (request.purpose === 'part') return refunds.some(({ refundId }) => refundId === request.refundId)
  return refunds.some(({ purpose, attempt }) => purpose === request.purpose && attempt === request.attempt)
}

/** The refund after the call to the provider. It stays due until the provider confirms it, however long that takes. */
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

/** The refund after its report: the order received it, or (`false`) did not answer and gets the report later. */
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
