// The disputes of the sandbox: raised and decided by a call, where a bank would do it.
import { type Entry, idOf } from './entry.ts'

export const disputeOutcomes = ['won', 'lost'] as const
export type DisputeOutcome = (typeof disputeOutcomes)[number]

/** How long the shop has to answer a dispute. */
const evidenceMs = 7 * 86_400_000

export function disputesIn(entries: readonly Entry[], chargeNumber?: number): Entry[] {
  return entries.filter(
    (entry) => entry.kind === 'dispute' && (chargeNumber ?? entry.chargeNumber) === entry.chargeNumber,
  )
}

export function statusOf(dispute: Entry, entries: readonly Entry[]): 'open' | DisputeOutcome {
  const isClosedAs = (kind: Entry['kind']) => entries.some((row) => row.kind === kind && row.number === dispute.number)
  if (isClosedAs('disputeLost')) return 'lost'
  return isClosedAs('disputeWon') ? 'won' : 'open'
}

export function disputeBody(dispute: Entry, entries: readonly Entry[]) {
  const { reference, chargeNumber, amount, currency, createdAt } = dispute
  return {
    id: idOf(dispute),
    chargeId: chargeNumber === null ? null : idOf({ kind: 'charge', reference, number: chargeNumber }),
    reference,
    status: statusOf(dispute, entries),
    reason: 'fraudulent',
    amount,
    currency,
    evidenceDueBy: new Date(createdAt + evidenceMs).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    at: createdAt,
  }
}
