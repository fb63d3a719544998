// Refunds as a payment orders them at a provider.
import type { RefundOrder } from '../../src/payment/providers/provider.ts'
import { refundKey } from '../../src/payment/providers/refunds.ts'
import { orderId, won } from './orders.ts'

type Wanted = { refundId?: string; round?: number; amount?: number; others?: RefundOrder['others'] }

/** A refund of a charge of ₩4,500. */
export function refundOf(chargeId: string, wanted: Wanted = {}): RefundOrder {
  const { refundId = 'rfd_1', round = 0, amount = 4500, others = [] } = wanted
  const key = refundKey(refundId, round)
  return { refundId, key, orderId, chargeId, charged: won(4500), amount: won(amount), others }
}

/** Another refund of the same charge, which the payment has made. */
export function doneRefund(refundId: string, amount: number): RefundOrder['others'][number] {
  return { refundId, amount: won(amount), isDone: true }
}
