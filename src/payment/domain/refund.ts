// A refund: due until the provider has confirmed it, then done and reported to the order. Pure.

import type { Caller } from '../../contract/caller.ts'
import type { OrderCommand } from '../../contract/commands.ts'
import { lostBy } from '../../contract/dispute.ts'
import { type Money, totalOf } from '../../contract/money.ts'
import { isDisputed, moneyLeft, type OrderRecord, wasCharged } from '../../contract/order.ts'
import type { SettlementWay } from '../../contract/settlement.ts'
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
 * to be told before it is made again. `refusal`: why the provider refused it last; absent while it did not.
 * `unansweredAt`: when a try had no answer last; absent once there is one. `checkAt`: when to look at the provider
 * whether it still stands; null for never. `settlement`: the store gave the money back, and the provider did not.
 */
export type Refund = Facts &
  (
    | { status: 'due'; dueAt: number | null; failure: Failure | null; refusal?: string; unansweredAt?: number }
    | {
        status: 'done'
        doneAt: number
        checkAt: number | null
        report: { tries: number; at: number | null }
        settlement?: Settled
      }
  )

/** By whom, how, and by which request. */
export type Settled = { way: SettlementWay; reference: string; by: Caller; requestId: string | null }

export type Failure = { reason: string; tries: number; at: number }

export type DoneRefund = Extract<Refund, { status: 'done' }>
export type SettledRefund = DoneRefund & { settlement: Settled }
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

/** Whether these requests, and the refunds that the attempt has, stay within what it took, in its currency. */
export function areWithin(
  charged: Money,
  attempt: number,
  refunds: readonly Refund[],
  requests: readonly RefundRequest[],
): boolean {
  const all = [...refunds.filter((refund) => refund.attempt === attempt && !isParked(refund)), ...requests]
  return all.every(({ amount }) => amount.currency === charged.currency) && totalOf(all) <= charged.amount
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
  const { unansweredAt: _, ...answered } = refund
  const refused = 'reason' in outcome ? { ...answered, refusal: outcome.reason } : answered
  switch (outcome.status) {
    case 'refunded':
      return doneNow(refund, now, refund.purpose === 'unwanted' ? null : now)
    case 'failed':
      return inRound(refund.round + 1, refused, now + roundPauseMs(refund.round + 1, pace))
    case 'refused':
      // Another request under the old key may still be on its way: longer than that nothing is sent under the new one.
      if (outcome.isReplayed) return inRound(refund.round + 1, refused, now + roundPauseMs(refund.round + 2, pace))
      return afterPause(refused, now, pace)
    case 'unknown':
      return { ...afterPause(refund, now, pace), unansweredAt: now }
    case 'rejected':
      return afterPause(refund, now, pace)
  }
}

/** The refund when it was not tried. */
export function afterPause(refund: DueRefund, now: number, pace: Pace): DueRefund {
  return { ...refund, tries: refund.tries + 1, dueAt: now + patientPauseMs(refund.tries, pace) }
}

/** The refund made at `now`, and when the order is told. */
export function doneNow(refund: DueRefund, now: number, reportAt: number | null): DoneRefund {
  const { dueAt: _, failure: __, refusal: ___, unansweredAt: ____, ...made } = refund
  return { ...made, status: 'done', doneAt: now, checkAt: null, report: { tries: 0, at: reportAt } }
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
  const others = atProvider(refunds).filter((row) => row.attempt === attempt && row.refundId !== refundId)
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

/** Null when the order is to hear nothing of it. */
export function refundReportOf({ purpose, refundId, amount, round, settlement }: DoneRefund): OrderCommand | null {
  if (purpose === 'unwanted') return null
  const type = purpose === 'part' ? 'RecordPartRefunded' : 'RecordPayCanceled'
  return { type, refundId, amount, round, ...(settlement && { settledBy: settlement.way }) }
}

/** Those that the provider has made, or is to make: without those that the store has settled by hand. */
export function atProvider(refunds: readonly Refund[]): Refund[] {
  return refunds.filter((refund) => refund.status === 'due' || refund.settlement === undefined)
}

export function outsideRequestOf({ refundId, amount }: DoneRefund): OrderCommand {
  return { type: 'RefundPart', refundId, amount, reason: 'given back at the payment provider' }
}
