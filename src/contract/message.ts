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
  data: z.object({
    event: recordedEventSchema,
    order: sealedOrderSchema,
    preceding: z
      .object({ type: z.string(), at: z.iso.datetime() })
      .optional()
      .meta({ description: 'the event before it, where that has no message of its own: this one tells of both' }),
  }),
})

/** A message as it comes, perhaps from an earlier release. */
export type IncomingMessage = Omit<OrderMessage, 'data'> & {
  data: Omit<OrderMessage['data'], 'order'> & { order: MaybeSealed }
}

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
  data: { event: RecordedEvent; order: SealedOrder; preceding?: Preceding | undefined }
}

type Preceding = { type: string; at: string }

/**
 * The message of an event. `preceding`: the event before it, where that has no message of its own. `sequence` is padded
 * so that it sorts as text, as the extension requires.
 */
export function orderMessage(
  event: RecordedEvent,
  order: SealedOrder,
  preceding: Preceding | null = null,
): OrderMessage {
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
    data: { event, order, ...(preceding && { preceding: { type: preceding.type, at: preceding.at } }) },
  }
}
