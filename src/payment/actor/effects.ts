// The errands of a payment: one call to the provider or to the order, and what is written down after it. Every call may
// fail or never come back: what has to be known again after a crash was written before it.

import { system } from '../../contract/caller.ts'
import type { OrderCommand } from '../../contract/commands.ts'
import type { OrderSummary } from '../../contract/order.ts'
import type { Pace } from '../../platform/backoff.ts'
import { describeFault } from '../../platform/log.ts'
import {
  type Attempt,
  afterCharge,
  afterFind,
  afterReport,
  chargeKey,
  giveUp,
  isOpen,
  type OpenAttempt,
  putOff,
  reportOf,
  sendAgain,
  tryAgain,
} from '../domain/attempt.ts'
import type { Books, Step } from '../domain/next-step.ts'
import {
  afterRefund,
  afterRefundReport,
  type DoneRefund,
  type DueRefund,
  outsideRequestOf,
  owe,
  refundReportOf,
  type Wish,
} from '../domain/refund.ts'
import type { FindOutcome, TurnedAway } from '../providers/provider.ts'
import type { Rows } from './payment-store.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'

/** Most errands run in one go. */
export const errandsMax = 100

/** What an errand is run with. After each call the books are read again: others may have written in the meantime. */
export type Desk = {
  ports: PaymentPorts
  settings: PaymentSettings
  read(): Books
  /** Write rows and the alarm in one transaction. */
  write(rows: Rows & { unsent?: number }): void
  /** Keep the attempt in memory until the next write. */
  hold(attempt: Attempt): void
  /** The order has answered, and this is how it stands. */
  heard(order: OrderSummary): void
  /** The order has recorded this payment just now, and this is how it stands. */
  paid(order: OrderSummary): void
}

/** Run the errand. Throws only when the payment's own storage does. */
export async function runErrand(step: Step, desk: Desk): Promise<void> {
  switch (step.do) {
    case 'charge':
      return await charge(step.attempt, desk)
    case 'retry':
      return await retry(step.attempt, desk)
    case 'find':
      return await find(step.attempt, desk)
    case 'report':
      return await report(step.attempt, desk)
    case 'refund':
      return await refund(step.refund, desk)
    case 'reportRefund':
      return await reportRefund(step.refund, desk)
  }
}

async function charge(sent: OpenAttempt, desk: Desk): Promise<void> {
  const { ports } = desk
  const { orderId } = ports
  const { amount, token } = sent
  const call = () => ports.provider.charge({ key: chargeKey(orderId, sent.attempt), orderId, amount, token })
  const outcome = (await answered('charge', call, ports)) ?? { status: 'unknown' }
  const attempt = current(sent, desk)
  if (!attempt) return
  const charged = afterCharge(attempt, outcome, ports.now(), paceOf(desk))
  // An approval is written once the order has heard of it, with what it says to it: one write less. Cut off in between,
  // the row is still `processing`, and the provider is asked; it may not remember what it refused, but this it does.
  if (charged.status === 'approved' && charged.report.at !== null) desk.hold(charged)
  else desk.write({ attempts: [charged] })
}

/** A deferred charge is due: made while the order still waits for it, dropped when it no longer does. */
async function retry(due: OpenAttempt, desk: Desk): Promise<void> {
  const open = await orderIsOpen(desk)
  const now = desk.ports.now()
  const attempt = current(due, desk)
  if (attempt?.status !== 'deferred') return
  if (open === null) {
    desk.write({ attempts: [putOff(attempt, now, paceOf(desk))] })
  } else if (open) {
    desk.write({ attempts: [tryAgain(attempt, now, desk.settings)], unsent: attempt.attempt })
  } else {
    desk.write({ attempts: [giveUp(attempt, 'orderClosed', now)] })
  }
}

/**
 * Ask the provider what became of a charge, and send it once more when it has not heard of it and it is still wanted.
 */
async function find(asked: Attempt, desk: Desk): Promise<void> {
  const { ports, settings } = desk
  const { orderId } = ports
  const query = { key: chargeKey(orderId, asked.attempt), orderId, amount: asked.amount }
  const call = () => ports.provider.find(query)
  const outcome = unlessTaken(asked, (await answered('find', call, ports)) ?? { status: 'unknown' }, desk)
  const open = outcome.status === 'absent' ? await orderIsOpen(desk) : null
  const attempt = current(asked, desk)
  if (!attempt) return
  const found = afterFind(attempt, outcome, open, ports.now(), paceOf(desk), settings)
  if (!found.resend || !isOpen(found.attempt)) return desk.write({ attempts: [found.attempt] })
  const intent = sendAgain(found.attempt, ports.now(), settings)
  desk.write({ attempts: [intent] })
  await charge(found.attempt, desk)
}

