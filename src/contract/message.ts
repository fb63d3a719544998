// The messages on the queues: CloudEvents 1.0 in JSON format, with the order as it stood after the event.
import * as z from 'zod'
import { type EventType, type RecordedEvent, recordedEventSchema } from './events.ts'
import { type MaybeSealed, type SealedOrder, sealedOrderSchema } from './sealed.ts'

/**
 * CloudEvents 1.0.2, section 3 (context attributes), with the extensions `sequence` and Distributed Tracing
 * (`traceparent`: of its event). `subject` is the orderId.
 */
export const orderMessageSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.literal('/orders'),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  sequence: z.string(),
  traceparent: z.string().optional(),
  data: z.object({ event: recordedEventSchema, order: sealedOrderSchema }),
})

/** A message as it comes, perhaps from an earlier release. */
export type IncomingMessage = Omit<OrderMessage, 'data'> & { data: { event: RecordedEvent; order: MaybeSealed } }

export type OrderMessage = {
  specversion: '1.0'
  id: string
  source: '/orders'
  type: `homeappliance.order.${EventType}`
  subject: string
  time: string
  datacontenttype: 'application/json'
  sequence: string
  traceparent?: string | undefined
  data: { event: RecordedEvent; order: SealedOrder }
}

/** The message of an event. `sequence` is padded so that it sorts as text, as the extension requires. */
export function orderMessage(event: RecordedEvent, order: SealedOrder): OrderMessage {
  return {
    specversion: '1.0',
    id: `${order.orderId}/${event.seq}`,
    source: '/orders',
    type: `homeappliance.order.${event.type}`,
    subject: order.orderId,
    time: event.at,
    datacontenttype: 'application/json',
    sequence: String(event.seq).padStart(10, '0'),
    ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    data: { event, order },
  }
}
