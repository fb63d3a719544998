// Settling a refund by hand: the store gives the money back, since the provider does not. Pure.
import { told } from '../../contract/language.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import { referenceLengthMax } from '../../contract/settlement.ts'
import type { ListedRefund } from '../providers/provider.ts'
import { outcomeInList } from '../providers/refunds.ts'
import { quickTries } from './pace.ts'
import type { PaymentState } from './payment-state.ts'
import { type DoneRefund, type DueRefund, doneNow, type Refund, refundOrderOf, type Settled } from './refund.ts'

/**
 * The refund, when it can be settled now: the provider has refused it, or not answered for a minute, and no try of it
 * is due or can still arrive there (`lateArrivalMs` after one without an answer).
 */
export function settleable(refund: Refund | undefined, now: number, lateArrivalMs: number): Result<DueRefund> {
  if (refund === undefined) return settlementRefusals.notFound
  if (refund.status === 'done') return settlementRefusals.made
  if (refund.dueAt === null) return settlementRefusals.disputed
  const isRefused = refund.refusal !== undefined || refund.round > 0 || refund.tries >= quickTries
  if (!isRefused || refund.failure !== null || refund.dueAt <= now) return settlementRefusals.underWay(null)
  const lateMs = refund.unansweredAt === undefined ? 0 : refund.unansweredAt + lateArrivalMs - now
  return lateMs > 0 ? settlementRefusals.underWay(Math.ceil(lateMs / 1000)) : accepted(refund)
}

/** Whether the provider has made it after all, or works on it. `listed`: the refunds of its charge. */
export function isMadeAtProvider(refund: DueRefund, listed: readonly ListedRefund[], state: PaymentState): boolean {
  const paid = state.attempts.find(({ attempt }) => attempt === refund.attempt)
  if (paid?.status !== 'approved') return false
  const outcome = outcomeInList(refundOrderOf('', refund, paid, state.refunds), listed)
  return outcome?.status === 'refunded' || (outcome?.status === 'refused' && outcome.reason === 'waiting')
}

/** The audit is told, and then the order. */
export function settledNow(refund: DueRefund, settlement: Settled, now: number): DoneRefund {
  return { ...doneNow(refund, now, now), settlement }
}

/** Whether it is settled just so already: a repeat of the request. */
export function isSettledSo(refund: Refund | undefined, { way, reference, by }: Settled): boolean {
  const known = refund?.status === 'done' ? refund.settlement : undefined
  return known !== undefined && known.way === way && known.reference === reference && known.by.subject === by.subject
}

export const settlementRefusals = {
  notFound: refused({
    code: 'refund_not_found',
    ...told({ en: 'This order has no such refund.', ko: '이 주문에 해당 환불이 없습니다.' }),
  }),
  made: refused({
    code: 'refund_already_made',
    ...told({
      en: 'The money has gone back already, or the provider works on it: giving it back by hand would be twice.',
      ko: '이미 환불되었거나 결제사가 처리하고 있습니다. 직접 환불하면 이중으로 환불됩니다.',
    }),
  }),
  disputed: refused({
    code: 'refund_not_settleable',
    ...told({
      en: 'The payment is disputed: its money goes back by the dispute, or after it.',
      ko: '분쟁 중인 결제입니다. 분쟁 결과에 따라, 또는 분쟁이 끝난 뒤에 환불됩니다.',
    }),
  }),
  underWay: (retryAfterSeconds: number | null) =>
    refused({
      code: 'refund_not_settleable',
      ...told({
        en: 'The provider may still make this refund. It can be settled by hand once the provider has refused it.',
        ko: '결제사가 아직 환불할 수 있습니다. 결제사가 거절한 뒤에 직접 처리할 수 있습니다.',
      }),
      ...(retryAfterSeconds !== null && { retryAfterSeconds }),
    }),
  referenceMissing: refused({
    code: 'invalid_request',
    ...told({
      en: `Say how to find it in your books, in 1 to ${referenceLengthMax} characters, none of which is hidden.`,
      ko: `장부에서 찾을 수 있는 번호를 보이지 않는 문자 없이 1~${referenceLengthMax}자로 써 주세요.`,
    }),
    field: 'reference',
  }),
  notChecked: refused({
    code: 'payment_overloaded',
    ...told({
      en: 'The provider cannot be asked just now. Look at its dashboard: is the refund not there?',
      ko: '지금은 결제사에 확인할 수 없습니다. 결제사 대시보드에 이 환불이 없는지 확인해 주세요.',
    }),
    field: 'checkedAtProvider',
    retryAfterSeconds: 5,
  }),
} as const
