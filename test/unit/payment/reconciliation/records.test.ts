// The records of one order at all providers that may have its money.
import { describe, expect, it } from 'vitest'
import { adoptCharge } from '../../../../src/payment/domain/attempt.ts'
import type { RecordOutcome } from '../../../../src/payment/providers/provider.ts'
import { chargesIn, joinRecords, recordsOf } from '../../../../src/payment/reconciliation/records.ts'
import { noon, orderId, won } from '../../../support/orders.ts'

const paidWith = (provider: string) => {
  return { attempts: [adoptCharge(1, { provider, id: 'ch_1', amount: won(4500) }, false, noon)], refunds: [] }
}
const charge = { id: 'ch_1', amount: won(4500) }
const refund = { id: 're_1', amount: won(500) }
const has: Record<string, RecordOutcome> = {
  toss: { status: 'read', record: { charges: [charge], refunds: [] } },
  stripe: { status: 'read', record: { charges: [], refunds: [refund] } },
  away: { status: 'rejected' },
  broken: { status: 'unreadable', reason: 'timed out' },
}
const ask = (providers: string[], provider = 'toss') => {
  const record = async (name: string) => has[name] ?? { status: 'rejected' as const }
  return recordsOf({ providers, record }, orderId, paidWith(provider))
}

describe('the records of an order', () => {
  it('are those of every provider that is configured, each with its name', async () => {
    const outcome = await ask(['toss', 'stripe'])
    if (outcome.status !== 'read') throw new Error(outcome.status)
    expect(joinRecords(outcome.records)).toEqual({ charges: [charge], refunds: [refund], disputes: [] })
    expect(chargesIn(outcome.records)).toEqual([{ ...charge, provider: 'toss' }])
  })

  it('are none while one of them cannot be read', async () => {
    expect(await ask(['toss', 'away'])).toEqual({ status: 'rejected' })
    expect(await ask(['broken', 'toss'])).toEqual({ status: 'unreadable', reason: 'timed out' })
  })

  it('cannot be read when the provider of its charge is not configured any more', async () => {
    expect(await ask(['stripe'])).toMatchObject({ status: 'unreadable', reason: expect.stringContaining('"toss"') })
  })
})
