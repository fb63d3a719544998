// A shard of the sandbox's ledger: many references side by side, one entry for each key, its movements page by page.
import { describe, expect, it } from 'vitest'
import { Ledger, type NewCharge } from '../../../src/sandbox/ledger.ts'
import { openStorage } from '../../support/node-storage.ts'
import { noon } from '../../support/orders.ts'

const charge: NewCharge = { amount: 4500, currency: 'KRW', declineReason: null, settlesAt: noon, loseAnswer: false }
const keyed = (key: string) => ({ key, fingerprint: 'a body' })
const won = (amount: number) => ({ amount, currency: 'KRW' })

function newLedger() {
  const storage = openStorage()
  return { storage, ledger: new Ledger(storage) }
}

/** Every page of the movements from noon on, of so much time. */
function pagesOf(ledger: Ledger, ms: number, now: number): string[][] {
  const pages: string[][] = []
  for (let after: Parameters<Ledger['movements']>[2] = null; ; ) {
    const { data, next } = ledger.movements(noon, noon + ms, after, now)
    pages.push(data.map(({ id }) => id))
    if (next === null) return pages
    after = next
  }
}

describe('a shard of the ledger', () => {
  it('keeps apart what belongs to different references, under the same key too', () => {
    const { ledger } = newLedger()
    for (const reference of ['a', 'a_1', 'b']) {
      expect(ledger.charge(reference, keyed('key'), charge, noon)).toMatchObject({
        status: 201,
        body: { id: `ch_${reference}_1`, reference },
      })
    }
    ledger.charge('a', keyed('another'), charge, noon)
    ledger.refund('ch_a_1_1', keyed('back'), won(500), noon)
    expect(ledger.moved('a', noon)).toMatchObject({ charges: [{ id: 'ch_a_1' }, { id: 'ch_a_2' }], refunds: [] })
    expect(ledger.moved('a_1', noon)).toMatchObject({
      charges: [{ id: 'ch_a_1_1' }],
      refunds: [{ id: 're_a_1_1', chargeId: 'ch_a_1_1', amount: 500 }],
    })
  })

  it('refuses a key that was used for another request, a refund after a charge too', () => {
    const { ledger } = newLedger()
    ledger.charge('a', keyed('key'), charge, noon)
    expect(ledger.refund('ch_a_1', { key: 'key', fingerprint: 'x' }, won(4500), noon)).toMatchObject({ status: 422 })
    expect(ledger.moved('a', noon).refunds).toEqual([])
  })

  it('writes one row for a charge, and none for a repeat', () => {
    const { ledger, storage } = newLedger()
    const rows = () => storage.sql('SELECT * FROM entry').length
    ledger.charge('a', keyed('key'), charge, noon)
    ledger.charge('a', keyed('key'), charge, noon)
    expect(rows()).toBe(1)
  })

  it('shows each movement once, by its time and in pages, though more come in the meantime', () => {
    const { ledger } = newLedger()
    for (let number = 0; number < 250; number++) {
      ledger.charge(`order-${number}`, keyed('key'), { ...charge, settlesAt: noon + Math.floor(number / 7) }, noon)
    }
    ledger.charge('declined', keyed('key'), { ...charge, declineReason: 'card_declined' }, noon)
    ledger.charge('later', keyed('key'), { ...charge, settlesAt: noon + 900 }, noon)
    ledger.charge('outside', keyed('key'), { ...charge, settlesAt: noon + 1000 }, noon)
    const pages = pagesOf(ledger, 1000, noon + 5000)
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 51])
    const ids = pages.flat()
    expect(new Set(ids).size).toBe(251)
    expect(ids.at(-1)).toBe('ch_later_1')
    expect(pagesOf(ledger, 1000, noon + 899).flat()).not.toContain('ch_later_1')
  })

  it('reads the movements of a time, and the notices due, by an index', () => {
    const { storage } = newLedger()
    const plan = (query: string) => storage.sql(`EXPLAIN QUERY PLAN ${query}`).map((row) => String(row['detail']))
    expect(plan('SELECT * FROM entry WHERE settles_at >= 1 AND settles_at < 2')[0]).toContain('entry_by_time')
    expect(plan('SELECT * FROM entry WHERE notice_at <= 1 ORDER BY notice_at')[0]).toContain('entry_to_tell')
    expect(plan('SELECT * FROM entry WHERE reference = 1 ORDER BY kind, number')).toEqual([
      'SEARCH entry USING PRIMARY KEY (reference=?)',
    ])
  })
})
