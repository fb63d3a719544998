// When a person should look at an order: it has stood in one place for too long. Pure: `now` is data.
import { z } from 'zod'
import type { OrderSummary } from '../contract/order.ts'
import type { WorklistRow } from '../contract/rpc.ts'

export type AttentionAfter = {
  notTakenSeconds: number
  deliveryNotStartedSeconds: number
  deliveryNotCompletedSeconds: number
  notRefundedSeconds: number
}

export type AttentionVars = {
  NOT_TAKEN_SECONDS: number
  DELIVERY_NOT_STARTED_SECONDS: number
  DELIVERY_NOT_COMPLETED_SECONDS: number
  NOT_REFUNDED_SECONDS: number
}

/** Read the thresholds from the Worker's vars. Throws when one is missing or not a number above zero. */
export function attentionAfter(vars: AttentionVars): AttentionAfter {
  return {
    notTakenSeconds: secondsSchema.parse(vars.NOT_TAKEN_SECONDS),
    deliveryNotStartedSeconds: secondsSchema.parse(vars.DELIVERY_NOT_STARTED_SECONDS),
    deliveryNotCompletedSeconds: secondsSchema.parse(vars.DELIVERY_NOT_COMPLETED_SECONDS),
    notRefundedSeconds: secondsSchema.parse(vars.NOT_REFUNDED_SECONDS),
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

const secondsSchema = z.coerce.number().positive()

function isRefundOwed(order: OrderSummary): boolean {
  return order.payment.status === 'approved'
}

/** A payment may be approved after the cancel: then its refund is owed only since the approval. ISO instants order as text. */
function owedSince(order: OrderSummary, paidAt: string): string {
  const canceledAt = order.cancel?.at ?? order.updatedAt
  return paidAt > canceledAt ? paidAt : canceledAt
}
