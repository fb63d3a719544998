// The ledger that every adapter of a provider gives: the same suite for each, over HTTP.
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { randomOrderId } from '../../../../src/contract/ids.ts'
import type { LedgerEntry } from '../../../../src/payment/providers/provider.ts'
import { orderId, won } from '../../../support/payments.ts'
import { fixtures, type ProviderFixture } from '../../../support/providers/fixtures.ts'
import { refundOf } from '../../../support/refunds.ts'

vi.setConfig({ testTimeout: 60_000 })

const signal = new AbortController().signal
const charge = (token: string, key = `${orderId}-1`) => ({ key, orderId, amount: won(4500), token })

describe.each(Object.entries(fixtures))('the adapter of %s', (_name, openFixture) => {
  let fixture: ProviderFixture
  const opened: ProviderFixture[] = []
  beforeEach(async () => {
    fixture = await openFixture()
    opened.push(fixture)
  })
  afterAll(async () => {
    await Promise.all(opened.map(({ http }) => http.close()))
  })

  describe('its ledger', () => {
    it('shows every charge and refund of a period once, page by page, and names no order for those that are not ours', async () => {
      const from = Math.floor(Date.now() / 1000) * 1000
      const orders = Array.from({ length: 150 }, () => randomOrderId())
      const expected = new Set<string>()
      const shop = [...orders, 'another-shop'].map(async (own, index) => {
        const key = `${own}-1`
        const of = own === 'another-shop' ? null : own
        const made = await fixture.provider.charge(
          { ...charge(fixture.tokenOf('approved', key), key), orderId: own },
          signal,
        )
        if (made.status !== 'approved') throw new Error(`the charge was ${made.status}`)
        expected.add(`charge 4500 KRW of ${of}`)
        if (index % 4 === 3) return
        const back = { ...refundOf(made.chargeId, { refundId: `rfd_${own}`, amount: 1000 }), orderId: own }
        await fixture.provider.refund(back, signal)
        expected.add(`refund 1000 KRW of ${of}`)
      })
      await Promise.all(shop)
      await fixture.provider.charge(charge(fixture.tokenOf('declined')), signal)
      const to = Date.now() + 1000
      const entries = await wholeLedger(from, to)
      expect(new Set(entries.map(inWords))).toEqual(expected)
      expect(entries).toHaveLength(expected.size)
      expect(new Set(entries.map(({ id }) => id)).size).toBe(expected.size)
      for (const { at } of entries) expect(at >= from && at < to).toBe(true)
      expect(await wholeLedger(from - 3600_000, from)).toEqual([])
      expect(await wholeLedger(to, to + 3600_000)).toEqual([])
    })

    async function wholeLedger(from: number, to: number): Promise<LedgerEntry[]> {
      const entries: LedgerEntry[] = []
      for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages++) {
        const page = await fixture.provider.ledger(from, to, cursor, signal)
        entries.push(...page.entries)
        cursor = page.cursor
        expect(pages).toBeLessThan(200)
      }
      return entries
    }
  })
})

function inWords({ kind, amount, orderId: of }: LedgerEntry): string {
  return `${kind} ${amount.amount} ${amount.currency} of ${of}`
}
