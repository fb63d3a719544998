// The objects of Stripe's API, as far as the shop reads them.
import type { Thing } from './stripe-wire.ts'

export type Intent = Thing & { amount: number; currency: string; status: string; latest_charge: string | null }
export type Charge = Thing & {
  amount: number
  currency: string
  status: string
  refunded: boolean
  payment_intent: string
}
export type Refund = Thing & {
  amount: number
  currency: string
  status: string
  payment_intent: string
  charge: string
}
export type Dispute = Thing & { amount: number; currency: string; status: string; reason: string; charge: string } & {
  evidence_details: { due_by: number | null }
}
