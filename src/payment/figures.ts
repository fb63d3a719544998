// The figures of payment: what came of each call to pay and how long it took, and the breakers of the gates.
import type { Figure, PayFigure } from '../contract/figures.ts'
import { failedPayOutcomes } from '../contract/figures.ts'
import type { GateState, PayOutcome } from '../contract/payment.ts'
import type { Result } from '../contract/result.ts'
import type { Meter } from '../platform/meter.ts'

/** The upper bounds of the histogram, in seconds. A call takes 30 at most. */
export const boundsSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

/** The answer of `pay`, counted. What it throws is thrown on. */
export async function countPay(
  { count, hurry }: Pick<Meter, 'count' | 'hurry'>,
  now: () => number,
  pay: () => Promise<Result<PayOutcome>>,
): Promise<Result<PayOutcome>> {
  const began = now()
  let outcome: PayFigure = 'unavailable'
  try {
    const answer = await pay()
    outcome = outcomeOf(answer)
    return answer
  } finally {
    const seconds = (now() - began) / 1000
    count('homeappliance_payments_total', [outcome])
    for (const bound of boundsSeconds.filter((one) => seconds <= one)) {
      count('homeappliance_payment_duration_seconds_bucket', [String(bound)])
    }
    count('homeappliance_payment_duration_seconds_bucket', ['+Inf'])
    count('homeappliance_payment_duration_seconds_sum', [], seconds)
    count('homeappliance_payment_duration_seconds_count')
    if (failedPayOutcomes.includes(outcome)) hurry()
  }
}

/** `action`: it waits for the customer. `refused`: the order is not to be paid, or not by this caller. */
function outcomeOf(answer: Result<PayOutcome>): PayFigure {
  if (answer.ok) {
    if (answer.value.outcome === 'paid') return 'paid'
    return answer.value.action === undefined ? 'unknown' : 'action'
  }
  if (answer.rejection.code === 'payment_declined') return 'declined'
  return answer.rejection.code === 'payment_overloaded' ? 'deferred' : 'refused'
}

export function gateFigures(gates: Readonly<Record<string, Pick<GateState, 'breaker'>>>): Figure[] {
  return Object.entries(gates).map(([gate, { breaker }]) => {
    return { name: 'homeappliance_breaker_open', labels: [gate], value: breaker === 'closed' ? 0 : 1 }
  })
}
