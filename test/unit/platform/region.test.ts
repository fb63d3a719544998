// A region: where an order is kept stands in its id, and each Worker has its bindings by that.
import { describe, expect, test } from 'vitest'
import { exampleEvents, exampleOrder } from '../../../scripts/contract/example-events.ts'
import { orderIdFor, orderIdSchema, randomOrderId, shortNumber } from '../../../src/contract/ids.ts'
import { orderMessage } from '../../../src/contract/message.ts'
import { type Region, regionOf, regions } from '../../../src/contract/region.ts'
import { boundDatabases } from '../../../src/platform/bound-databases.ts'
import { queuesOf } from '../../../src/platform/event-queues.ts'
import {
  byRegion,
  databasesOfRegions,
  inRegion,
  regionsIn,
  regionsText,
  sharedName,
} from '../../../src/platform/region.ts'

describe('the id of an order', () => {
  test.each(regions)('has the region %s, and is an id as any other', async (region) => {
    for (const id of [randomOrderId(region), await orderIdFor('usr_1', 'key', region)]) {
      expect(orderIdSchema.safeParse(id).success).toBe(true)
      expect(regionOf(id)).toBe(region)
    }
    expect(await orderIdFor('usr_1', 'key', region)).toBe(await orderIdFor('usr_1', 'key', region))
    expect(shortNumber(await orderIdFor('usr_1', 'key', region))).toBe(shortNumber(await orderIdFor('usr_1', 'key')))
  })

  test('has none where the order is in none, whatever its digits are', () => {
    const ids = Array.from({ length: 2000 }, () => randomOrderId())
    expect(ids.filter((id) => regionOf(id) !== null)).toEqual([])
    expect(regionOf(`ord_${'z'.repeat(26)}`)).toBeNull()
  })
})

const messageOf = (orderId: string) => orderMessage(exampleEvents.OrderPlaced, { ...exampleOrder, orderId })

/** The objects of a class, which say where they are. */
const namespace = (where: string): object => ({
  getByName: (name: string) => `${name} in ${where}`,
  jurisdiction: (region: Region) => namespace(region),
})
type Objects = { getByName(name: string): string }
const env = {
  ORDER_OBJECT: namespace('the world') as Objects,
  MYPAGE_SHARDS: '2',
  MYPAGE_SHARDS_EU: '1',
  MYPAGE_DB_0: 'world 0',
  MYPAGE_DB_1: 'world 1',
  MYPAGE_DB_EU_0: 'eu 0',
  ARCHIVE_DB: 'world',
  ARCHIVE_DB_EU: 'eu',
  MESSAGE_EVENTS: 'queue',
  MESSAGE_EVENTS_1: 'queue 1',
  MESSAGE_EVENTS_EU: 'queue eu',
  PAYMENT: 'service',
}

describe('what a Worker has for the orders of a region', () => {
  const eu = inRegion(env, 'eu')

  test('are the objects of its jurisdiction', () => {
    const objectOf = (orderId: string) => inRegion(env, regionOf(orderId)).ORDER_OBJECT.getByName(orderId)
    for (const region of regions) {
      const id = randomOrderId(region)
      expect(objectOf(id)).toBe(`${id} in ${region}`)
    }
    const id = randomOrderId()
    expect(objectOf(id)).toBe(`${id} in the world`)
  })

  test('are bindings and variables of its own, in place of all those of the others', () => {
    expect([eu.MYPAGE_DB_0, eu.MYPAGE_DB_1, eu.MYPAGE_SHARDS, eu.ARCHIVE_DB]).toEqual(['eu 0', undefined, '1', 'eu'])
    expect(queuesOf(eu as object, 'message')).toEqual(['queue eu'])
    expect(queuesOf(env as object, 'message')).toEqual(['queue', 'queue 1'])
  })

  test('is otherwise what all have, and a region without bindings has only its objects', () => {
    expect(eu.PAYMENT).toBe('service')
    expect([inRegion(env, 'us').MYPAGE_DB_1, inRegion(env, 'us').MYPAGE_SHARDS]).toEqual(['world 1', '2'])
    expect(inRegion(env, null)).toBe(env)
    expect(inRegion(env, 'eu')).toBe(eu)
  })

  test('is found by its names', () => {
    expect(regionsIn(env)).toEqual([null, 'eu'])
    expect(regionsIn({ MYPAGE_DB_0: 1, QUEUE: 1 })).toEqual([null])
    expect(Object.keys(env).map(sharedName)).toEqual(
      expect.arrayContaining(['MYPAGE_SHARDS', 'MYPAGE_DB_0', 'ARCHIVE_DB', 'MESSAGE_EVENTS_1']),
    )
    expect(sharedName('MYPAGE_SHARDS_EU')).toBe('MYPAGE_SHARDS')
    expect(sharedName('UNPAID_SECONDS')).toBe('UNPAID_SECONDS')
  })
})

test('each message is handled with the bindings of its order, and one region that fails keeps no other from it', async () => {
  const handled: unknown[] = []
  let broken = ''
  const handler = byRegion((of: typeof env) => of.ARCHIVE_DB, {
    async handleOrderEvents(database, messages) {
      if (database === broken) throw new Error(`${database} is down`)
      handled.push([database, messages.map(({ subject }) => subject)])
    },
    appliedSeq: async (database) => (database === 'eu' ? 7 : 1),
  })
  const [world, first, second] = [randomOrderId(), randomOrderId('eu'), randomOrderId('eu')]
  const messages = [first, world, second].map(messageOf)
  await handler.handleOrderEvents(env, messages, 'queue')
  expect(handled).toEqual([
    ['eu', [first, second]],
    ['world', [world]],
  ])
  const order = (orderId: string) => messageOf(orderId).data.order
  expect(await handler.appliedSeq(env, order(first), [])).toBe(7)
  expect(await handler.appliedSeq(env, order(world), [])).toBe(1)
  handled.length = 0
  broken = 'eu'
  await expect(handler.handleOrderEvents(env, messages, 'queue')).rejects.toThrow('eu is down')
  expect(handled).toEqual([['world', [world]]])
})

test('regions are named, or refused', () => {
  expect(regionsText('')).toEqual([])
  expect(regionsText('eu us')).toEqual(['eu', 'us'])
  expect(() => regionsText('eu kr')).toThrow('it can be: eu, us, fedramp')
})

test('the databases of all regions have their own names, and one that regions share stands there once', () => {
  type Env = Record<string, string>
  const databasesOf = (own: Env) => boundDatabases(own, 'MYPAGE_DB')
  const bound = { MYPAGE_DB_0: 'world', MYPAGE_DB_EU_0: 'eu', MYPAGE_SHARDS_US: '1' }
  expect([...databasesOfRegions<Env, string>(bound, databasesOf)]).toEqual([
    ['MYPAGE_DB_0', 'world'],
    ['MYPAGE_DB_EU_0', 'eu'],
  ])
  expect([...databasesOfRegions<Env, string>({ MYPAGE_DB: 'world', MYPAGE_DB_EU: 'eu' }, databasesOf).keys()]).toEqual([
    'MYPAGE_DB',
    'MYPAGE_DB_EU',
  ])
})
