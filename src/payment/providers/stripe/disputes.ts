// The disputes of Stripe: what each is about, and what became of it.
import Stripe from 'stripe'
import type { ProviderDispute } from '../../../contract/dispute.ts'
import type { DisputeOutcome, LedgerEntry } from '../provider.ts'
import { orderIdIn } from '../webhook.ts'
import { moneyOf } from './outcomes.ts'

export async function findDispute(stripe: Stripe, disputeId: string): Promise<DisputeOutcome> {
  try {
    const found = await stripe.disputes.retrieve(disputeId, { expand: ['charge'] })
    return { status: 'found', orderId: orderOf(found), dispute: disputeOf(found) }
  } catch (fault) {
    if (fault instanceof Stripe.errors.StripeError && fault.statusCode === 404) return { status: 'absent' }
    throw fault
  }
}

/** `charge` must be expanded. */
export function disputeEntry(dispute: Stripe.Dispute): LedgerEntry {
  const { id, created } = dispute
  return { kind: 'dispute', id, orderId: orderOf(dispute), amount: moneyOf(dispute), at: created * 1000 }
}

export function disputeOf(dispute: Stripe.Dispute): ProviderDispute {
  const { id, reason, status, evidence_details } = dispute
  // It is 0 when the bank takes no answer.
  const dueBy = evidence_details.due_by
  const evidenceDueBy = dueBy === null || dueBy === 0 ? null : new Date(dueBy * 1000).toISOString()
  return { id, amount: moneyOf(dispute), reason, status: statusOf(status), evidenceDueBy }
}

/** An inquiry (`warning_…`) is open until it is answered, too. `prevented`: the bank returned the money at once. */
function statusOf(status: Stripe.Dispute.Status): ProviderDispute['status'] {
  switch (status) {
    case 'won':
    case 'warning_closed':
      return 'won'
    case 'lost':
    case 'prevented':
      return 'lost'
    default:
      return 'open'
  }
}

/** A dispute names no order of ours, but its charge does. */
function orderOf({ charge }: Stripe.Dispute): string | null {
  return typeof charge === 'object' ? orderIdIn(charge.metadata['orderId']) : null
}
