// The entries of the sandbox's ledger: their ids, their rows, and the movements in the order of their time.
import { expect, test } from 'vitest'
import {
  type Entry,
  entryTables,
  idOf,
  insertEntry,
  parseChargeId,
  readEntries,
  readMovements,
  shardCount,
  shardFor,
} from '../../../src/sandbox/entry.ts'
import { openStorage } from '../../support/node-storage.ts'
import { noon, orderId } from '../../support/orders.ts'

const charge = (number: number, more: Partial<Entry> = {}): Entry => ({
  reference: 'order-1',
  kind: 'charge',
  number,
  chargeNumber: null,
  idempotencyKey: `k${number}`,
  fingerprint: 'f',
  amount: 4500,
  currency: 'KRW',
  declineReason: null,
  createdAt: noon,
  settlesAt: noon,
  ...more,
})

function opened(...entries: Entry[]) {
  const storage = openStorage()
  storage.sql(entryTables)
  for (const entry of entries) insertEntry(storage, entry, null)
  return storage
}

test('a charge’s id leads back to its reference and number, also when the reference looks like one', () => {
  for (const reference of ['a', 'a_1', 'ch_a_1', orderId]) {
    const id = idOf({ kind: 'charge', reference, number: 12 })
    expect(parseChargeId(id)).toEqual({ reference, number: 12 })
  }
})

test.each(['', 'ch_a', 're_a_1', 'ch_a_1x', 'ch__1', `ch_${'a'.repeat(65)}_1`, 'ch_a/b_1', 'ch_a_1234567890'])(
  '"%s" is no id of a charge',
  (id) => expect(parseChargeId(id)).toBeNull(),
)

test('a reference has one shard, always the same, and all shards are used', () => {
  const shards = Array.from({ length: 200 }, (_, number) => shardFor(`order-${number}`))
  expect(new Set(shards).size).toBe(shardCount)
  expect(Array.from({ length: 200 }, (_, number) => shardFor(`order-${number}`))).toEqual(shards)
})

test('an entry is read back as it was written, and one that exists stays as it is', () => {
  const declined = charge(1, { declineReason: 'card_declined' })
  const refund = charge(1, { kind: 'refund', chargeNumber: 1, idempotencyKey: 'r1' })
  const storage = opened(declined, refund)
  insertEntry(storage, { ...declined, amount: 1 }, { at: noon, tries: 3 })
  expect(readEntries(storage, 'order-1')).toEqual([declined, refund])
  expect(storage.sql('SELECT notice_at FROM entry')).toEqual([{ notice_at: null }, { notice_at: null }])
  expect(readEntries(storage, 'order-2')).toEqual([])
})

test('movements are those from the first instant to before the last, without what was declined', () => {
  const storage = opened(
    charge(1, { settlesAt: noon - 1 }),
    charge(2, { settlesAt: noon }),
    charge(3, { settlesAt: noon + 9, declineReason: 'card_declined' }),
    charge(4, { settlesAt: noon + 9 }),
    charge(5, { settlesAt: noon + 10 }),
  )
  expect(readMovements(storage, noon, noon + 10, null, 10, noon).map(({ number }) => number)).toEqual([2, 4])
})

test('a page goes on after its last entry, also among entries of one instant', () => {
  const storage = opened(charge(2), charge(1), charge(1, { reference: 'order-0' }), charge(1, { kind: 'refund' }))
  const ids: string[] = []
  for (let after: Entry | null = null; ; ) {
    const [entry]: Entry[] = readMovements(storage, noon, noon + 1, after, 1, noon)
    if (entry === undefined) break
    ids.push(idOf(entry))
    after = entry
  }
  expect(ids).toEqual(['ch_order-0_1', 'ch_order-1_1', 'ch_order-1_2', 're_order-1_1'])
})
