// What a Worker has of its own for the orders of a region: bindings and variables with the region in their names, and
// the objects of the region's jurisdiction.
import { type Region, regionOf, regions } from '../contract/region.ts'
import type { EventHandler } from './checkpoint.ts'
import { throwFirst } from './concurrency.ts'
import { oneOf } from './config.ts'

/** Of a binding's name: `MYPAGE_DB_0` is `MYPAGE_DB` and `_0`. */
const namePattern = /^(.*?)(_\d+)?$/

const views = new WeakMap<object, Map<Region, object>>()

/**
 * The bindings and variables of a Worker as the orders of a region have them. Where `MYPAGE_DB_EU_0` is bound, it
 * stands as `MYPAGE_DB_0`, and no database of the others stands beside it; `MYPAGE_SHARDS_EU` stands as
 * `MYPAGE_SHARDS`. A namespace has the objects of the jurisdiction. What has no name of the region is shared by all.
 */
export function inRegion<Env extends object>(env: Env, region: Region | null): Env {
  if (region === null) return env
  const known = views.get(env) ?? new Map<Region, object>()
  views.set(env, known)
  const view = known.get(region) ?? viewOf(env, region)
  known.set(region, view)
  return view as Env
}

/** The regions that have something of their own among these bindings, and null for the orders of none. */
export function regionsIn(env: object): (Region | null)[] {
  const names = Object.keys(env)
  return [null, ...regions.filter((region) => names.some((name) => isOwn(name, region)))]
}

/** The databases of every region, each by its binding. `databasesOf`: those of one, by their names without it. */
export function databasesOfRegions<Env extends object, T>(
  env: Env,
  databasesOf: (env: Env) => ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  const shared = databasesOf(env)
  const isShared = new Set(shared.values())
  const own = regionsIn(env).flatMap((region) =>
    [...databasesOf(inRegion(env, region))].flatMap(([binding, database]) => {
      return region === null || isShared.has(database) ? [] : [[nameIn(region, binding), database] as const]
    }),
  )
  return new Map([...shared, ...own])
}

/** The region that a binding is of; null for one of all orders. */
export function regionOfBinding(name: string): Region | null {
  return regions.find((region) => isOwn(name, region)) ?? null
}

/** The region in which a database of this name is made, as `homeappliance-mypage-eu-0`; null for none. */
export function regionOfDatabase(name: string): Region | null {
  return regions.find((region) => new RegExp(`-${region}(-\\d+)?$`).test(name)) ?? null
}

/** The name without the region in it: of `MYPAGE_SHARDS_EU` it is `MYPAGE_SHARDS`. */
export function sharedName(name: string): string {
  const region = regionOfBinding(name)
  return region === null ? name : name.replace(`_${region.toUpperCase()}`, '')
}

/** A text such as `eu us`, read. Throws when it names what is no region. */
export function regionsText(text: string): Region[] {
  return text.split(/\s+/).flatMap((name) => (name === '' ? [] : [oneOf(...regions)(name)]))
}

/** The handler of a context's events: each order is handled with the ports of its region. */
export function byRegion<Env extends object, Ports>(
  portsOf: (env: Env) => Ports,
  handler: EventHandler<Ports>,
): EventHandler<Env> {
  const portsFor = (env: Env, orderId: string) => portsOf(inRegion(env, regionOf(orderId)))
  return {
    async handleOrderEvents(env, messages, source) {
      const groups = [...Map.groupBy(messages, ({ subject }) => regionOf(subject))]
      const handled = groups.map(([region, group]) =>
        handler.handleOrderEvents(portsOf(inRegion(env, region)), group, source),
      )
      throwFirst(await Promise.allSettled(handled))
    },
    appliedSeq: (env, order, brought) => handler.appliedSeq(portsFor(env, order.orderId), order, brought),
  }
}

/** The name of a binding with the region in it: of `MYPAGE_DB_0` it is `MYPAGE_DB_EU_0`. */
function nameIn(region: Region, binding: string): string {
  const [, base = binding, number = ''] = namePattern.exec(binding) ?? []
  return `${base}_${region.toUpperCase()}${number}`
}

function viewOf<Env extends object>(env: Env, region: Region): Env {
  const own = `_${region.toUpperCase()}`
  return new Proxy(env, {
    get(target, name) {
      if (typeof name !== 'string') return Reflect.get(target, name)
      const [, base = name, number = ''] = namePattern.exec(name) ?? []
      if (`${base}${own}${number}` in target) return Reflect.get(target, `${base}${own}${number}`)
      const hasOwn = [own, `${own}_0`].some((ending) => `${base}${ending}` in target)
      if (hasOwn) return undefined
      const shared: unknown = Reflect.get(target, name)
      return isNamespace(shared) ? shared.jurisdiction(region) : shared
    },
  })
}

function isOwn(name: string, region: Region): boolean {
  return new RegExp(`_${region.toUpperCase()}(_\\d+)?$`).test(name)
}

type Namespace = { jurisdiction(region: Region): unknown; getByName(name: string): unknown }

function isNamespace(value: unknown): value is Namespace {
  return typeof value === 'object' && value !== null && 'jurisdiction' in value && 'getByName' in value
}
