// Refunds in the sandbox: made once, listed by their charge, and failing later by a call or by the charge's token.
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { Ledger } from '../../../src/sandbox/ledger.ts'
import { failsAfterMs } from '../../../src/sandbox/refunds.ts'
import { objectSql } from '../../support/node-storage.ts'

const now = Date.parse('2026-11-01T12:00:00.000Z')
const won = (amount: number) => ({ amount, currency: 'KRW' })
const keyed = (key: string) => ({ key, fingerprint: key })
const charge = { ...won(4500), declineReason: null, settlesAt: now, loseAnswer: false }

let ledger: Ledger
beforeEach(() => {
  ledger = new Ledger(objectSql(new DatabaseSync(':memory:')))
  ledger.charge('order-1', keyed('c1'), charge, now)
  ledger.charge('order-1', keyed('c2'), { ...charge, refunds: 'fail' }, now)
})

const refund = (amount: number, key: string, number = 1, at = now) =>
  ledger.refund(`ch_order-1_${number}`, keyed(key), won(amount), at)
const fail = (id: string, at = now) => ledger.failRefund(id, keyed(`fail ${id}`), at)
const listed = (number: number, at = now) =>
  (ledger.refunds(`ch_order-1_${number}`, at).body as { data: { id: string; status: string }[] }).data.map(
    ({ id, status }) => `${id} ${status}`,
  )
const moved = (at = now) => ledger.moved('order-1', at).refunds.map(({ id }) => id)
const movedOnTheDay = (at = now) => {
  return ledger.movements(now, now + 60_000, null, at).data.flatMap(({ kind, id }) => (kind === 'refund' ? [id] : []))
}

describe('a refund', () => {
  it('that fails is listed as such, moves no money, and leaves room for another', () => {
    expect(refund(4500, 'r')).toMatchObject({ status: 201, body: { status: 'succeeded' } })
    expect(fail('re_order-1_1')).toMatchObject({ status: 200, body: { id: 're_order-1_1', status: 'failed' } })
    expect(fail('re_order-1_1')).toMatchObject({ status: 200, body: { status: 'failed' } })
    expect([moved(), movedOnTheDay()]).toEqual([[], []])
    expect(refund(4500, 'r')).toMatchObject({ status: 201, body: { id: 're_order-1_1', status: 'failed' } })
    expect(refund(4500, 'r2')).toMatchObject({ status: 201, body: { id: 're_order-1_2', status: 'succeeded' } })
    expect(refund(1, 'r3')).toMatchObject({ status: 409 })
    expect(listed(1)).toEqual(['re_order-1_1 failed', 're_order-1_2 succeeded'])
    expect([moved(), movedOnTheDay()]).toEqual([['re_order-1_2'], ['re_order-1_2']])
  })

  it('of a card whose bank takes none is refused, however often', () => {
    ledger.charge('order-1', keyed('c3'), { ...charge, refunds: 'refused' }, now)
    for (const key of ['r', 'r', 'r2']) {
      expect(refund(1, key, 3)).toMatchObject({ status: 409, body: { error: { code: 'refund_not_allowed' } } })
    }
    expect(listed(3)).toEqual([])
  })

  it('is told by a webhook when it fails', () => {
    refund(4500, 'r')
    fail('re_order-1_1')
    const notices = ledger.notices.due(now + 60_000).map(({ type, number }) => `${type} ${number}`)
    expect(notices).toEqual(expect.arrayContaining(['refund.succeeded 1', 'refund.failed 1']))
  })

  it('fails by itself a few seconds later when its charge asked for it, the first alone', () => {
    refund(1000, 'r1', 2)
    expect(listed(2)).toEqual(['re_order-1_1 succeeded'])
    const later = now + failsAfterMs
    expect(listed(2, later)).toEqual(['re_order-1_1 failed'])
    expect([moved(later), movedOnTheDay(later)]).toEqual([[], []])
    refund(1000, 'r2', 2, later)
    refund(1000, 'r3', 1, later)
    expect(listed(2, later + 60_000)).toEqual(['re_order-1_1 failed', 're_order-1_2 succeeded'])
    expect(listed(1, later + 60_000)).toEqual(['re_order-1_3 succeeded'])
  })

  it.each(['re_order-1_9', 're_order-2_1', 'nonsense'])('that is not there (%s) does not fail', (id) => {
    expect(fail(id)).toMatchObject({ status: 404, body: { error: { code: 'refund_not_found' } } })
  })

  it('of a charge that is not there is not listed', () => {
    for (const id of ['ch_order-1_9', 'ch_order-9_1', 'nonsense']) {
      expect(ledger.refunds(id, now)).toMatchObject({ status: 404, body: { error: { code: 'charge_not_found' } } })
    }
  })
})
