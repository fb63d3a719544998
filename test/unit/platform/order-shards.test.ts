// Where an order stands: in the database where the layout of its time puts it, for ever.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  databasesMax,
  databaseWith,
  homeOf,
  layoutsIn,
  mayHold,
  orderShards,
} from '../../../src/platform/order-shards.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const bound = ['a', 'b', 'c', 'd', 'e']
const [november, december] = ['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z']
const shardsFor = (text: string) => orderShards(layoutsIn(text), bound)

describe('the variable', () => {
  test.each([
    ['0', [['a']]],
    ['2', [['c']]],
    ['0-2', [['a', 'b', 'c']]],
    ['0; 1-3 from 2026-12-01T00:00:00Z', [['a'], ['b', 'c', 'd']]],
    ['0;0-1 from 2026-12-01T00:00Z ; 2-4 from 2027-01-01T00:00:00.000Z', [['a'], ['a', 'b'], ['c', 'd', 'e']]],
  ])('"%s"', (text, databases) => {
    expect(shardsFor(text).layouts.map((layout) => layout.databases)).toEqual(databases)
  })

  test.each([
    ...['', 'one', '-1', '2-1', '0, 1', '0 to 3', '0 from 2026-12-01T00:00:00Z', '0; 1', '0; 1 from soon', '0;'],
    ...['0; 1 from 2026-12-01T00:00:00', `${databasesMax}`, `0-${databasesMax}`],
    '0; 1 from 2026-12-02T00:00:00Z; 2 from 2026-12-01T00:00:00Z',
    '0; 1 from 2026-12-01T00:00:00Z; 2 from 2026-12-01T00:00Z',
  ])('"%s" is refused', (text) => {
    expect(() => layoutsIn(text)).toThrow()
  })

  test('a number that is not bound is refused', () => {
    expect(() => shardsFor('0; 1-5 from 2026-12-01T00:00:00Z')).toThrow('no database 5 is bound: there are 5')
  })
})

describe('an order', () => {
  test('stands where the layout of its time puts it, to the millisecond', () => {
    const shards = shardsFor('0; 1-3 from 2026-12-01T00:00:00Z')
    const homes = (placedAt: string) => {
      return new Set(
        Array.from({ length: 50 }, (_, number) => homeOf(shards, { orderId: orderIdOf(number), placedAt })),
      )
    }
    expect(homes('2026-11-30T23:59:59.999Z')).toEqual(new Set(['a']))
    expect(homes(december)).toEqual(new Set(['b', 'c', 'd']))
  })

  test('never moves when a layout is added, and is among those that may hold it', () => {
    const texts = [
      '0',
      '0; 0-2 from 2026-11-15T00:00:00Z',
      '0; 0-2 from 2026-11-15T00:00:00Z; 3-4 from 2026-12-15T00:00Z',
    ]
    const before = fc.integer({ min: Date.parse(november), max: Date.parse('2026-11-14T23:59:59.999Z') })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), before, (number, at) => {
        const order = { orderId: orderIdOf(number), placedAt: new Date(at).toISOString() }
        const homes = texts.map((text) => homeOf(shardsFor(text), order))
        expect(new Set(homes)).toEqual(new Set(['a']))
        for (const text of texts) expect(mayHold(shardsFor(text), order.orderId)).toContain('a')
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.date({ noInvalidDate: true }), (number, date) => {
        const order = { orderId: orderIdOf(number), placedAt: date.toISOString() }
        for (const text of texts)
          expect(mayHold(shardsFor(text), order.orderId)).toContain(homeOf(shardsFor(text), order))
      }),
    )
  })

  test('is spread evenly', () => {
    const shards = shardsFor('0-3')
    const counts = new Map<string, number>()
    for (let number = 0; number < 4000; number += 1) {
      const home = homeOf(shards, { orderId: orderIdOf(number), placedAt: november })
      counts.set(home, (counts.get(home) ?? 0) + 1)
    }
    expect(Math.min(...counts.values())).toBeGreaterThan(900)
  })
})

describe('by its id alone an order', () => {
  const insert = `INSERT INTO deliveries (order_id, delivery_id, seq, status, placed_at, order_json)
    VALUES ('${orderIdOf(1)}', 'd', 1, 'started', '', '{}')`

  test('is found where it stands, in an older layout too', async () => {
    const databases = [openDatabase('delivery'), openDatabase('delivery')] as const
    const shards = orderShards(layoutsIn('0; 1 from 2026-12-01T00:00:00Z'), databases)
    expect(await databaseWith(shards, 'deliveries', orderIdOf(1))).toBe(databases[1])
    databases[0].rows(insert)
    expect(await databaseWith(shards, 'deliveries', orderIdOf(1))).toBe(databases[0])
  })

  test('asks nothing where only one database may hold it', async () => {
    const databases = [openDatabase('delivery'), openDatabase('delivery')] as const
    await databaseWith(orderShards(layoutsIn('0-1'), databases), 'deliveries', orderIdOf(1))
    expect(databases.map(({ calls }) => calls.single)).toEqual([0, 0])
  })
})
