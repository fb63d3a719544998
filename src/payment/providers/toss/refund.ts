// Refunds at Toss Payments, which calls them cancels of a payment.
import type { ListedRefund, RefundOrder, RefundOutcome } from '../provider.ts'
import { outcomeInList } from '../refunds.ts'
import {
  apiKeyErrors,
  get,
  mayHaveBeenConfirmed,
  paymentSchema,
  post,
  problemSchema,
  type TossSettings,
  won,
} from './api.ts'

/** It was refunded since its refunds were listed: the next list shows by what. */
const alreadyRefunded = new Set(['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT'])

/** Toss replays a refusal for fifteen days. */
export async function refundOutcome(
  settings: TossSettings,
  refund: RefundOrder,
  signal: AbortSignal,
): Promise<RefundOutcome> {
  const path = `/v1/payments/${encodeURIComponent(refund.chargeId)}`
  const payment = await get(settings, path, signal)
  if (payment.status !== 200) return refusal(payment)
  const known = outcomeInList(refund, listedRefunds(payment.body))
  if (known !== null) return known
  const body = { cancelReason: `${reasonPrefix}${refund.key}`, cancelAmount: refund.amount.amount }
  const answer = await post(settings, `${path}/cancel`, refund.key, body, signal)
  if (answer.status !== 200) return refusal(answer)
  return outcomeInList(refund, listedRefunds(answer.body)) ?? { status: 'unknown' }
}

function refusal({ status, body }: { status: number; body: unknown }): RefundOutcome {
  const problem = problemSchema.safeParse(body)
  if (!problem.success || status >= 500 || status === 429) return { status: 'unknown' }
  const { code } = problem.data
  if (alreadyRefunded.has(code) || mayHaveBeenConfirmed.has(code)) return { status: 'unknown' }
  return { status: 'refused', reason: code, ...(!apiKeyErrors.has(code) && { isReplayed: true }) }
}

/** Before our key in the reason of a cancel, which is all that Toss keeps of ours. */
const reasonPrefix = 'refund '

export function listedRefunds(payment: unknown): ListedRefund[] {
  return (paymentSchema.parse(payment).cancels ?? []).map((row) => {
    const { transactionKey, cancelAmount, cancelReason, cancelStatus } = row
    const key = cancelReason?.startsWith(reasonPrefix) ? cancelReason.slice(reasonPrefix.length) : null
    const status = cancelStatus === 'ABORTED' ? 'failed' : (cancelStatus ?? 'DONE') === 'DONE' ? 'made' : 'waiting'
    return { id: transactionKey, key, amount: won(cancelAmount), status, reason: cancelStatus ?? null }
  })
}

export async function listRefunds(
  settings: TossSettings,
  chargeId: string,
  signal: AbortSignal,
): Promise<ListedRefund[]> {
  const answer = await get(settings, `/v1/payments/${encodeURIComponent(chargeId)}`, signal)
  if (answer.status !== 200) throw new Error(`Toss answered ${answer.status} when asked for a payment`)
  return listedRefunds(answer.body)
}
