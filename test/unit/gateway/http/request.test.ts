// What a changing request carries: its own id, and its sender's key where there is one.
import { expect, test } from 'vitest'
import { idempotencyHeader, idempotencyKeySchema, metaOf } from '../../../../src/gateway/http/request.ts'

test('a request without a key has none', () => {
  expect(metaOf('req_1', idempotencyHeader.parse({}))).toEqual({ requestId: 'req_1', idempotencyKey: null })
  const header = idempotencyHeader.parse({ 'idempotency-key': 'k1' })
  expect(metaOf('req_1', header)).toEqual({ requestId: 'req_1', idempotencyKey: 'k1' })
})

test.each(['k', '"quoted"', '~!', 'x'.repeat(200)])('%j is a key', (key) =>
  expect(idempotencyKeySchema.safeParse(key).success).toBe(true),
)

test.each(['', 'x'.repeat(201), 'a\nb', 'clé', 'a\u007f'])('%j is none', (key) =>
  expect(idempotencyKeySchema.safeParse(key).success).toBe(false),
)
