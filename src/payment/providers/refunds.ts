// The refunds of a charge as its provider lists them, and what follows for one of ours: it is made already, its last
// try has failed, or it may be sent. Pure.
import { totalOf } from '../../contract/money.ts'
import type { ListedRefund, RefundOrder, RefundOutcome } from './provider.ts'

/** The idempotency key of a refund. A failure at the provider begins a new round, since its key replays it. */
export function refundKey(refundId: string, round: number): string {
  return round === 0 ? refundId : `${refundId}-${round}`
}

/** Whether a key is of this refund, in any round. */
export function isKeyOf(refundId: string, key: string | null): boolean {
  return key === refundId || (key?.startsWith(`${refundId}-`) ?? false)
}

/**
 * The outcome of a refund that the list settles; null when it may be sent. One without a key of a refund that we know
 * was made by hand: it counts by its amount, or, when all of the charge is back, by its share.
 */
export function outcomeInList(order: RefundOrder, listed: readonly ListedRefund[]): RefundOutcome | null {
  const live = listed.filter(({ status }) => status !== 'failed')
  const own = live.find(({ key }) => isKeyOf(order.refundId, key))
  if (own !== undefined)
    return own.status === 'made' ? { status: 'refunded' } : { status: 'refused', reason: 'waiting' }
  const left = order.charged.amount - totalOf(live)
  const { amounts, total } = unclaimed(order, live)
  const { amount } = order.amount
  if (amounts.includes(amount) || (left <= 0 && total >= amount)) return { status: 'refunded' }
  const failed = listed.find(({ key }) => key === order.key)
  if (failed !== undefined) return { status: 'failed', reason: failed.reason ?? 'failed' }
  return amount > left ? { status: 'refused', reason: 'aboveCharge' } : null
}

/** The refunds that no other refund of ours stands for. One that is done without a key in the list has one by hand. */
function unclaimed({ others }: RefundOrder, live: readonly ListedRefund[]): { amounts: number[]; total: number } {
  const free = live.filter(({ key }) => !others.some(({ refundId }) => isKeyOf(refundId, key)))
  const amounts = free.map(({ amount }) => amount.amount)
  let total = totalOf(free)
  for (const { refundId, amount, isDone } of others) {
    if (!isDone || live.some(({ key }) => isKeyOf(refundId, key))) continue
    const at = amounts.indexOf(amount.amount)
    if (at !== -1) amounts.splice(at, 1)
    total -= amount.amount
  }
  return { amounts, total }
}
