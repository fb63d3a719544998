// The errands of a payment: one call to the provider or to the order, and what is written down after it. Every call may
// fail or never come back: what has to be known again after a crash was written before it.

import { system } from '../../contract/caller.ts'
import type { OrderCommand } from '../../contract/commands.ts'
import type { OrderSummary } from '../../contract/order.ts'
import { describeFault } from '../../platform/log.ts'
import {
  type Attempt,
  afterCharge,
  afterFind,
  afterReport,
  giveUp,
  isOpen,
  type OpenAttempt,
  postpone,
  reportOf,
  sendAgain,
  tryAgain,
} from '../domain/attempt.ts'
import type { Step } from '../domain/next-step.ts'
import type { Pace } from '../domain/pace.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import {
  afterRefund,
  afterRefundReport,
  createRefund,
  type DoneRefund,
  type DueRefund,
  outsideRequestOf,
  type RefundRequest,
  refundReportOf,
} from '../domain/refund.ts'
import { chargeKey } from '../providers/charge-key.ts'
import type { FindOutcome, Rejected } from '../providers/provider.ts'
import type { Rows } from './payment-store.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'

/** Most errands run in one go. */
export const effectsMax = 100

/** What an errand is run with. After each call the books are read again: others may have written in the meantime. */
export type EffectContext = {
  ports: PaymentPorts
  settings: PaymentSettings
  read(): PaymentState
  /** Write rows and the alarm in one transaction. */
  write(rows: Rows & { unsent?: number }): void
  /** Keep the attempt in memory until the next write. */
  hold(attempt: Attempt): void
  /** The order has answered, and this is how it stands. */
  orderRead(order: OrderSummary): void
  /** The order has recorded this payment just now, and this is how it stands. */
  paid(order: OrderSummary): void
}

/** Run the errand. Throws only when the payment's own storage does. */
export async function runEffect(step: Step, context: EffectContext): Promise<void> {
  switch (step.do) {
    case 'charge':
      return await charge(step.attempt, context)
    case 'retry':
      return await retry(step.attempt, context)
    case 'find':
      return await find(step.attempt, context)
    case 'report':
      return await report(step.attempt, context)
    case 'refund':
      return await refund(step.refund, context)
    case 'reportRefund':
      return await reportRefund(step.refund, context)
  }
}

async function charge(sent: OpenAttempt, context: EffectContext): Promise<void> {
  const { ports } = context
  const { orderId } = ports
  const { amount, token } = sent
  const call = () => ports.provider.charge({ key: chargeKey(orderId, sent.attempt), orderId, amount, token })
  const outcome = (await answered('charge', call, ports)) ?? { status: 'unknown' }
  const attempt = current(sent, context)
  if (!attempt) return
  const charged = afterCharge(attempt, outcome, ports.now(), paceOf(context))
  // An approval is written once the order has heard of it, with what it says to it: one write less. Cut off in between,
  // the row is still `processing`, and the provider is asked; it may not remember what it refused, but this it does.
  if (charged.status === 'approved' && charged.report.at !== null) context.hold(charged)
  else context.write({ attempts: [charged] })
}

/** A deferred charge is due: made while the order still waits for it, dropped when it no longer does. */
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

/**
 * Ask the provider what became of a charge, and send it once more when it has not heard of it and it is still wanted.
 */
async function find(asked: Attempt, context: EffectContext): Promise<void> {
  const { ports, settings } = context
  const { orderId } = ports
  const query = { key: chargeKey(orderId, asked.attempt), orderId, amount: asked.amount }
  const call = () => ports.provider.find(query)
  const outcome = unlessTaken(asked, (await answered('find', call, ports)) ?? { status: 'unknown' }, context)
  const open = outcome.status === 'absent' ? await orderIsOpen(context) : null
  const attempt = current(asked, context)
  if (!attempt) return
  const found = afterFind(attempt, outcome, open, ports.now(), paceOf(context), settings)
  if (!found.resend || !isOpen(found.attempt)) return context.write({ attempts: [found.attempt] })
  const intent = sendAgain(found.attempt, ports.now(), settings)
  context.write({ attempts: [intent] })
  await charge(found.attempt, context)
}

/** A charge belongs to one attempt: an inquiry may have put it down to another one. */
function unlessTaken(asked: Attempt, outcome: FindOutcome | Rejected, context: EffectContext): FindOutcome | Rejected {
  if (outcome.status !== 'approved') return outcome
  const { chargeId } = outcome
  const isTaken = context.read().attempts.some((row) => {
    return row.status === 'approved' && row.chargeId === chargeId && row.attempt !== asked.attempt
  })
  return isTaken ? { status: 'declined', reason: 'notCharged' } : outcome
}

