// The effects of a refund: it is made at the provider, and then reported to the order.
import {
  afterRefund,
  afterRefundReport,
  type DoneRefund,
  type DueRefund,
  judgedByOrder,
  outsideRequestOf,
  refundOrderOf,
  refundReportOf,
} from '../domain/refund.ts'
import { type EffectContext, orderNow, outcomeAt, paceOf, sendToOrder } from './effect-context.ts'

/** Make a refund that is due. The provider's list shows first what was made already. */
export async function refund(due: DueRefund, context: EffectContext): Promise<void> {
  const { ports } = context
  const { orderId } = ports
  if (!(await isRefundable(due, context))) return
  const paid = context.read().attempts.find((attempt) => attempt.attempt === due.attempt)
  if (paid?.status !== 'approved') throw new Error(`refund ${due.refundId} is of attempt ${due.attempt}, not approved`)
  const order = refundOrderOf(orderId, due, paid, context.read().refunds)
  const outcome = await outcomeAt(paid.provider, 'refund', (provider) => provider.refund(order), ports)
  const current = context.read().refunds.find((row) => row.refundId === due.refundId)
  if (current?.status !== 'due') return
  if (outcome.status === 'refused' || outcome.status === 'failed') {
    const { refundId, round, tries } = due
    ports.log('refund_refused', { orderId, refundId, reason: outcome.reason, round, tries })
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

export async function reportRefund(done: DoneRefund, context: EffectContext): Promise<void> {
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
