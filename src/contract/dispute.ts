// A dispute: the customer's bank takes a payment back (a chargeback), and the provider decides who keeps the money.
import * as z from 'zod'
import { type Money, moneySchema, totalOf } from './money.ts'

/** Most disputes of one order. A payment hardly ever has a second one. */
export const disputesMax = 10

/** `evidenceDueBy`: until when the store can answer it at the provider; null when it cannot. `at`: of its status. */
export const disputeSchema = z.object({
  disputeId: z.string(),
  amount: moneySchema,
  reason: z.string(),
  status: z.enum(['open', 'won', 'lost']),
  evidenceDueBy: z.iso.datetime().nullable(),
  at: z.iso.datetime(),
})
export type Dispute = z.infer<typeof disputeSchema>

/** While a dispute is open, no refund is made: the money may go back by the dispute. */
export function holdsRefunds(disputes: readonly Dispute[] = []): boolean {
  return disputes.some(({ status }) => status === 'open')
}

/** The amount that went back to the customer by disputes, in the minor unit. */
export function lostBy(disputes: readonly Dispute[] = []): number {
  return totalOf(disputes.filter(({ status }) => status === 'lost'))
}

/** What is left of the amount paid after its part refunds, done or due, and its lost disputes; never below 0. */
export function leftOf(paid: Money, parts: readonly { amount: Money }[], disputes?: readonly Dispute[]): Money {
  return { amount: Math.max(0, paid.amount - totalOf(parts) - lostBy(disputes)), currency: paid.currency }
}

/** A dispute as the provider has it. */
export const providerDisputeSchema = disputeSchema.omit({ disputeId: true, at: true }).extend({ id: z.string() })
export type ProviderDispute = z.infer<typeof providerDisputeSchema>
