// Reports a dispute of the provider to its order. Pure.
import type { OrderCommand } from '../../contract/commands.ts'
import type { ProviderDispute } from '../../contract/dispute.ts'
import { toldReason } from './told-reason.ts'

/** The commands that bring the order up to date, whatever it knows already. */
export function disputeReports({ id, amount, reason, status, evidenceDueBy }: ProviderDispute): OrderCommand[] {
  const facts = { disputeId: id, amount, reason: toldReason(reason), evidenceDueBy }
  const opened = { type: 'RecordPaymentDisputed', ...facts } as const
  switch (status) {
    case 'open':
      return [opened]
    case 'won':
      return [opened, { type: 'RecordPaymentDisputeWon', disputeId: id }]
    case 'lost':
      return [opened, { type: 'RecordPaymentDisputeLost', disputeId: id, amount }]
  }
}
