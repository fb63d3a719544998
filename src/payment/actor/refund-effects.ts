// The effects of a refund: it is made at the provider, and then reported to the order.
import { authorOf, system } from '../../contract/caller.ts'
import type { OrderCommand } from '../../contract/commands.ts'
import { childOf } from '../../platform/trace.ts'
import { afterCheck, afterFailureReport, checkLater, failureReportOf, scheduleCheck } from '../domain/failed-refund.ts'
import {
  afterPause,
  afterRefund,
  afterRefundReport,
  type DoneRefund,
  type DueRefund,
  judgedByOrder,
  outsideRequestOf,
  refundOrderOf,
  refundReportOf,
} from '../domain/refund.ts'
import {
  type EffectContext,
  logRefusal,
  orderNow,
  outcomeAt,
  paceOf,
  recordSettlement,
  sendToOrder,
} from './effect-context.ts'

/** Make a refund that is due. The provider's list shows first what was made already. */
export async function refund(due: DueRefund, context: EffectContext): Promise<void> {
  const { ports } = context
  const { orderId } = ports
  if (!(await isRefundable(due, context))) return
  const paid = context.read().attempts.find((attempt) => attempt.attempt === due.attempt)
  if (paid?.status !== 'approved') throw new Error(`refund ${due.refundId} is of attempt ${due.attempt}, not approved`)
  const traceparent = childOf(context.traceparent, due.refundId)
  const order = { ...refundOrderOf(orderId, due, paid, context.read().refunds), traceparent }
  const requests = context.requests()
  const outcome = await outcomeAt(paid.provider, 'refund', (provider) => provider.refund(order), context)
  const current = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (current?.status !== 'due') return
  if (outcome.status === 'refused' || outcome.status === 'failed') {
    const { refundId, round, tries } = due
    ports.log('refund_refused', { orderId, traceparent, refundId, reason: outcome.reason, round, tries })
  }
  const after = afterRefund(current, outcome, ports.now(), paceOf(context))
  // It may have failed already: the webhook about that came during the call.
  const isNews = after.status === 'done' && context.requests() !== requests
  context.write({ refunds: isNews ? scheduleCheck(after, ports.now()) : [after] })
}

/** Whether the order, as it is now, lets the refund be made. If not, writes what it says. */
async function isRefundable(due: DueRefund, context: EffectContext): Promise<boolean> {
  const answer = await orderNow(context)
  const current = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (current?.status !== 'due') return false
  const later = () => afterPause(current, context.ports.now(), paceOf(context))
  const judged = answer === null ? later() : judgedByOrder(current, answer.order, context.ports.now())
  if (judged !== current) context.write({ refunds: [judged] })
  return judged === current
}

/** A refund that was settled by hand is told to the audit first. */
export async function reportRefund(done: DoneRefund, context: EffectContext): Promise<void> {
  const { settlement } = done
  const report = refundReportOf(done)
  const isRecorded = settlement === undefined || (await recordSettlement({ ...done, settlement }, context))
  const isReceived = isRecorded && (report === null || (await tellOrder(done, report, context)))
  const current = context.read().refunds.find((row) => row.refundId === done.refundId)
  if (current?.status !== 'done') return
  context.write({ refunds: [afterRefundReport(current, isReceived, context.ports.now(), paceOf(context))] })
}

/** Whether the order has answered. */
async function tellOrder(done: DoneRefund, report: OrderCommand, context: EffectContext): Promise<boolean> {
  const by = done.settlement ? authorOf(done.settlement.by) : system('payment')
  let outcome = await sendToOrder(report, done.refundId, context, by)
  if (outcome?.ok === false && outcome.rejection.code === 'refund_not_requested') {
    // Somebody refunded it at the provider's dashboard: the order records the request first, and then the refund.
    const requested = await sendToOrder(outsideRequestOf(done), done.refundId, context)
    if (requested?.ok !== false) outcome = requested && (await sendToOrder(report, done.refundId, context, by))
  }
  if (outcome?.ok === false) logRefusal(report, outcome.rejection, context)
  return outcome !== null
}

/** Look at the provider whether the refunds of a charge still stand that are to be checked. One list serves all. */
export async function checkRefund(done: DoneRefund, context: EffectContext): Promise<void> {
  const { ports } = context
  const paid = context.read().attempts.find(({ attempt }) => attempt === done.attempt)
  if (paid?.status !== 'approved') return context.write({ refunds: [{ ...done, checkAt: null }] })
  const traceparent = childOf(context.traceparent, paid.chargeId)
  const charge = { orderId: ports.orderId, chargeId: paid.chargeId, traceparent }
  const requests = context.requests()
  const answer = await outcomeAt(paid.provider, 'refunds', async (provider) => await provider.refunds(charge), context)
  const listed = Array.isArray(answer) ? answer : null
  const now = ports.now()
  const { refunds } = context.read()
  const checked = refunds.flatMap((row) => {
    if (row.status !== 'done' || row.attempt !== done.attempt || row.checkAt === null || row.checkAt > now) return []
    if (listed === null) return [checkLater(row, now, paceOf(context))]
    const after = afterCheck(row, listed, paid, refunds, now, paceOf(context))
    return after.status === 'done' && context.requests() !== requests ? [row] : [after]
  })
  for (const row of checked) {
    const { refundId, round } = row
    if (row.status === 'due') ports.log('refund_failed', { orderId: ports.orderId, traceparent, refundId, round })
  }
  context.write({ refunds: checked })
}

/** Tell the order that money which it believes to be returned has come back. */
export async function reportFailure(due: DueRefund, context: EffectContext): Promise<void> {
  const command = failureReportOf(due)
  if (command === null) return
  const outcome = await sendToOrder(command, due.refundId, context)
  if (outcome?.ok === false) logRefusal(command, outcome.rejection, context)
  const current = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (current?.status !== 'due') return
  context.write({ refunds: [afterFailureReport(current, outcome !== null, context.ports.now(), paceOf(context))] })
}
