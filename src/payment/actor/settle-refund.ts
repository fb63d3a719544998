// The store settles a refund by hand. The provider is asked first, so that the money does not go back twice.
import type { Caller } from '../../contract/caller.ts'
import { accepted, type Result } from '../../contract/result.ts'
import type { SettlementInput } from '../../contract/settlement.ts'
import { childOf } from '../../platform/trace.ts'
import type { DueRefund, Settled } from '../domain/refund.ts'
import { isMadeAtProvider, isSettledSo, settleable, settledNow, settlementRefusals } from '../domain/settlement.ts'
import { type EffectContext, outcomeAt } from './effect-context.ts'

export type SettlementRequest = SettlementInput & { refundId: string; caller: Caller; requestId: string }

/**
 * Settle the refund, unless the provider has made it or may still make it. A repeat changes nothing. While the provider
 * is asked, whatever else happens to the refund wins.
 */
export async function settleRefund(
  { refundId, caller, requestId, way, reference, checkedAtProvider }: SettlementRequest,
  context: EffectContext,
): Promise<Result<null>> {
  const { ports, settings } = context
  const { subject, role, name } = caller
  const settlement: Settled = { way, reference, by: { subject, role, name }, requestId }
  const find = () => context.read().refunds.find((refund) => refund.refundId === refundId)
  if (isSettledSo(find(), settlement)) return accepted(null)
  const found = settleable(find(), ports.now(), settings.lateArrivalMs)
  if (!found.ok) return found
  const listed = await refundsAtProvider(found.value, context)
  const again = settleable(find(), ports.now(), settings.lateArrivalMs)
  if (!again.ok) return again
  if (again.value !== found.value) return settlementRefusals.underWay(null)
  if (listed === null && !checkedAtProvider) return settlementRefusals.notChecked
  if (listed !== null && isMadeAtProvider(found.value, listed, context.read())) {
    context.write({ refunds: [{ ...found.value, dueAt: ports.now() }] })
    return settlementRefusals.made
  }
  context.write({ refunds: [settledNow(found.value, settlement, ports.now())] })
  ports.log('refund_settled', { orderId: ports.orderId, traceparent: caller.traceparent, refundId, way })
  return accepted(null)
}

/** The refunds of its charge; null when they cannot be read. */
async function refundsAtProvider({ attempt }: DueRefund, context: EffectContext) {
  const { orderId } = context.ports
  const paid = context.read().attempts.find((row) => row.attempt === attempt)
  if (paid?.status !== 'approved') return null
  const charge = { orderId, chargeId: paid.chargeId, traceparent: childOf(context.traceparent, paid.chargeId) }
  const answer = await outcomeAt(paid.provider, 'refunds', async (provider) => await provider.refunds(charge), context)
  return Array.isArray(answer) ? answer : null
}
