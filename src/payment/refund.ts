// A refund: due until the provider has confirmed it, then owed to the order as a report. Pure.
import type { OrderCommand } from '../contract/commands.ts'
import type { Money } from '../contract/money.ts'
import { type Pace, pauseMs } from './backoff.ts'
import type { RefundOutcome } from './provider.ts'

/**
 * Times are epoch milliseconds. `forOrder`: the order waits for this money to go back; otherwise it was taken for an
 * order that refused it, and goes back in silence. `refundId` is the idempotency key at the provider too.
 */
type Facts = { refundId: string; attempt: number; amount: Money; forOrder: boolean; since: number; tries: number }

export type Refund = Facts &
  ({ status: 'due'; dueAt: number } | { status: 'done'; doneAt: number; report: { tries: number; at: number | null } })

export type DoneRefund = Extract<Refund, { status: 'done' }>
export type DueRefund = Extract<Refund, { status: 'due' }>

export function owe(refundId: string, attempt: number, amount: Money, forOrder: boolean, now: number): Refund {
  return { status: 'due', refundId, attempt, amount, forOrder, since: now, tries: 0, dueAt: now }
}

/** The refund after the provider was asked for it. It stays due for as long as it takes. */
export function afterRefund(refund: DueRefund, outcome: RefundOutcome, now: number, pace: Pace): Refund {
  switch (outcome.status) {
    case 'refunded': {
      const { dueAt: _, ...facts } = refund
      return { ...facts, status: 'done', doneAt: now, report: { tries: 0, at: refund.forOrder ? now : null } }
    }
    case 'refused':
    case 'unknown':
      return { ...refund, tries: refund.tries + 1, dueAt: now + pauseMs(refund.tries, pace) }
  }
}

/** The order has heard that the money is back, or (`false`) could not be told and will be later. */
export function afterRefundReport(refund: DoneRefund, heard: boolean, now: number, pace: Pace): Refund {
  const tries = refund.report.tries + 1
  return { ...refund, report: { tries, at: heard ? null : now + pauseMs(tries, pace) } }
}

export function refundReportOf(refund: DoneRefund): OrderCommand {
  return { type: 'RecordPayCanceled', refundId: refund.refundId, amount: refund.amount }
}
