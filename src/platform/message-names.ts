// What a log line tells of a message: its id, its order and its span. Nothing else of what is in it.
import { orderIdSchema } from '../contract/ids.ts'
import type { OrderMessage } from '../contract/message.ts'

export type MessageNames = { id: string; orderId?: string; traceparent: string | undefined }

export function namesOf({ id, subject, traceparent }: OrderMessage): MessageNames {
  return { id, orderId: subject, traceparent }
}

/** Of a delivery whose body may be anything. `id`: the queue's. */
export function namesIn({ id, body }: { readonly id: string; readonly body: unknown }): MessageNames {
  const { subject, traceparent }: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  const orderId = orderIdSchema.safeParse(subject)
  return {
    id,
    ...(orderId.success && { orderId: orderId.data }),
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
  }
}
