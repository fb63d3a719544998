// The migration of the sandbox's first release: all of its entries move into the ledger, also after a crash on the way.
import { describe, expect, it } from 'vitest'
import { migrateLedger, readFirstRelease } from '../../../src/sandbox/first-release.ts'
import { Ledger, type NewCharge } from '../../../src/sandbox/ledger.ts'
import { openStorage } from '../../support/node-storage.ts'
import { noon } from '../../support/orders.ts'

const charge: NewCharge = { amount: 4500, currency: 'KRW', declineReason: null, settlesAt: noon, loseAnswer: false }
const keyed = (key: string) => ({ key, fingerprint: 'a body' })
const won = (amount: number) => ({ amount, currency: 'KRW' })

describe('the data of the first release', () => {
  const tables = `
    CREATE TABLE charge (id TEXT PRIMARY KEY, number INTEGER NOT NULL, idempotency_key TEXT NOT NULL UNIQUE,
      amount INTEGER NOT NULL, currency TEXT NOT NULL, decline_reason TEXT, created_at INTEGER NOT NULL,
      settles_at INTEGER NOT NULL);
    CREATE TABLE refund (id TEXT PRIMARY KEY, charge_id TEXT NOT NULL, idempotency_key TEXT NOT NULL UNIQUE,
      amount INTEGER NOT NULL, currency TEXT NOT NULL, created_at INTEGER NOT NULL);
    CREATE TABLE request (idempotency_key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
    CREATE TABLE notice (subject TEXT PRIMARY KEY, type TEXT NOT NULL, due_at INTEGER NOT NULL,
      tries INTEGER NOT NULL);`

  /** The object of a reference: a charge whose notice was sent, and a refund whose notice is due. */
  function oldLedger(reference: string) {
    const storage = openStorage()
    storage.sql(`${tables}
      INSERT INTO request VALUES ('pay', 'a body'), ('back', 'another');
      INSERT INTO charge VALUES ('ch_${reference}_1', 1, 'pay', 4500, 'KRW', NULL, ${noon}, ${noon});
      INSERT INTO refund VALUES ('re_${reference}_1', 'ch_${reference}_1', 'back', 1500, 'KRW', ${noon + 1});
      INSERT INTO notice VALUES ('re_${reference}_1', 'refund.succeeded', ${noon + 2}, 1);`)
    return readFirstRelease(reference, storage)
  }

  function oldShard(references: string[]) {
    const storage = openStorage()
    const ledger = new Ledger(storage)
    storage.sql(`CREATE TABLE register (reference TEXT PRIMARY KEY, first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL) WITHOUT ROWID;`)
    for (const reference of references) storage.sql('INSERT INTO register VALUES (?, 1, 2)', reference)
    return { ledger, storage }
  }

  it('is moved into the ledger of its shard: money, keys and the notices still to send', async () => {
    const { ledger, storage } = oldShard(['old'])
    await migrateLedger(storage, async (reference) => oldLedger(reference))
    expect(ledger.moved('old', noon + 5)).toMatchObject({
      charges: [{ id: 'ch_old_1', amount: 4500 }],
      refunds: [{ id: 're_old_1', chargeId: 'ch_old_1', amount: 1500 }],
    })
    expect(ledger.charge('old', { key: 'pay', fingerprint: 'a body' }, charge, noon + 9)).toMatchObject({
      status: 201,
      body: { id: 'ch_old_1' },
    })
    expect(ledger.refund('ch_old_1', keyed('rest'), won(3001), noon + 9)).toMatchObject({ status: 422 })
    expect(ledger.refund('ch_old_1', keyed('rest'), won(3000), noon + 9)).toMatchObject({ body: { id: 're_old_2' } })
    expect(ledger.notices.due(noon + 2)).toEqual([
      { reference: 'old', kind: 'refund', number: 1, type: 'refund.succeeded', tries: 1 },
    ])
    expect(storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'register'`)).toEqual([])
  })

  it('is moved whole after a crash on the way, and a reference without entries is passed over', async () => {
    const references = Array.from({ length: 45 }, (_, number) => `old-${number}`)
    const { ledger, storage } = oldShard([...references, 'nothing-came-of-it'])
    let reads = 0
    const read = async (reference: string) => {
      if (++reads === 30) throw new Error('cut off')
      return reference.startsWith('old') ? oldLedger(reference) : readFirstRelease(reference, openStorage())
    }
    await expect(migrateLedger(storage, read)).rejects.toThrow('cut off')
    await migrateLedger(storage, read)
    for (const reference of references) expect(ledger.moved(reference, noon + 5).refunds).toHaveLength(1)
    expect(storage.sql('SELECT 1 FROM entry')).toHaveLength(90)
  })
})
