// Reports a dispute of the provider to its order. Pure.
import type { OrderCommand } from '../../contract/commands.ts'
import type { ProviderDispute } from '../../contract/dispute.ts'

/** The commands that bring the order up to date, whatever it knows already. */
export function disputeReports({ id, amount, reason, status, evidenceDueBy }: ProviderDispute): OrderCommand[] {
  const opened = { type: 'RecordPaymentDisputed', disputeId: id, amount, reason, evidenceDueBy } as const
  switch (status) {
    case 'open':
      return [opened]
    case 'won':
      return [opened, { type: 'RecordPaymentDisputeWon', disputeId: id }]
    case 'lost':
      return [opened, { type: 'RecordPaymentDisputeLost', disputeId: id, amount }]
  }
}
