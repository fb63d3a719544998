// Where an order stands: in the database where the layout of its time puts it, for ever.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomOrderId } from '../../../src/contract/ids.ts'
import type { Region } from '../../../src/contract/region.ts'
import { boundDatabases } from '../../../src/platform/bound-databases.ts'
import {
  databasesMax,
  databaseWith,
  homeOf,
  layoutsIn,
  mayHold,
  numbered,
  orderShards,
  shardsOfRegions,
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

describe('an order of a region', () => {
  const world = { DB: 'world', DB_1: 'world 1', LAYOUTS: '0-1' }
  const europe = { DB_EU: 'eu', DB_EU_1: 'eu 1', LAYOUTS_EU: '0; 1 from 2026-12-01T00:00:00Z' }
  type Env = Record<string, string>
  const shardsIn = (env: Env) =>
    shardsOfRegions<Env, string, string>(env, {
      layoutsOf: (own) => layoutsIn(own['LAYOUTS'] ?? ''),
      databasesOf: (own) => boundDatabases(own, 'DB'),
      open: (database) => database,
    })
  const homesIn = (env: Env, region: Region | null, placedAt = november) => {
    const homes = Array.from({ length: 30 }, () => homeOf(shardsIn(env), { orderId: randomOrderId(region), placedAt }))
    return [...new Set(homes)].sort()
  }

  test('stands in the databases of its region, by the layouts of its region, and others do not', () => {
    const env = { ...world, ...europe }
    expect([homesIn(env, 'eu'), homesIn(env, 'eu', december)]).toEqual([['eu'], ['eu 1']])
    expect([homesIn(env, null), homesIn(env, 'us')]).toEqual([
      ['world', 'world 1'],
      ['world', 'world 1'],
    ])
    expect(mayHold(shardsIn(env), randomOrderId('eu'))).toEqual(['eu 1', 'eu'])
    expect(shardsIn(env).all).toEqual(['world', 'world 1', 'eu', 'eu 1'])
  })

  test('stands with the others where its region has no databases, each of which is listed once', () => {
    const env = { ...world, LAYOUTS_EU: '0' }
    expect(homesIn(env, 'eu')).toEqual(['world', 'world 1'])
    expect(shardsIn(env).all).toEqual(['world', 'world 1'])
  })

  test('a database keeps its number when another one is added before it', () => {
    const numberOf = (env: Env, wanted: string) =>
      [...numbered(shardsIn(env))].find(([, database]) => database === wanted)?.[0]
    const { DB_1: _, ...less } = world
    const before = { ...less, ...europe, LAYOUTS: '0' }
    for (const name of ['world', 'eu', 'eu 1']) {
      expect(numberOf({ ...world, ...europe }, name)).toBe(numberOf(before, name))
    }
    expect(new Set(numbered(shardsIn({ ...world, ...europe })).values()).size).toBe(4)
  })
})
