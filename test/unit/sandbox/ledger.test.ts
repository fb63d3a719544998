// A shard of the sandbox's ledger: many references side by side, its movements page by page, its notices, and what the
// first release left behind.
import { describe, expect, it } from 'vitest'
import { migrateLedger, readFirstRelease } from '../../../src/sandbox/first-release.ts'
import { Ledger, type NewCharge } from '../../../src/sandbox/ledger.ts'
import { noticesMax } from '../../../src/sandbox/notices.ts'
import { sendNotices } from '../../../src/sandbox/webhook.ts'
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

describe('the notices of a shard', () => {
  const ports = (now: number, isReceived: (body: string) => boolean) => {
    const sent: string[] = []
    return {
      sent,
      secret: 'secret',
      triesMax: 3,
      now: () => now,
      fetch: async (_url: string, init: RequestInit) => {
        sent.push(String(init.body))
        return new Response(null, { status: isReceived(String(init.body)) ? 204 : 503 })
      },
    }
  }

  it('are due after the answer, those of one second together, and so many at a time', async () => {
    const { ledger } = newLedger()
    for (let number = 0; number <= noticesMax; number++) {
      ledger.charge(`order-${number}`, keyed('key'), { ...charge, settlesAt: noon + number }, noon + number)
    }
    const due = noon + 1000
    expect(ledger.notices.nextAt()).toBe(due)
    expect(ledger.notices.due(due - 1)).toEqual([])
    const first = ports(due, () => true)
    await sendNotices(ledger.notices, first)
    expect(first.sent).toHaveLength(noticesMax)
    expect(ledger.notices.nextAt()).toBe(due)
    await sendNotices(ledger.notices, first)
    expect(first.sent).toHaveLength(noticesMax + 1)
    expect(ledger.notices.nextAt()).toBeNull()
  })

  it('are sent again after growing pauses when nobody receives them, and in the end no more', async () => {
    const { ledger } = newLedger()
    ledger.charge('heard', keyed('key'), charge, noon)
    ledger.charge('deaf', keyed('key'), { ...charge, declineReason: 'card_declined' }, noon)
    const pauses: (number | null)[] = []
    for (let now = ledger.notices.nextAt(); now !== null; now = ledger.notices.nextAt()) {
      const post = ports(now, (body) => body.includes('heard'))
      await sendNotices(ledger.notices, post)
      expect(post.sent).toContain(
        JSON.stringify({ type: 'charge.failed', data: { reference: 'deaf', id: 'ch_deaf_1' } }),
      )
      const next = ledger.notices.nextAt()
      pauses.push(next && next - now)
    }
    expect(pauses).toEqual([1000, 4000, null])
  })
})

describe('what the first release left', () => {
  const tables = `
    CREATE TABLE charge (id TEXT PRIMARY KEY, number INTEGER NOT NULL, idempotency_key TEXT NOT NULL UNIQUE,
      amount INTEGER NOT NULL, currency TEXT NOT NULL, decline_reason TEXT, created_at INTEGER NOT NULL,
      settles_at INTEGER NOT NULL);
    CREATE TABLE refund (id TEXT PRIMARY KEY, charge_id TEXT NOT NULL, idempotency_key TEXT NOT NULL UNIQUE,
      amount INTEGER NOT NULL, currency TEXT NOT NULL, created_at INTEGER NOT NULL);
    CREATE TABLE request (idempotency_key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
    CREATE TABLE notice (subject TEXT PRIMARY KEY, type TEXT NOT NULL, due_at INTEGER NOT NULL,
      tries INTEGER NOT NULL);`

  /** The object of a reference: a charge that was told of and a refund that was not. */
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
    const { ledger, storage } = newLedger()
    storage.sql(`CREATE TABLE register (reference TEXT PRIMARY KEY, first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL) WITHOUT ROWID;`)
    for (const reference of references) storage.sql('INSERT INTO register VALUES (?, 1, 2)', reference)
    return { ledger, storage }
  }

  it('is moved into the ledger of its shard: money, keys and what is still to be told', async () => {
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

  it('is moved whole when it is cut off on the way, and a reference that nothing came of is passed over', async () => {
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
    expect(pagesOf(ledger, 1000, noon + 5).flat()).toHaveLength(90)
  })
})
