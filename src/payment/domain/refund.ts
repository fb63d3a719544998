// A refund: due until the provider has confirmed it, then done and reported to the order. Pure.

import type { OrderCommand } from '../../contract/commands.ts'
import { lostBy } from '../../contract/dispute.ts'
import type { Money } from '../../contract/money.ts'
import { isDisputed, moneyLeft, type OrderRecord, wasCharged } from '../../contract/order.ts'
import type { RefundOrder, RefundOutcome, Rejected } from '../providers/provider.ts'
import { refundKey } from '../providers/refunds.ts'
import { type Pace, patientPauseMs, roundPauseMs } from './pace.ts'

/**
 * `cancel`: the rest of the money of a canceled order. `part`: a partial refund by the store, the order goes on.
 * `unwanted`: a charge that the order refused; the order gets no report of it.
 */
export const refundPurposes = ['unwanted', 'cancel', 'part'] as const
export type RefundPurpose = (typeof refundPurposes)[number]

/**
 * Times are epoch milliseconds. `round`: how often it has failed at the provider for good; each round has an
 * idempotency key of its own.
 */
type Facts = {
  refundId: string
  round: number
  attempt: number
  amount: Money
  purpose: RefundPurpose
  createdAt: number
  tries: number
}

/**
 * A `dueAt` of null: it waits for the end of a dispute. `failure`: it was done and has failed since, which the order is
 * to be told before it is made again. `refusal`: why the provider refused it last; absent while it did not. `checkAt`:
 * when to look at the provider whether it still stands; null for never.
 */
export type Refund = Facts &
  (
    | { status: 'due'; dueAt: number | null; failure: Failure | null; refusal?: string }
    | { status: 'done'; doneAt: number; checkAt: number | null; report: { tries: number; at: number | null } }
  )

export type Failure = { reason: string; tries: number; at: number }

export type DoneRefund = Extract<Refund, { status: 'done' }>
export type DueRefund = Extract<Refund, { status: 'due' }>

export type RefundRequest = { purpose: RefundPurpose; refundId: string; attempt: number; amount: Money }

export function createRefund(request: RefundRequest, now: number): DueRefund {
  return { status: 'due', ...request, round: 0, createdAt: now, tries: 0, dueAt: now, failure: null }
}

/**
 * The refunds that the order requires and `refunds` lack: each part that the store requested and, once the cancel is
 * acknowledged, the rest under a new id. None while a dispute is open.
 */
export function missingRefunds(
  order: OrderRecord,
  refunds: readonly Refund[],
  newRefundId: () => string,
): RefundRequest[] {
  if (isDisputed(order) || !wasCharged(order)) return []
  const { attempt, partRefunds } = order.payment
  const parts = partRefunds.map(({ refundId, amount }) => ({ purpose: 'part' as const, refundId, attempt, amount }))
  const rest = { purpose: 'cancel' as const, refundId: newRefundId(), attempt, amount: moneyLeft(order) }
  return (isCancelTaken(order) ? [...parts, rest] : parts).filter((request) => !hasRefund(refunds, request))
}

/** Whether the order requires any refund. */
export function wantsRefunds(order: OrderRecord): boolean {
  return wasCharged(order) && (isCancelTaken(order) || order.payment.partRefunds.length > 0)
}

function isCancelTaken({ orderStatus }: OrderRecord): boolean {
  return orderStatus === 'cancelOrderTaken' || orderStatus === 'payCanceled'
}

/** Whether the order needs no report of this refund: it has recorded it, or it never recorded the charge. */
export function knowsOfRefund({ payment }: OrderRecord, { purpose, refundId }: RefundRequest): boolean {
  if (purpose === 'part')
    return payment.partRefunds.some((part) => part.refundId === refundId && part.status === 'done')
  return purpose === 'unwanted' || payment.status === 'refunded'
}

/** A refund that was made and that this payment lacked. `reportAt`: the report to the order, null when it knows it. */
export function recordedAsDone(request: RefundRequest, now: number, reportAt: number | null): DoneRefund {
  return {
    status: 'done',
    ...request,
    round: 0,
    createdAt: now,
    tries: 0,
    doneAt: now,
    checkAt: null,
    report: { tries: 0, at: reportAt },
  }
}

/**
 * A refund that is due, by the order as it is now: it waits while the order is disputed, and for ever when a lost
 * dispute has taken its money. A cancel refunds what the dispute has left; nothing left is refunded at once.
 */
