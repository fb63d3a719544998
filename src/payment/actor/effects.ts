// The effects of a payment: each makes one call to the provider or to the order, and writes the outcome. Every call may
// fail or never return, so all that is needed after a crash is written before the call.

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
  judgedByOrder,
  outsideRequestOf,
  type RefundRequest,
  refundReportOf,
} from '../domain/refund.ts'
import { chargeKey } from '../providers/charge-key.ts'
import type { FindOutcome, Rejected } from '../providers/provider.ts'
import type { Rows } from './payment-store.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'

/** Most effects in one run. */
export const effectsMax = 100

/** What an effect works with. It reads the state again after each call, since other calls may have written. */
export type EffectContext = {
  ports: PaymentPorts
  settings: PaymentSettings
  read(): PaymentState
  /** Write rows and the alarm in one transaction. */
  write(rows: Rows & { unsent?: number }): void
  /** Keep the attempt in memory until the next write. */
  hold(attempt: Attempt): void
  /** The order has answered, and this is its state. */
  orderRead(order: OrderSummary): void
  /** The order has just recorded this payment, and this is its state. */
  paid(order: OrderSummary): void
}

/** Run the effect of a step. Throws only when the payment's own storage does. */
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
  const outcome = (await resultOf('charge', call, ports)) ?? { status: 'unknown' }
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
  const { orderId } = ports
  const query = { key: chargeKey(orderId, sought.attempt), orderId, amount: sought.amount }
  const call = () => ports.provider.find(query)
  const outcome = unlessAdopted(sought, (await resultOf('find', call, ports)) ?? { status: 'unknown' }, context)
  const open = outcome.status === 'absent' ? await orderIsOpen(context) : null
  const attempt = current(sought, context)
  if (!attempt) return
  const found = afterFind(attempt, outcome, open, ports.now(), paceOf(context), settings)
  if (!found.resend || !isOpen(found.attempt)) return context.write({ attempts: [found.attempt] })
  const intent = sendAgain(found.attempt, ports.now(), settings)
  context.write({ attempts: [intent] })
  await charge(found.attempt, context)
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
  const { now, newRefundId, log } = context.ports
  const attempt = current(due, context)
  if (!attempt) return
  if (due.status === 'approved' && outcome?.ok && outcome.value.recorded) context.paid(outcome.value.order)
  const attempts = [afterReport(attempt, outcome === null ? null : due.status, now(), paceOf(context))]
  if (outcome === null || outcome.ok) return context.write({ attempts })
  log('report_refused', { orderId: context.ports.orderId, command: command.type, code: outcome.rejection.code })
  // An approval that the order refuses is refunded at once. The order never recorded it, so it gets no report of this.
  const mustRefund = due.status === 'approved' && !hasRefund(context.read(), due.attempt)
  const refunds = mustRefund ? [createRefund(unwantedRefund(due, newRefundId()), now())] : []
  context.write({ attempts, refunds })
}

async function refund(due: DueRefund, context: EffectContext): Promise<void> {
  const { ports } = context
  const { orderId } = ports
  if (!(await isRefundable(due, context))) return
  const paid = context.read().attempts.find((attempt) => attempt.attempt === due.attempt)
  if (paid?.status !== 'approved') throw new Error(`refund ${due.refundId} is of attempt ${due.attempt}, not approved`)
  const order = { key: due.refundId, orderId, chargeId: paid.chargeId, amount: due.amount }
  const outcome = (await resultOf('refund', () => ports.provider.refund(order), ports)) ?? { status: 'unknown' }
  const current = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (current?.status !== 'due') return
  if (outcome.status === 'refused') {
    ports.log('refund_refused', { orderId, refundId: due.refundId, reason: outcome.reason, tries: due.tries })
  }
  context.write({ refunds: [afterRefund(current, outcome, ports.now(), paceOf(context))] })
}

/** Whether the order, as it is now, lets the refund be made. If not, writes what it says. */
async function isRefundable(due: DueRefund, context: EffectContext): Promise<boolean> {
  const answer = await orderNow(context.ports)
  const current = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (current?.status !== 'due') return false
  const unanswered = () => afterRefund(current, { status: 'unknown' }, context.ports.now(), paceOf(context))
  const judged = answer === null ? unanswered() : judgedByOrder(current, answer.order, context.ports.now())
  if (judged !== current) context.write({ refunds: [judged] })
  return judged === current
}

async function reportRefund(done: DoneRefund, context: EffectContext): Promise<void> {
  let outcome = await sendToOrder(refundReportOf(done), done.refundId, context)
  if (outcome?.ok === false && outcome.rejection.code === 'refund_not_requested') {
    // Somebody refunded it at the provider's dashboard: the order records the request first, and then the refund.
    const requested = await sendToOrder(outsideRequestOf(done), done.refundId, context)
    if (requested?.ok !== false) {
      outcome = requested && (await sendToOrder(refundReportOf(done), done.refundId, context))
    }
  }
  if (outcome !== null && !outcome.ok) {
    const { log, orderId } = context.ports
    log('report_refused', { orderId, command: refundReportOf(done).type, code: outcome.rejection.code })
  }
  const current = context.read().refunds.find((row) => row.refundId === done.refundId)
  if (current?.status !== 'done') return
  context.write({ refunds: [afterRefundReport(current, outcome !== null, context.ports.now(), paceOf(context))] })
}

/** Send a command to the order; null when it does not answer. */
async function sendToOrder(command: OrderCommand, causationId: string, context: EffectContext) {
  const { ports } = context
  const call = () => ports.orders.handle(ports.orderId, command, { by: system('payment'), causationId })
  const outcome = await resultOf(command.type, call, ports)
  if (outcome?.ok) context.orderRead(outcome.value.order)
  return outcome
}

/** Whether the order still waits for its payment; null when it does not answer. */
async function orderIsOpen(context: EffectContext): Promise<boolean | null> {
  const answer = await orderNow(context.ports)
  if (answer === null) return null
  if (answer.order) context.orderRead(answer.order)
  return answer.order?.orderStatus === 'orderStarted'
}

/** The order as it is now; `known` when it does not answer. */
export async function readOrder(ports: PaymentPorts, known: OrderSummary): Promise<OrderSummary> {
  return (await orderNow(ports))?.order ?? known
}

/** The order as it is now; null when it does not answer. */
async function orderNow(ports: PaymentPorts): Promise<{ order: OrderSummary | null } | null> {
  return await resultOf('read', async () => ({ order: await ports.orders.read(ports.orderId) }), ports)
}

/** The result of a call; null when it threw. */
async function resultOf<T>(what: string, call: () => Promise<T>, ports: PaymentPorts): Promise<T | null> {
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

function unwantedRefund({ attempt, amount }: Attempt, refundId: string): RefundRequest {
  return { purpose: 'unwanted', refundId, attempt, amount }
}

function hasRefund(state: PaymentState, attempt: number): boolean {
  return state.refunds.some((refund) => refund.attempt === attempt)
}

function paceOf({ settings, ports }: EffectContext): Pace {
  return { retryMs: settings.retryMs, random: ports.random }
}
