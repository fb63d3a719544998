// What every request that changes something carries through the gateway: an id of its own, and its sender's key.
import { z } from '@hono/zod-openapi'
import { idempotencyKeyPattern, type RequestMeta } from '../../contract/idempotency.ts'

export const idempotencyKeySchema = z.string().regex(idempotencyKeyPattern, 'must be 1 to 200 printable characters')

/** draft-ietf-httpapi-idempotency-key-header, section 2: here its value may also be without quotes. */
export const idempotencyHeader = z.object({
  'idempotency-key': idempotencyKeySchema
    .optional()
    .openapi({ description: 'said twice under the same key, it is done once and answered the same' }),
})

export function metaOf(requestId: string, header: z.infer<typeof idempotencyHeader>): RequestMeta {
  return { requestId, idempotencyKey: header['idempotency-key'] ?? null }
}

/** Where what was made stands. */
export const locationHeader = z.object({
  location: z.string().openapi({ example: '/orders/ord_7zq8k2m4x6c9v1b3n5a7s9d2fg' }),
})
