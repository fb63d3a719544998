// A webhook says that there is news of a payment: what is looked up at the provider. Pure.
import { type Attempt, scheduleLookup } from './attempt.ts'
import { scheduleCheck } from './failed-refund.ts'
import type { PaymentState } from './payment-state.ts'
import type { Refund } from './refund.ts'

/** The attempts and refunds that may have changed there, due for a lookup: a charge that was approved stays so. */
export function afterNews(
  { attempts, refunds }: PaymentState,
  now: number,
): { attempts: Attempt[]; refunds: Refund[] } {
  const open = attempts.filter(({ status }) => status !== 'approved' && status !== 'deferred')
  return {
    attempts: open.map((row) => scheduleLookup(row, now)),
    refunds: refunds.flatMap((row) => scheduleCheck(row, now)),
  }
}