/** A charge belongs to one attempt: an inquiry may have put it down to another one. */
function unlessTaken(asked: Attempt, outcome: FindOutcome | TurnedAway, desk: Desk): FindOutcome | TurnedAway {
  if (outcome.status !== 'approved') return outcome
  const { chargeId } = outcome
  const isTaken = desk.read().attempts.some((row) => {
    return row.status === 'approved' && row.chargeId === chargeId && row.attempt !== asked.attempt
  })
  return isTaken ? { status: 'declined', reason: 'notCharged' } : outcome
}

async function report(owed: Attempt, desk: Desk): Promise<void> {
  const command = reportOf(owed)
  if (command === null) return
  const outcome = await tellOrder(command, chargeKey(desk.ports.orderId, owed.attempt), desk)
  const { now, newRefundId, log } = desk.ports
  const attempt = current(owed, desk)
  if (!attempt) return
  if (owed.status === 'approved' && outcome?.ok && outcome.value.recorded) desk.paid(outcome.value.order)
  const attempts = [afterReport(attempt, outcome === null ? null : owed.status, now(), paceOf(desk))]
  if (outcome === null || outcome.ok) return desk.write({ attempts })
  log('report_refused', { orderId: desk.ports.orderId, command: command.type, code: outcome.rejection.code })
  // Money that the order will not have must not be kept: an approval it refuses goes back, and the order is not told.
  const mustGoBack = owed.status === 'approved' && !hasRefund(desk.read(), owed.attempt)
  const refunds = mustGoBack ? [owe(unwanted(owed, newRefundId()), now())] : []
  desk.write({ attempts, refunds })
}

async function refund(due: DueRefund, desk: Desk): Promise<void> {
  const { ports } = desk
  const { orderId } = ports
  const paid = desk.read().attempts.find((attempt) => attempt.attempt === due.attempt)
  if (paid?.status !== 'approved') throw new Error(`refund ${due.refundId} is of attempt ${due.attempt}, not approved`)
  const order = { key: due.refundId, orderId, chargeId: paid.chargeId, amount: due.amount }
  const outcome = (await answered('refund', () => ports.provider.refund(order), ports)) ?? { status: 'unknown' }
  const asked = desk.read().refunds.find((row) => row.refundId === due.refundId)
  if (asked?.status !== 'due') return
  if (outcome.status === 'refused') {
    ports.log('refund_refused', { orderId, refundId: due.refundId, reason: outcome.reason, tries: due.tries })
  }
  desk.write({ refunds: [afterRefund(asked, outcome, ports.now(), paceOf(desk))] })
}

async function reportRefund(owed: DoneRefund, desk: Desk): Promise<void> {
  let outcome = await tellOrder(refundReportOf(owed), owed.refundId, desk)
  if (outcome?.ok === false && outcome.rejection.code === 'refund_not_requested') {
    // Given back at the provider's own desk: the order has it asked for first, and then hears that it is done.
    const asked = await tellOrder(outsideRequestOf(owed), owed.refundId, desk)
    if (asked?.ok !== false) outcome = asked && (await tellOrder(refundReportOf(owed), owed.refundId, desk))
  }
  if (outcome !== null && !outcome.ok) {
    const { log, orderId } = desk.ports
    log('report_refused', { orderId, command: refundReportOf(owed).type, code: outcome.rejection.code })
  }
  const told = desk.read().refunds.find((row) => row.refundId === owed.refundId)
  if (told?.status !== 'done') return
  desk.write({ refunds: [afterRefundReport(told, outcome !== null, desk.ports.now(), paceOf(desk))] })
}

async function tellOrder(command: OrderCommand, causationId: string, desk: Desk) {
  const { ports } = desk
  const call = () => ports.orders.handle(ports.orderId, command, { by: system('payment'), causationId })
  const outcome = await answered(command.type, call, ports)
  if (outcome?.ok) desk.heard(outcome.value.order)
  return outcome
}

/** Whether the order still waits for its payment; null when it does not answer. */
async function orderIsOpen(desk: Desk): Promise<boolean | null> {
  const { ports } = desk
  const answer = await answered('read', async () => ({ order: await ports.orders.read(ports.orderId) }), ports)
  if (answer === null) return null
  if (answer.order) desk.heard(answer.order)
  return answer.order?.orderStatus === 'orderStarted'
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

function current(attempt: Attempt, desk: Desk): Attempt | undefined {
  return desk.read().attempts.find((row) => row.attempt === attempt.attempt)
}

function unwanted({ attempt, amount }: Attempt, refundId: string): Wish {
  return { purpose: 'unwanted', refundId, attempt, amount }
}

function hasRefund(books: Books, attempt: number): boolean {
  return books.refunds.some((refund) => refund.attempt === attempt)
}

function paceOf({ settings, ports }: Desk): Pace {
  return { retryMs: settings.retryMs, random: ports.random }
}
