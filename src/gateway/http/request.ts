// The metadata of a changing request: its own id, and the sender's idempotency key.
import { z } from '@hono/zod-openapi'
import { idempotencyKeyPattern, type RequestMeta } from '../../contract/idempotency.ts'
import { fault } from './input-faults.ts'

export const idempotencyKeySchema = z
  .string()
  .regex(
    idempotencyKeyPattern,
    fault({ en: 'must be 1 to 200 printable characters', ko: '출력 가능한 문자 1~200자여야 합니다' }),
  )

/** draft-ietf-httpapi-idempotency-key-header, section 2; the quotes around the value are optional here. */
export const idempotencyHeader = z.object({
  'idempotency-key': idempotencyKeySchema
    .optional()
    .openapi({ description: 'said twice under the same key, it is done once and answered the same' }),
})

export function metaOf(requestId: string, header: z.infer<typeof idempotencyHeader>): RequestMeta {
  return { requestId, idempotencyKey: header['idempotency-key'] ?? null }
}

/** The address of the created resource. */
export const locationHeader = z.object({
  location: z.string().openapi({ example: '/orders/ord_7zq8k2m4x6c9v1b3n5a7s9d2fg' }),
})
