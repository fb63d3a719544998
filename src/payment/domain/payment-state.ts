// The state of one payment: its attempts and its refunds, oldest first. Pure.
import type { Attempt } from './attempt.ts'
import type { Refund } from './refund.ts'

export type PaymentState = { attempts: readonly Attempt[]; refunds: readonly Refund[] }

/** The rows with each changed one in the place of its old version, or at the end when it is new. */
export function mergeRows<T extends Attempt | Refund>(rows: readonly T[], changed: readonly T[]): T[] {
  const merged = [...rows]
  for (const row of changed) {
    const at = merged.findIndex((old) => keyOf(old) === keyOf(row))
    merged.splice(at === -1 ? merged.length : at, 1, row)
  }
  return merged
}

function keyOf(row: Attempt | Refund): string | number {
  return 'refundId' in row ? row.refundId : row.attempt
}
