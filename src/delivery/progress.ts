// The progress of a delivery, computed from the order alone. Pure: so repeated and late messages give the same result.

import type { DeliveryRow } from '../contract/delivery.ts'
import { isBackAtStore, type OrderRecord } from '../contract/order.ts'

export type Progress = { status: DeliveryRow['status']; startedAt: string | null; endedAt: string | null }

/** An order has one delivery. Its id is derived from the order's, so that a repeat means the same delivery. */
export function deliveryIdOf(orderId: string): string {
  return `dlv_${orderId.slice(orderId.indexOf('_') + 1)}`
}

/**
 * The delivery's progress; null while the store has not taken the order. `startedAt` null: not in this summary.
 */
export function progressOf(order: OrderRecord): Progress | null {
  const nothingYet = { startedAt: null, endedAt: null }
  switch (order.orderStatus) {
    case 'orderStarted':
    case 'payApproved':
      return null
    case 'orderTaken':
      return { ...nothingYet, status: 'assigned' }
    case 'deliveryStarted':
      if (isBackAtStore(order)) return { ...nothingYet, status: 'assigned' }
      return { ...nothingYet, status: 'started', startedAt: order.updatedAt }
    case 'deliveryCompleted':
      return { ...nothingYet, status: 'completed', endedAt: order.updatedAt }
    case 'orderCanceled':
      // A courier who is on the way is recalled only when the store has acknowledged the cancel.
      return order.delivery === null ? canceled(order) : { ...nothingYet, status: 'started' }
    case 'cancelOrderTaken':
    case 'payCanceled':
      return canceled(order)
  }
}

/** Whether the goods are on the way and the courier must be recalled. */
export function needsRecall(order: OrderRecord): boolean {
  return order.orderStatus === 'cancelOrderTaken' && order.delivery?.status === 'started'
}

/** Whether a delivery in this status (null: there is none) is what the order now requires. */
export function isCarriedOut(order: OrderRecord, status: DeliveryRow['status'] | null): boolean {
  // The order itself shows whether it has recorded the start and the recall.
  if (order.orderStatus === 'orderTaken' || needsRecall(order)) return false
  if (status === null) return order.delivery === null
  return status === (progressOf(order)?.status ?? null)
}

function canceled(order: OrderRecord): Progress {
  return { status: 'canceled', startedAt: null, endedAt: order.cancel?.at ?? order.updatedAt }
}
