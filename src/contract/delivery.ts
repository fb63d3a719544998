// A delivery, as the couriers and the staff see it.
import type { Contact, OrderSummary } from './order.ts'

export const deliveryStatuses = ['assigned', 'started', 'completed', 'canceled'] as const

/** The courier who has a delivery, since they set out with it (ISO 8601). */
export type DeliveryCourier = { courierId: string; name: string; since: string }

export type DeliveryRow = Contact & {
  deliveryId: string
  orderId: string
  /** `assigned`: the goods are at the store, before the first way to the customer or after a failed one. */
  status: (typeof deliveryStatuses)[number]
  lines: OrderSummary['lines']
  startedAt: string | null
  endedAt: string | null
  updatedAt: string
  /** Null: nobody has set out with it. Absent in releases without couriers. */
  courier?: DeliveryCourier | null
  failedAttempt?: NonNullable<OrderSummary['delivery']>['failedAttempt']
}
