// Disputes in the sandbox: raised and decided by a call, told by a webhook, and no refund beside them.
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { Ledger } from '../../../src/sandbox/ledger.ts'
import { objectSql } from '../../support/node-storage.ts'

const now = Date.parse('2026-11-01T12:00:00.000Z')
const won = (amount: number) => ({ amount, currency: 'KRW' })
const keyed = (key: string) => ({ key, fingerprint: key })

let ledger: Ledger
beforeEach(() => {
  ledger = new Ledger(objectSql(new DatabaseSync(':memory:')))
  ledger.charge('order-1', keyed('c'), { ...won(4500), declineReason: null, settlesAt: now, loseAnswer: false }, now)
})

const dispute = (amount = 4500, key = 'd') => ledger.dispute('ch_order-1_1', keyed(key), won(amount), now)
const decide = (status: 'won' | 'lost') => ledger.closeDispute('dp_order-1_1', keyed(status), status, now)
const refund = (amount: number) => ledger.refund('ch_order-1_1', keyed(`r${amount}`), won(amount), now)
const types = () => ledger.notices.due(now + 60_000).map(({ type }) => type)

describe('a dispute', () => {
  it('is raised once for a key, open, with a week to answer', () => {
    const facts = { id: 'dp_order-1_1', status: 'open', amount: 4500, evidenceDueBy: '2026-11-08T12:00:00.000Z' }
    expect(dispute()).toMatchObject({ status: 201, body: facts })
    expect(dispute()).toMatchObject({ status: 201, body: facts })
    expect(ledger.moved('order-1', now).disputes).toMatchObject([facts])
    expect(types()).toContain('dispute.created')
  })

  it('comes with a charge that asks for it', () => {
    const charge = { ...won(900), declineReason: null, settlesAt: now, loseAnswer: false, isDisputed: true }
    ledger.charge('order-2', keyed('c'), charge, now)
    ledger.charge('order-2', keyed('c'), charge, now)
    expect(ledger.moved('order-2', now).disputes).toMatchObject([{ id: 'dp_order-2_1', status: 'open', amount: 900 }])
  })

  it.each([
    ['ch_order-1_9', 404, 'charge_not_found'],
    ['no-id', 404, 'charge_not_found'],
  ])('of %s is refused', (chargeId, status, code) => {
    expect(ledger.dispute(chargeId, keyed('x'), won(1), now)).toMatchObject({ status, body: { error: { code } } })
  })

  it('of more than the charge is refused', () => {
    expect(dispute(4501)).toMatchObject({ status: 422, body: { error: { code: 'amount_too_large' } } })
  })

  it('lets nothing be refunded while it is open', () => {
    dispute(1500)
    expect(refund(500)).toMatchObject({ status: 409, body: { error: { code: 'charge_disputed' } } })
  })

  it.each([
    ['won', 4500],
    ['lost', 3000],
  ] as const)('that is %s leaves %i to refund, and is told', (status, left) => {
    dispute(1500)
    expect(decide(status)).toMatchObject({ status: 200, body: { status } })
    expect(refund(left + 1)).toMatchObject({ status: 422 })
    expect(refund(left)).toMatchObject({ status: 201 })
    expect(types()).toContain('dispute.closed')
  })

  it('is decided once', () => {
    dispute()
    decide('won')
    expect(decide('lost')).toMatchObject({ body: { status: 'won' } })
    expect(ledger.findDispute('dp_order-1_1', now)).toMatchObject({ status: 200, body: { status: 'won' } })
    expect(ledger.closeDispute('dp_order-1_2', keyed('x'), 'won', now)).toMatchObject({ status: 404 })
  })
})
