// The invariant of the audit: what the staff did to an order stands there once, and what others did does not.
import type { Observation } from './observation.ts'

export function auditAgrees({ events, audit }: Pick<Observation, 'events' | 'audit'>): string | null {
  const acts = events.filter(({ type, by }) => {
    return (type === 'OrderCanceled' || type === 'PartRefundRequested') && by.kind === 'staff'
  })
  const due = acts.map(({ type, at }) => `${type === 'OrderCanceled' ? 'cancelOrder' : 'refundPart'} at ${at}`).sort()
  const found = audit.map((row) => `${row['action']} at ${row['at']}`).sort()
  return due.join() === found.join() ? null : `the audit has [${found}], where [${due}] are due`
}
