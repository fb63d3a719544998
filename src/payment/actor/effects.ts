// The effects of a payment: each makes one call to the provider or to the order, and writes the outcome. Every call may
// fail or never return, so all that is needed after a crash is written before the call.

import { childOf } from '../../platform/trace.ts'
import {
  type ActionAttempt,
  type Attempt,
  afterCharge,
  afterFind,
  giveUp,
  isOpen,
  type OpenAttempt,
  postpone,
  sendAgain,
  tryAgain,
} from '../domain/attempt.ts'
import { afterCancel } from '../domain/customer-action.ts'
import type { Step } from '../domain/next-step.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { createRefund, type RefundRequest } from '../domain/refund.ts'
import { afterReport, reportOf } from '../domain/report.ts'
import { chargeKey } from '../providers/charge-key.ts'
import type { ChargeQuery, FindOutcome, Rejected } from '../providers/provider.ts'
import { type EffectContext, logRefusal, orderIsOpen, outcomeAt, paceOf, sendToOrder } from './effect-context.ts'
import { checkRefund, refund, reportFailure, reportRefund } from './refund-effects.ts'

/** Most effects in one run. */
export const effectsMax = 100

/** Run the effect of a step. Throws only when the payment's own storage does. */
export async function runEffect(step: Step, context: EffectContext): Promise<void> {
  switch (step.do) {
    case 'charge':
      return await charge(step.attempt, context)
    case 'retry':
      return await retry(step.attempt, context)
    case 'find':
      return await find(step.attempt, context)
    case 'cancel':
      return await cancel(step.attempt, context)
    case 'report':
      return await report(step.attempt, context)
    case 'refund':
      return await refund(step.refund, context)
    case 'reportRefund':
      return await reportRefund(step.refund, context)
    case 'checkRefund':
      return await checkRefund(step.refund, context)
    case 'reportFailure':
      return await reportFailure(step.refund, context)
  }
}

async function charge(sent: OpenAttempt, context: EffectContext): Promise<void> {
  const { ports } = context
  const wanted = { ...queryOf(sent, context), token: sent.token }
  const outcome = await outcomeAt(sent.provider, 'charge', (provider) => provider.charge(wanted), context)
  const attempt = current(sent, context)
  if (!attempt) return
  const charged = afterCharge(attempt, outcome, ports.now(), paceOf(context))
  // An approval is written after its report to the order, together with the order's answer: this saves a write. After a
  // crash in between, the row is still `processing` and the provider is asked: it may forget a decline, but no charge.
  if (charged.status === 'approved' && charged.report.at !== null) context.hold(charged)
  else context.write({ attempts: [charged] })
}

/** A deferred charge is due: send it if the order still waits for its payment, and give it up otherwise. */
async function retry(due: OpenAttempt, context: EffectContext): Promise<void> {
  const open = await orderIsOpen(context)
  const now = context.ports.now()
  const attempt = current(due, context)
  if (attempt?.status !== 'deferred') return
  if (open === null) {
    context.write({ attempts: [postpone(attempt, now, paceOf(context))] })
  } else if (open) {
    context.write({ attempts: [tryAgain(attempt, now, context.settings)], unsent: attempt.attempt })
  } else {
    context.write({ attempts: [giveUp(attempt, 'orderClosed', now)] })
  }
}

/** Look a charge up at the provider, and send it again when the provider does not know it and the order still waits. */
async function find(sought: Attempt, context: EffectContext): Promise<void> {
  const { ports, settings } = context
  const query = queryOf(sought, context)
  const answer = await outcomeAt(sought.provider, 'find', (provider) => provider.find(query), context)
  const outcome = unlessAdopted(sought, answer, context)
  const open = outcome.status === 'absent' ? await orderIsOpen(context) : null
  const attempt = current(sought, context)
  if (!attempt) return
  const found = afterFind(attempt, outcome, open, ports.now(), paceOf(context), settings)
  if (!found.resend || !isOpen(found.attempt)) return context.write({ attempts: [found.attempt] })
  const intent = sendAgain(found.attempt, ports.now(), settings)
  context.write({ attempts: [intent] })
  await charge(found.attempt, context)
}

/** Cancel a charge at the provider whose customer has not acted in time, or that another token replaces. */
async function cancel(due: ActionAttempt, context: EffectContext): Promise<void> {
  const { ports } = context
  const query = queryOf(due, context)
  const answer = await outcomeAt(due.provider, 'cancel', (provider) => provider.cancel(query), context)
  const outcome = unlessAdopted(due, answer, context)
  const attempt = current(due, context)
  if (attempt) context.write({ attempts: [afterCancel(attempt, outcome, ports.now(), paceOf(context))] })
}

function queryOf(attempt: Attempt, { ports: { orderId }, traceparent }: EffectContext): ChargeQuery {
  const { amount, returnUrl } = attempt
  const token = isOpen(attempt) ? attempt.token : null
  const key = chargeKey(orderId, attempt.attempt)
  return { key, orderId, amount, token, returnUrl, traceparent: childOf(traceparent, key) }
}

/** A charge belongs to one attempt, and a repair may have given it to another one. */
function unlessAdopted(
  sought: Attempt,
  outcome: FindOutcome | Rejected,
  context: EffectContext,
): FindOutcome | Rejected {
  if (outcome.status !== 'approved') return outcome
  const { chargeId } = outcome
  const isAdopted = context.read().attempts.some((row) => {
    return row.status === 'approved' && row.chargeId === chargeId && row.attempt !== sought.attempt
  })
  return isAdopted ? { status: 'declined', reason: 'notCharged' } : outcome
}

async function report(due: Attempt, context: EffectContext): Promise<void> {
  const command = reportOf(due)
  if (command === null) return
  const outcome = await sendToOrder(command, chargeKey(context.ports.orderId, due.attempt), context)
  const { now, newRefundId } = context.ports
  const attempt = current(due, context)
  if (!attempt) return
  if (due.status === 'approved' && outcome?.ok && outcome.value.recorded) context.paid(outcome.value.order)
  const attempts = [afterReport(attempt, outcome === null ? null : due.status, now(), paceOf(context))]
  if (outcome === null || outcome.ok) return context.write({ attempts })
  logRefusal(command, outcome.rejection, context)
  // An approval that the order refuses is refunded at once. The order never recorded it, so it gets no report of this.
  const mustRefund = due.status === 'approved' && !hasRefund(context.read(), due.attempt)
  const refunds = mustRefund ? [createRefund(unwantedRefund(due, newRefundId()), now())] : []
  context.write({ attempts, refunds })
}

function current(attempt: Attempt, context: EffectContext): Attempt | undefined {
  return context.read().attempts.find((row) => row.attempt === attempt.attempt)
}

function unwantedRefund({ attempt, amount }: Attempt, refundId: string): RefundRequest {
  return { purpose: 'unwanted', refundId, attempt, amount }
}

function hasRefund(state: PaymentState, attempt: number): boolean {
  return state.refunds.some((refund) => refund.attempt === attempt)
}