async function report(owed: Attempt, context: EffectContext): Promise<void> {
  const command = reportOf(owed)
  if (command === null) return
  const outcome = await tellOrder(command, chargeKey(context.ports.orderId, owed.attempt), context)
  const { now, newRefundId, log } = context.ports
  const attempt = current(owed, context)
  if (!attempt) return
  if (owed.status === 'approved' && outcome?.ok && outcome.value.recorded) context.paid(outcome.value.order)
  const attempts = [afterReport(attempt, outcome === null ? null : owed.status, now(), paceOf(context))]
  if (outcome === null || outcome.ok) return context.write({ attempts })
  log('report_refused', { orderId: context.ports.orderId, command: command.type, code: outcome.rejection.code })
  // Money that the order will not have must not be kept: an approval it refuses goes back, and the order is not told.
  const mustGoBack = owed.status === 'approved' && !hasRefund(context.read(), owed.attempt)
  const refunds = mustGoBack ? [createRefund(unwanted(owed, newRefundId()), now())] : []
  context.write({ attempts, refunds })
}

async function refund(due: DueRefund, context: EffectContext): Promise<void> {
  const { ports } = context
  const { orderId } = ports
  const paid = context.read().attempts.find((attempt) => attempt.attempt === due.attempt)
  if (paid?.status !== 'approved') throw new Error(`refund ${due.refundId} is of attempt ${due.attempt}, not approved`)
  const order = { key: due.refundId, orderId, chargeId: paid.chargeId, amount: due.amount }
  const outcome = (await answered('refund', () => ports.provider.refund(order), ports)) ?? { status: 'unknown' }
  const asked = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (asked?.status !== 'due') return
  if (outcome.status === 'refused') {
    ports.log('refund_refused', { orderId, refundId: due.refundId, reason: outcome.reason, tries: due.tries })
  }
  context.write({ refunds: [afterRefund(asked, outcome, ports.now(), paceOf(context))] })
}

async function reportRefund(owed: DoneRefund, context: EffectContext): Promise<void> {
  let outcome = await tellOrder(refundReportOf(owed), owed.refundId, context)
  if (outcome?.ok === false && outcome.rejection.code === 'refund_not_requested') {
    // Given back at the provider's own desk: the order has it asked for first, and then hears that it is done.
    const asked = await tellOrder(outsideRequestOf(owed), owed.refundId, context)
    if (asked?.ok !== false) outcome = asked && (await tellOrder(refundReportOf(owed), owed.refundId, context))
  }
  if (outcome !== null && !outcome.ok) {
    const { log, orderId } = context.ports
    log('report_refused', { orderId, command: refundReportOf(owed).type, code: outcome.rejection.code })
  }
  const result = context.read().refunds.find((row) => row.refundId === owed.refundId)
  if (result?.status !== 'done') return
  context.write({ refunds: [afterRefundReport(result, outcome !== null, context.ports.now(), paceOf(context))] })
}

async function tellOrder(command: OrderCommand, causationId: string, context: EffectContext) {
  const { ports } = context
  const call = () => ports.orders.handle(ports.orderId, command, { by: system('payment'), causationId })
  const outcome = await answered(command.type, call, ports)
  if (outcome?.ok) context.orderRead(outcome.value.order)
  return outcome
}

/** Whether the order still waits for its payment; null when it does not answer. */
async function orderIsOpen(context: EffectContext): Promise<boolean | null> {
  const { ports } = context
  const answer = await answered('read', async () => ({ order: await ports.orders.read(ports.orderId) }), ports)
  if (answer === null) return null
  if (answer.order) context.orderRead(answer.order)
  return answer.order?.orderStatus === 'orderStarted'
}

/** The order as it is now; `known` when it does not answer. */
export async function readOrder(ports: PaymentPorts, known: OrderSummary): Promise<OrderSummary> {
  const answer = await answered('read', async () => ({ order: await ports.orders.read(ports.orderId) }), ports)
  return answer?.order ?? known
}

/** The answer of a call; null when it threw. */
async function answered<T>(what: string, call: () => Promise<T>, ports: PaymentPorts): Promise<T | null> {
  try {
    return await call()
  } catch (fault) {
    ports.log('call_failed', { orderId: ports.orderId, call: what, fault: describeFault(fault) })
    return null
  }
}

function current(attempt: Attempt, context: EffectContext): Attempt | undefined {
  return context.read().attempts.find((row) => row.attempt === attempt.attempt)
}

function unwanted({ attempt, amount }: Attempt, refundId: string): RefundRequest {
  return { purpose: 'unwanted', refundId, attempt, amount }
}

function hasRefund(books: PaymentState, attempt: number): boolean {
  return books.refunds.some((refund) => refund.attempt === attempt)
}

function paceOf({ settings, ports }: EffectContext): Pace {
  return { retryMs: settings.retryMs, random: ports.random }
}
