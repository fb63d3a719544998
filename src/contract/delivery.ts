// A delivery, as the couriers and the staff see it.
import type { Contact, OrderSummary } from './order.ts'

export const deliveryStatuses = ['assigned', 'started', 'completed', 'canceled'] as const

export type DeliveryRow = Contact & {
  deliveryId: string
  orderId: string
  status: (typeof deliveryStatuses)[number]
  lines: OrderSummary['lines']
  startedAt: string | null
  endedAt: string | null
  updatedAt: string
}
