// When a person should look at an order: it has stood in one place for too long. Pure: `now` is data.
import type { OrderSummary } from '../contract/order.ts'
import type { WorklistRow } from '../contract/rpc.ts'
import { positiveSeconds } from '../platform/config.ts'

export type AttentionAfter = {
  notTakenSeconds: number
  deliveryNotStartedSeconds: number
  deliveryNotCompletedSeconds: number
  notRefundedSeconds: number
}

export type AttentionVars = {
  NOT_TAKEN_SECONDS: string
  DELIVERY_NOT_STARTED_SECONDS: string
  DELIVERY_NOT_COMPLETED_SECONDS: string
  NOT_REFUNDED_SECONDS: string
}

/** Read the thresholds from the Worker's vars. Throws when one is not a whole number of seconds above 0. */
export function attentionAfter(vars: AttentionVars): AttentionAfter {
  return {
    notTakenSeconds: positiveSeconds('NOT_TAKEN_SECONDS', vars.NOT_TAKEN_SECONDS),
    deliveryNotStartedSeconds: positiveSeconds('DELIVERY_NOT_STARTED_SECONDS', vars.DELIVERY_NOT_STARTED_SECONDS),
    deliveryNotCompletedSeconds: positiveSeconds('DELIVERY_NOT_COMPLETED_SECONDS', vars.DELIVERY_NOT_COMPLETED_SECONDS),
    notRefundedSeconds: positiveSeconds('NOT_REFUNDED_SECONDS', vars.NOT_REFUNDED_SECONDS),
  }
}

/** What the order waits for too long at `now` (epoch milliseconds); null while all is well. */
export function needsAttention(
  order: OrderSummary,
  paidAt: string,
  now: number,
  after: AttentionAfter,
): WorklistRow['needsAttention'] {
  const stood = (since: string, seconds: number) => now - Date.parse(since) >= seconds * 1000
  switch (order.orderStatus) {
    case 'payApproved':
      return stood(order.updatedAt, after.notTakenSeconds) ? 'notTaken' : null
    case 'orderTaken':
      return stood(order.updatedAt, after.deliveryNotStartedSeconds) ? 'deliveryNotStarted' : null
    case 'deliveryStarted':
      return stood(order.updatedAt, after.deliveryNotCompletedSeconds) ? 'deliveryNotCompleted' : null
    case 'orderCanceled':
    case 'cancelOrderTaken':
      return isRefundOwed(order) && stood(owedSince(order, paidAt), after.notRefundedSeconds) ? 'notRefunded' : null
    case 'orderStarted':
    case 'deliveryCompleted':
    case 'payCanceled':
      return null
  }
}

function isRefundOwed(order: OrderSummary): boolean {
  return order.payment.status === 'approved'
}

/**
 * A payment may be approved after the cancel: then its refund is owed only since the approval. ISO instants order as
 * text.
 */
function owedSince(order: OrderSummary, paidAt: string): string {
  const canceledAt = order.cancel?.at ?? order.updatedAt
  return paidAt > canceledAt ? paidAt : canceledAt
}
