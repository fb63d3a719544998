// What the pages that follow changes look at: each row has its own time, and lists share one row, which is written only
// while somebody follows.
import { expect, test } from 'vitest'
import { changedAt as deliveryChangedAt } from '../../../src/delivery/store.ts'
import { changedAt as worklistChangedAt } from '../../../src/ordermanagement/store.ts'
import { readNewestChange, recentChanges, watchMs } from '../../../src/platform/changes.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'

const noon = Date.parse('2026-11-02T12:00:00.000Z')

/** Writes of a release that does not date its rows. */
const writes = {
  ordermanagement: `INSERT INTO worklist (order_id, seq, order_status, paid_at, order_json) VALUES (?, 1, 'x', '', '{}')
    ON CONFLICT (order_id) DO UPDATE SET seq = seq + 1`,
  delivery: `INSERT INTO deliveries (order_id, delivery_id, seq, status, placed_at, order_json)
    VALUES (?, 'd', 1, 'started', '', '{}') ON CONFLICT (order_id) DO UPDATE SET seq = seq + 1`,
}
const changedAt = { ordermanagement: worklistChangedAt, delivery: deliveryChangedAt }
const folders = ['ordermanagement', 'delivery'] as const

function opened(folder: keyof typeof writes) {
  const clock = { now: noon }
  const database = openDatabase(folder, { now: () => clock.now })
  const write = (orderId: string) => database.prepare(writes[folder]).bind(orderId).run()
  return { clock, database, write, row: () => database.rows('SELECT newest, settled FROM following')[0] }
}

test.each(folders)('in %s each row has the time of its change, whoever writes it', async (folder) => {
  const { clock, database, write } = opened(folder)
  const changed = () => changedAt[folder](inOne(database), 'a')
  expect(await changed()).toBe(0)
  await write('a')
  expect(await changed()).toBe(noon)
  clock.now += 5
  await write('b')
  expect(await changed()).toBe(noon)
  await write('a')
  expect(await changed()).toBe(noon + 5)
  // Two in one millisecond, and a clock that was set back: the number grows all the same.
  await write('a')
  clock.now -= 1000
  await write('a')
  expect(await changed()).toBe(noon + 7)
})

test('a note of the staff is a change of its order', async () => {
  const { clock, database, write } = opened('ordermanagement')
  await write('a')
  clock.now += 5
  await database.prepare(`INSERT INTO notes VALUES ('a', '', 'n', 'note', '', '', '')`).run()
  expect(await worklistChangedAt(inOne(database), 'a')).toBe(noon + 5)
})

test.each(folders)('in %s nothing is written for the lists while nobody follows', async (folder) => {
  const { clock, database, write, row } = opened(folder)
  for (let order = 0; order < 5; order++) {
    await write(`o${order}`)
    clock.now += 2000
  }
  expect(row()).toEqual({ newest: 0, settled: 0 })
  // What changed until now was not written, so the first look counts as a change.
  expect(await readNewestChange([database])).toBe(clock.now)
})

test.each(folders)('in %s every change is told to those who follow, one write a second at most', async (folder) => {
  const { clock, database, write, row } = opened(folder)
  await readNewestChange([database])
  clock.now += 5000
  await write('a')
  const begun = row()
  // It is told when its second is over: who reads after that sees all changes of the second.
  expect(await readNewestChange([database])).toBe(noon)
  for (const orderId of ['a', 'b', 'c']) {
    clock.now += 300
    await write(orderId)
  }
  expect(row()).toEqual(begun)
  clock.now += 100
  expect(await readNewestChange([database])).toBe(noon + 6000)
  await write('a')
  expect(await readNewestChange([database])).toBe(noon + 6000)
})

test('who follows an order that changes without a pause is told each second', async () => {
  const { clock, database, write } = opened('delivery')
  await readNewestChange([database])
  const told = new Set<number>()
  for (let change = 0; change < 100; change++) {
    clock.now += 100
    await write('a')
    told.add(await readNewestChange([database]))
  }
  expect(told.size).toBeGreaterThanOrEqual(9)
})

test('who follows keeps changes written, with two writes a minute', async () => {
  const { clock, database, write } = opened('delivery')
  const before = await readNewestChange([database])
  const until: unknown[] = []
  for (let second = 0; second < 600; second += 2) {
    clock.now += 2000
    expect(await readNewestChange([database])).toBe(before)
    until.push(database.rows('SELECT watched_until FROM following')[0]?.['watched_until'])
  }
  expect(new Set(until).size).toBeLessThanOrEqual(21)
  await write('a')
  clock.now += 1000
  expect(await readNewestChange([database])).toBe(clock.now)
  clock.now += watchMs + 1
  await write('a')
  expect(await readNewestChange([database])).toBe(clock.now)
})

test('however many pages follow, the row is read about twice a second', async () => {
  const { clock, database, write } = opened('delivery')
  await readNewestChange([database])
  const recent = recentChanges(() => clock.now)
  const before = database.calls.single
  for (let page = 0; page < 100; page += 1) await recent([database])
  expect(database.calls.single - before).toBe(1)
  await write('a')
  clock.now += 1000
  expect(await recent([database])).toBe(noon + 1000)
})

test.each(folders)('in %s a page of the release before takes every ten seconds for a change', async (folder) => {
  const { clock, database } = opened(folder)
  const read = () => database.rows('SELECT newest, recent FROM changes WHERE id = 1')[0]
  const first = read()
  expect(JSON.parse(String(first?.['recent']))).toHaveLength(64)
  clock.now += 10_000
  expect(Number(read()?.['newest']) - Number(first?.['newest'])).toBe(10_000)
})
