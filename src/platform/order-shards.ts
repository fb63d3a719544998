// The databases of a table that has rows for each order. An order stands for ever in the database where the layout of
// its time puts it: databases are added without moving a row, nor what no event tells, such as who has the order in
// hand, nor that a message was sent.
import type { OrderRecord } from '../contract/order.ts'
import { type Region, regionOf, regions } from '../contract/region.ts'
import { boundDatabases, type DatabaseBindings } from './bound-databases.ts'
import { variable } from './config.ts'
import type { Database } from './database.ts'
import type { Spread } from './rebuild.ts'
import { inRegion, regionsIn } from './region.ts'
import { shardOf } from './shard.ts'

/** The orders that are placed at `from` (epoch milliseconds) or later are spread over these databases by their id. */
export type Layout<T> = { from: number; databases: readonly T[] }

/** The oldest first, which has all orders before the next one. */
type Layouts<T> = readonly [Layout<T>, ...Layout<T>[]]

type Own<T> = { layouts: Layouts<T>; bound: readonly T[] }

/** `regions`: those that have databases of their own. `all`: each database, those of the regions last. */
export type OrderShards<T = Database> = Own<T> & { regions: ReadonlyMap<Region, Own<T>>; all: readonly T[] }

/** The cursor of a search has a place in each of them, and a page asks each of them. */
export const databasesMax = 99

/** Where the orders stand. */
export const layoutsVariable = variable(
  {
    meaning: 'which of its databases hold the orders, and those from a time on: `0; 1-3 from 2026-12-01T09:00:00Z`',
    default: '0',
  },
  layoutsIn,
)

/**
 * What a variable says, by the numbers of the databases: "0", or "0; 1-3 from 2026-12-01T09:00:00Z" when the orders
 * from then on are spread over three others. Throws when it says something else.
 */
export function layoutsIn(text: string): Layouts<number> {
  const [first, ...later] = text.split(';').map((part, index) => layoutIn(part.trim(), index === 0))
  if (first === undefined) throw malformed()
  const froms = later.map(({ from }) => from)
  if (froms.some((from, index) => index > 0 && from <= Number(froms[index - 1])))
    throw new Error('each layout begins later than the one before it')
  return [first, ...later]
}

/** The layouts of the databases that are bound. Throws when one of them has a number that is not. */
export function orderShards<T>([first, ...later]: Layouts<number>, bound: readonly T[]): OrderShards<T> {
  const ofBound = ({ from, databases }: Layout<number>): Layout<T> => ({
    from,
    databases: databases.map((number) => {
      const database = bound[number]
      if (database === undefined) throw new RangeError(`no database ${number} is bound: there are ${bound.length}`)
      return database
    }),
  })
  return { layouts: [ofBound(first), ...later.map(ofBound)], bound, regions: new Map(), all: bound }
}

/** What a Worker has of `env`: its layouts, its databases by their bindings, and how one is opened. */
type Bound<Env, B, T> = {
  layoutsOf: (env: Env) => Layouts<number>
  databasesOf: (env: Env) => ReadonlyMap<string, B>
  open: (database: B) => T
}

/** The databases of a Worker, with those of each region that has its own. */
export function shardsOfRegions<Env extends object, B, T>(
  env: Env,
  { layoutsOf, databasesOf, open }: Bound<Env, B, T>,
): OrderShards<T> {
  const shared = [...databasesOf(env).values()]
  const regions = regionsIn(env).flatMap((region) => {
    const own = inRegion(env, region)
    const databases = [...databasesOf(own).values()]
    const isOwn = region !== null && databases.every((database) => !shared.includes(database))
    return isOwn ? [[region, orderShards(layoutsOf(own), databases.map(open))] as const] : []
  })
  const world = orderShards(layoutsOf(env), shared.map(open))
  const all = [world, ...regions.map(([, own]) => own)].flatMap(({ bound }) => bound)
  return { ...world, regions: new Map(regions), all }
}

/** The part of the platform's databases that is used here. */
type Sessions = { withSession(constraint: 'first-primary'): Database }

/** As shardsOfRegions, of the databases that are bound under this name. Each is read where it is written. */
export function openShards<Name extends string, Env extends DatabaseBindings<Name, Sessions>>(
  env: Env,
  name: Name,
  layoutsOf: (env: Env) => Layouts<number>,
): OrderShards {
  const databasesOf = (own: Env) => boundDatabases<Name, Sessions>(own, name)
  return shardsOfRegions(env, { layoutsOf, databasesOf, open: (database) => database.withSession('first-primary') })
}

