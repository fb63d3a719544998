// What a log line tells of a message: its id, its order and its span. Nothing else of what is in it.
import { orderIdSchema } from '../contract/ids.ts'
import type { OrderMessage } from '../contract/message.ts'

export type MessageNames = { id: string; orderId?: string; traceparent: string | undefined }

export function namesOf({ id, subject, traceparent }: OrderMessage): MessageNames {
  return { id, orderId: subject, traceparent }
}

/** Of a delivery whose body may be anything, or a dead letter (see DeadMessage). `id`: the queue's. */
export function namesIn({ id, body }: { readonly id: string; readonly body: unknown }): MessageNames {
  const whole = recordOf(body)
  const { subject, traceparent } = 'deadLetter' in whole ? recordOf(whole['message']) : whole
  const orderId = orderIdSchema.safeParse(subject)
  return {
    id,
    ...(orderId.success && { orderId: orderId.data }),
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
