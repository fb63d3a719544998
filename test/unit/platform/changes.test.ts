// What the pages that follow changes look at: one row, written by triggers, whoever writes an order.
import { expect, test } from 'vitest'
import { newestAfter, readChanges, recentChanges, recentMax } from '../../../src/platform/changes.ts'
import { openDatabase } from '../../support/sqlite.ts'

const noon = Date.parse('2026-11-02T12:00:00.000Z')

const writes = {
  ordermanagement: `INSERT INTO worklist (order_id, seq, order_status, paid_at, order_json) VALUES (?, 1, 'x', '', '{}')
    ON CONFLICT (order_id) DO UPDATE SET seq = seq + 1`,
  delivery: `INSERT INTO deliveries (order_id, delivery_id, seq, status, placed_at, order_json)
    VALUES (?, 'd', 1, 'started', '', '{}') ON CONFLICT (order_id) DO UPDATE SET seq = seq + 1`,
}

function opened(folder: keyof typeof writes) {
  const clock = { now: noon }
  const database = openDatabase(folder, { now: () => clock.now })
  const write = (orderId: string) => database.prepare(writes[folder]).bind(orderId).run()
  return { clock, database, write }
}

test.each(['ordermanagement', 'delivery'] as const)(
  'in %s every change counts, a new order and a later step',
  async (folder) => {
    const { clock, database, write } = opened(folder)
    expect(await readChanges(database)).toEqual({ newest: 0, recent: [] })
    await write('a')
    clock.now += 5
    await write('a')
    // Two in one millisecond, and a clock that was set back: the number grows all the same.
    await write('b')
    clock.now -= 1000
    await write('a')
    const recent = [
      ['a', noon],
      ['a', noon + 5],
      ['b', noon + 6],
      ['a', noon + 7],
    ]
    expect(await readChanges(database)).toEqual({ newest: noon + 7, recent })
  },
)

test('only the newest changes are kept, so that the row stays small', async () => {
  const { database, write } = opened('ordermanagement')
  for (let order = 0; order < recentMax + 3; order += 1) await write(`o${order}`)
  const { recent } = await readChanges(database)
  expect([recent.length, recent[0]?.[0], recent.at(-1)?.[0]]).toEqual([recentMax, 'o3', `o${recentMax + 2}`])
})

test('a list follows every change, and the page of an order its own', () => {
  const changes = {
    newest: 30,
    recent: [
      ['a', 10],
      ['b', 20],
      ['a', 30],
    ] as const,
  }
  expect(newestAfter(changes, null, 10)).toBe(30)
  expect(newestAfter(changes, 'a', 10)).toBe(30)
  expect(newestAfter(changes, 'b', 10)).toBe(20)
  for (const after of [20, 25, 99]) expect(newestAfter(changes, 'b', after)).toBe(after)
  expect(newestAfter(changes, 'c', 5)).toBe(5)
  expect(newestAfter(changes, null, 99)).toBe(99)
})

test('more changes than are kept count as one of every order', () => {
  const recent = Array.from({ length: recentMax }, (_, index) => ['a', 100 + index] as const)
  const changes = { newest: 100 + recentMax, recent }
  expect(newestAfter(changes, 'b', 50)).toBe(100)
  expect(newestAfter(changes, 'b', 100)).toBe(100)
  expect(newestAfter(changes, 'b', 120)).toBe(120)
})

test('however many pages follow, the row is read about twice a second', async () => {
  const { clock, database, write } = opened('delivery')
  const recent = recentChanges(() => clock.now)
  const before = database.calls.single
  for (let page = 0; page < 100; page += 1) await recent(database)
  expect(database.calls.single - before).toBe(1)
  await write('a')
  clock.now += 1000
  expect((await recent(database)).newest).toBe(noon)
})