/** Each database by a number that stays its own, whatever databases are added to it. */
export function numbered<T>({ bound, regions: own }: OrderShards<T>): ReadonlyMap<number, T> {
  const places = [bound, ...regions.map((region) => own.get(region)?.bound ?? [])]
  return new Map(
    places.flatMap((databases, place) => {
      return databases.map((database, number) => [number * regionsMax + place, database] as const)
    }),
  )
}

/** More than there will ever be, with the one place of all orders without a region. */
const regionsMax = 8

type Placed = Pick<OrderRecord, 'orderId' | 'placedAt'>

/** The database in which the order stands. */
export function homeOf<T>(shards: OrderShards<T>, { orderId, placedAt }: Placed): T {
  const layouts = layoutsFor(shards, orderId)
  const [first] = layouts
  const { databases } = layouts.findLast(({ from }) => Date.parse(placedAt) >= from) ?? first
  return databaseOf(databases, orderId)
}

/** A layout that was deployed late is taken to be so by this at most. */
const lateMsMax = 86_400_000

/**
 * Where the order stands if its layout was deployed after its time, and so perhaps after the order: in the database of
 * the layout before. Null where that makes no difference, or the layout began more than a day before the order.
 */
export function formerHomeOf<T>(shards: OrderShards<T>, order: Placed): T | null {
  const placedAt = Date.parse(order.placedAt)
  const layouts = layoutsFor(shards, order.orderId)
  const current = layouts.findLastIndex(({ from }) => placedAt >= from)
  const [from, former] = [layouts[current]?.from, layouts[current - 1]]
  if (from === undefined || former === undefined || placedAt >= from + lateMsMax) return null
  const home = databaseOf(former.databases, order.orderId)
  return home === homeOf(shards, order) ? null : home
}

/** Where the order may stand, whenever it was placed: mostly one database, that of the newest layout first. */
export function mayHold<T>(shards: OrderShards<T>, orderId: string): readonly [T, ...T[]] {
  const layouts = layoutsFor(shards, orderId)
  const [first] = layouts
  const oldest = databaseOf(first.databases, orderId)
  const homes = layouts.map(({ databases }) => databaseOf(databases, orderId))
  const [newest = oldest, ...others] = new Set(homes.toReversed())
  return [newest, ...others]
}

/**
 * The database that has the order in this table; that of the newest layout when none has. It asks only when the order
 * may stand in several. `table`: SQL written in a store, never input.
 */
export async function databaseWith(shards: OrderShards, table: string, orderId: string): Promise<Database> {
  const [newest, ...others] = mayHold(shards, orderId)
  if (others.length === 0) return newest
  const has = async (database: Database) => {
    const { results } = await database.prepare(`SELECT 1 FROM ${table} WHERE order_id = ?`).bind(orderId).all()
    return results.length > 0
  }
  const homes = [newest, ...others]
  const found = await Promise.all(homes.map(has))
  return homes.find((_, index) => found[index]) ?? newest
}

/** See ProjectionTable: an order stands in one of the databases. */
export function spreadOver(shards: OrderShards, database: Database): Spread {
  const mayLack: Spread['mayLack'] = (orderId, owner) => owner === null && mayHold(shards, orderId).includes(database)
  return { owner: 'order_id', mayLack }
}

/** Those of the order's region, if it has databases of its own. */
function layoutsFor<T>(shards: OrderShards<T>, orderId: string): Layouts<T> {
  const region = regionOf(orderId)
  const own = region === null ? undefined : shards.regions.get(region)
  return (own ?? shards).layouts
}

function databaseOf<T>(databases: readonly T[], key: string): T {
  const database = databases[shardOf(key, databases.length)]
  if (database === undefined) throw new Error('a layout has no database')
  return database
}

const layoutPattern = /^(\d{1,2})(?:-(\d{1,2}))?(?: from (\S+))?$/

function layoutIn(text: string, isFirst: boolean): Layout<number> {
  const [, low, high, since] = layoutPattern.exec(text) ?? []
  if (low === undefined || isFirst !== (since === undefined)) throw malformed()
  const from = since === undefined ? 0 : Date.parse(since)
  const count = Number(high ?? low) - Number(low) + 1
  if (count < 1 || Number.isNaN(from) || since?.endsWith('Z') === false) throw malformed()
  if (Number(high ?? low) >= databasesMax) throw new Error(`there are ${databasesMax} databases at most, from 0 on`)
  return { from, databases: Array.from({ length: count }, (_, index) => Number(low) + index) }
}

function malformed(): Error {
  return new Error('it is like "0" or "0; 1-3 from 2026-12-01T09:00:00Z"')
}
