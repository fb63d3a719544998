// A refund of ours among those that the provider lists for its charge.
import { describe, expect, it } from 'vitest'
import type { ListedRefund } from '../../../../src/payment/providers/provider.ts'
import { isKeyOf, outcomeInList, refundKey } from '../../../../src/payment/providers/refunds.ts'
import { won } from '../../../support/orders.ts'
import { doneRefund, refundOf } from '../../../support/refunds.ts'

const row = (key: string | null, amount: number, status: ListedRefund['status'] = 'made'): ListedRefund => {
  return { id: `re_${key}_${amount}`, key, amount: won(amount), status, reason: null }
}
const refunded = { status: 'refunded' }
const refused = { status: 'refused', reason: 'aboveCharge' }

describe('the key of a refund', () => {
  it('is its id, and has the round behind it from the first failure on', () => {
    expect([0, 1, 12].map((round) => refundKey('rfd_1', round))).toEqual(['rfd_1', 'rfd_1-1', 'rfd_1-12'])
  })

  it('is told from the key of another', () => {
    expect(['rfd_1', 'rfd_1-1', 'rfd_1-12'].every((key) => isKeyOf('rfd_1', key))).toBe(true)
    expect([null, '', 'rfd_', 'rfd_12', 'rfd_12-1'].some((key) => isKeyOf('rfd_1', key))).toBe(false)
  })
})

describe('a refund', () => {
  it.each<[words: string, order: Parameters<typeof refundOf>[1], listed: ListedRefund[], outcome: object | null]>([
    ['may be sent when nothing is listed', {}, [], null],
    ['is made when it stands there', {}, [row('rfd_1', 4500)], refunded],
    ['is made in whichever round it stands there', { round: 2 }, [row('rfd_1-1', 4500)], refunded],
    [
      'has failed in this round',
      { round: 1 },
      [row('rfd_1-1', 4500, 'failed')],
      { status: 'failed', reason: 'failed' },
    ],
    ['may be sent in the round after its failure', { round: 1 }, [row('rfd_1', 4500, 'failed')], null],
    ['waits while its own one waits', {}, [row('rfd_1', 4500, 'waiting')], { status: 'refused', reason: 'waiting' }],
    ['is made by hand, by its amount', { amount: 500 }, [row(null, 500)], refunded],
    [
      'is made by hand, though it failed before',
      { amount: 500 },
      [row('rfd_1', 500, 'failed'), row(null, 500)],
      refunded,
    ],
    ['is not made by a refund by hand that has failed', { amount: 500 }, [row(null, 500, 'failed')], null],
    ['is not made by another amount', { amount: 500 }, [row(null, 501)], null],
    ['is refused above what the charge has left', { amount: 500 }, [row(null, 4001)], refused],
    ['is refused above what one that waits has left', { amount: 500 }, [row('rfd_2', 4400, 'waiting')], refused],
  ])('%s', (_, order, listed, outcome) => {
    expect(outcomeInList(refundOf('ch_1', order), listed)).toEqual(outcome)
  })

  it('is not made by a refund of another of ours', () => {
    const due = { ...doneRefund('rfd_2', 500), isDone: false }
    const order = (others: (typeof due)[]) => refundOf('ch_1', { amount: 500, others })
    expect(outcomeInList(order([due]), [row('rfd_2', 500)])).toBeNull()
    expect(outcomeInList(order([doneRefund('rfd_2', 500)]), [row(null, 500)])).toBeNull()
    expect(outcomeInList(order([doneRefund('rfd_2', 500)]), [row(null, 500), row(null, 500)])).toEqual(refunded)
    expect(outcomeInList(order([due]), [row(null, 500)])).toEqual(refunded)
  })

  it('is made when all of the charge is back, as far as that is not of others', () => {
    const parts = [row(null, 2000), row(null, 2500)]
    expect(outcomeInList(refundOf('ch_1'), parts)).toEqual(refunded)
    const others = [doneRefund('rfd_2', 3000)]
    expect(outcomeInList(refundOf('ch_1', { amount: 1500, others }), parts)).toEqual(refunded)
    expect(outcomeInList(refundOf('ch_1', { amount: 1501, others }), parts)).toEqual(refused)
  })
})