export function judgedByOrder(refund: DueRefund, order: OrderRecord | null, now: number): Refund {
  if (order === null || refund.purpose === 'unwanted' || refund.attempt !== order.payment.attempt) return refund
  if (isDisputed(order) || !isWanted(refund, order)) return { ...refund, dueAt: null }
  if (refund.purpose !== 'cancel' || lostBy(order.payment.disputes) === 0) return refund
  const amount = moneyLeft(order)
  if (amount.amount === 0) return { ...recordedAsDone({ ...facts(refund), amount }, now, now), round: refund.round }
  return amount.amount === refund.amount.amount ? refund : { ...refund, amount }
}

/** Whether it waits for the end of a dispute, or for ever: a lost dispute has taken its money. */
export function isParked(refund: Refund): boolean {
  return refund.status === 'due' && refund.dueAt === null
}

/** The refunds that waited for the end of a dispute, due now. */
export function releasedBy(order: OrderRecord, refunds: readonly Refund[], now: number): DueRefund[] {
  if (isDisputed(order)) return []
  return refunds.flatMap((refund) => {
    return refund.status === 'due' && isParked(refund) && isWanted(refund, order) ? [{ ...refund, dueAt: now }] : []
  })
}

/** Make it now, or report it to the order now, without waiting for the pause to end. */
export function retryRefund(refund: Refund, now: number): Refund {
  return refund.status === 'due' ? { ...refund, dueAt: now } : { ...refund, report: { tries: 0, at: now } }
}

function hasRefund(refunds: readonly Refund[], request: RefundRequest): boolean {
  if (request.purpose === 'part') return refunds.some(({ refundId }) => refundId === request.refundId)
  return refunds.some(({ purpose, attempt }) => purpose === request.purpose && attempt === request.attempt)
}

function isWanted({ purpose, refundId }: RefundRequest, { payment }: OrderRecord): boolean {
  return purpose !== 'part' || payment.partRefunds.some((part) => part.refundId === refundId)
}

function facts({ purpose, refundId, attempt, amount }: Refund): RefundRequest {
  return { purpose, refundId, attempt, amount }
}

/** The refund after the call to the provider. It stays due until the provider confirms it, however long that takes. */
export function afterRefund(refund: DueRefund, outcome: RefundOutcome | Rejected, now: number, pace: Pace): Refund {
  const refused = 'reason' in outcome ? { ...refund, refusal: outcome.reason } : refund
  switch (outcome.status) {
    case 'refunded': {
      const { dueAt: _, failure: __, refusal: ___, ...made } = refund
      return {
        ...made,
        status: 'done',
        doneAt: now,
        checkAt: null,
        report: { tries: 0, at: refund.purpose === 'unwanted' ? null : now },
      }
    }
    case 'failed':
      return inRound(refund.round + 1, refused, now + roundPauseMs(refund.round + 1, pace))
    case 'refused':
      // Another request under the old key may still be on its way: longer than that nothing is sent under the new one.
      if (outcome.isReplayed) return inRound(refund.round + 1, refused, now + roundPauseMs(refund.round + 2, pace))
      return { ...refused, tries: refund.tries + 1, dueAt: now + patientPauseMs(refund.tries, pace) }
    case 'rejected':
    case 'unknown':
      return { ...refund, tries: refund.tries + 1, dueAt: now + patientPauseMs(refund.tries, pace) }
  }
}

function inRound(round: number, refund: DueRefund, dueAt: number): DueRefund {
  return { ...refund, round, tries: 0, dueAt }
}

/** The order to the provider, with the other refunds of the same charge. */
export function refundOrderOf(
  orderId: string,
  refund: Refund,
  charge: { chargeId: string; amount: Money },
  refunds: readonly Refund[],
): RefundOrder {
  const { refundId, round, attempt, amount } = refund
  const others = refunds.filter((row) => row.attempt === attempt && row.refundId !== refundId)
  return {
    refundId,
    key: refundKey(refundId, round),
    orderId,
    chargeId: charge.chargeId,
    charged: charge.amount,
    amount,
    others: others.map((row) => ({ refundId: row.refundId, amount: row.amount, isDone: row.status === 'done' })),
  }
}

/** The refund after its report: the order received it, or (`false`) did not answer and gets the report later. */
export function afterRefundReport(refund: DoneRefund, received: boolean, now: number, pace: Pace): Refund {
  const tries = refund.report.tries + 1
  return { ...refund, report: { tries, at: received ? null : now + patientPauseMs(tries, pace) } }
}

export function refundReportOf({ purpose, refundId, amount, round }: DoneRefund): OrderCommand {
  return { type: purpose === 'part' ? 'RecordPartRefunded' : 'RecordPayCanceled', refundId, amount, round }
}

export function outsideRequestOf({ refundId, amount }: DoneRefund): OrderCommand {
  return { type: 'RefundPart', refundId, amount, reason: 'given back at the payment provider' }
}
