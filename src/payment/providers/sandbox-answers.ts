// The responses and webhooks of the sandbox's API, as far as its adapter reads them.
import * as z from 'zod'
import { ledgerKinds } from './provider.ts'

export const chargeSchema = z.object({
  id: z.string(),
  status: z.enum(['processing', 'requires_action', 'succeeded', 'failed']),
  idempotencyKey: z.string(),
  reason: z.string().nullable(),
  actionUrl: z.string().optional(),
})
export const chargesSchema = z.object({ data: z.array(chargeSchema) })
const moneySchema = { id: z.string(), amount: z.int(), currency: z.string() }
export const refundSchema = z.object({
  ...moneySchema,
  status: z.enum(['succeeded', 'failed']),
  reason: z.string().nullable().default(null),
  idempotencyKey: z.string(),
})
export const refundsSchema = z.object({ data: z.array(refundSchema) })
export const disputeSchema = z.object({
  ...moneySchema,
  reference: z.string(),
  status: z.enum(['open', 'won', 'lost']),
  reason: z.string(),
  evidenceDueBy: z.string(),
})
export const ledgerSchema = z.object({
  charges: z.array(z.object(moneySchema)),
  refunds: z.array(z.object(moneySchema)),
  disputes: z.array(disputeSchema),
})
export const problemSchema = z.object({
  error: z.object({ code: z.string(), charged: z.boolean().optional(), reason: z.string().optional() }),
})
export const movementSchema = z.object({
  kind: z.enum(ledgerKinds),
  id: z.string(),
  reference: z.string(),
  amount: z.int(),
  currency: z.string(),
  at: z.string(),
})
export const movementsSchema = z.object({ data: z.array(movementSchema), next: z.string().nullable() })
export const webhookSchema = z.object({
  type: z.string(),
  data: z.object({ reference: z.string(), id: z.string().optional() }),
})
