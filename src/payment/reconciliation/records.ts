// The records that providers have of one order, by the provider: those that its attempts were made with, and all others
// that are configured, since a payment may have lost an attempt.
import type { ProviderRecord } from '../../contract/payment.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import type { ChargeAtProvider, RecordOutcome, Rejected } from '../providers/provider.ts'

export type NamedRecord = { provider: string; record: ProviderRecord }

export type RecordPorts = {
  /** The names of the providers that are configured, the one of new attempts first. */
  providers: readonly string[]
  record: (provider: string, orderId: string) => Promise<RecordOutcome>
}

export type RecordsOutcome =
  | { status: 'read'; records: NamedRecord[] }
  | { status: 'unreadable'; reason: string }
  | Rejected

/** `rejected` or `unreadable` when one of the providers is: half of the money tells nothing. */
export async function recordsOf(ports: RecordPorts, orderId: string, state: PaymentState): Promise<RecordsOutcome> {
  const lost = state.attempts.find(
    ({ status, provider }) => status === 'approved' && !ports.providers.includes(provider),
  )
  if (lost !== undefined) return { status: 'unreadable', reason: `the provider "${lost.provider}" is not configured` }
  const records: NamedRecord[] = []
  for (const provider of ports.providers) {
    const outcome = await ports.record(provider, orderId)
    if (outcome.status !== 'read') return outcome
    records.push({ provider, record: outcome.record })
  }
  return { status: 'read', records }
}

/** All that the providers have, as one record. */
export function joinRecords(records: readonly NamedRecord[]): ProviderRecord {
  return {
    charges: records.flatMap(({ record }) => record.charges),
    refunds: records.flatMap(({ record }) => record.refunds),
    disputes: records.flatMap(({ record }) => record.disputes ?? []),
  }
}

export function chargesIn(records: readonly NamedRecord[]): ChargeAtProvider[] {
  return records.flatMap(({ provider, record }) => record.charges.map((charge) => ({ ...charge, provider })))
}
