// What the local runtime is told of each Worker of a harness: its bundle, its bindings and its variables.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { V4WorkerOptions } from 'miniflare'
import { layOutAssets } from '../../../scripts/assets.ts'
import type { WorkerSettings } from '../../../scripts/bundles/settings.ts'
import { personalDataWorkers } from '../../../scripts/state.ts'
import { testPersonalDataKeys } from '../vault.ts'
import { type ChangedBundle, type TestBundles, type TestEntry, testBundles } from './bundles.ts'

export type Service = { name: string; entrypoint?: string }
type Bindings = Record<string, string>

/** A Worker of the platform as its wrangler file describes it, with some changes. */
export type PlatformPart = {
  context: string
  /** Variables and secrets over those of its wrangler file. */
  vars?: Bindings
  /** Service bindings over those of its wrangler file. */
  services?: Record<string, Service>
  /** Another bundle than its own. */
  bundle?: ChangedBundle
  /** So many calls in its period for each rate limit. */
  rateLimit?: number
  /** Databases beside those of its wrangler file, by binding: the name under which the platform binds it. */
  databases?: Record<string, string>
  /** Classes of durable objects beside those of its wrangler file, by binding. */
  objects?: Record<string, string>
  /** Queues that it sends to beside those of its wrangler file, by binding. */
  queues?: Record<string, string>
  /** Queues that it consumes beside those of its wrangler file, each with the settings of one of those. */
  consumes?: Record<string, string>
  /** A second consumer: another instance over the same databases and objects, with the queue `<its queue>-2`. */
  isSecond?: boolean
}

/** A Worker that only tests run. */
export type TestPart = {
  name: string
  entry: TestEntry
  services?: Record<string, Service>
  /** Queues that it sends to, by binding. */
  queues?: Record<string, string>
  /** Its own classes of durable objects, by binding. */
  objects?: Record<string, string>
  /** Databases of the platform, by binding: the name under which the platform binds it. */
  databases?: Record<string, string>
}

export type HarnessWorker = PlatformPart | TestPart

type Described = V4WorkerOptions & ReturnType<typeof modulesIn>

const compatibilityDate = '2026-11-01'

/** The first Worker stays the first. */
export async function workerOptions(workers: readonly HarnessWorker[]): Promise<V4WorkerOptions[]> {
  layOutAssets()
  const bundles = await testBundles()
  const [first, ...others] = workers.map((worker) =>
    'context' in worker ? platformWorker(worker, bundles) : testWorker(worker, bundles),
  )
  if (first === undefined) throw new Error('a harness needs a Worker')
  return [first, ...others.toSorted((a, b) => sizeOf(a) - sizeOf(b))]
}

/** The runtime copies its whole configuration each time that a part is added, so large bundles come last. */
function sizeOf({ modules }: Described): number {
  return modules.reduce((sum, { path }) => sum + statSync(path).size, 0)
}

function platformWorker(part: PlatformPart, { settings, folderOf }: TestBundles): Described {
  const name = `homeappliance-${part.context}` as const
  const found = settings.get(name)
  if (found === undefined) throw new Error(`there is no Worker ${name}`)
  const { isSecond = false, queues = {}, consumes = {} } = part
  const described = isSecond ? { ...found, ...asSecond(found) } : found
  return {
    ...described,
    queueConsumers: { ...Object(described['queueConsumers']), ...each(consumes, (like) => consumerOf(like, found)) },
    queueProducers: { ...Object(found['queueProducers']), ...each(queues, (queueName) => ({ queueName })) },
    bindings: { ...found.bindings, ...secretsOf(part), ...toldLimits(part, found), ...part.vars },
    serviceBindings: { ...Object(found['serviceBindings']), ...part.services },
    ...(part.databases === undefined ? {} : { d1Databases: { ...Object(found['d1Databases']), ...part.databases } }),
    ...(part.objects === undefined ? {} : { durableObjects: alsoWith(part.objects, found) }),
    ...(part.rateLimit === undefined ? {} : { ratelimits: limitedTo(part.rateLimit, found) }),
    ...modulesIn(folderOf(part.bundle ?? name)),
  }
}

function secretsOf({ context }: PlatformPart): Bindings {
  return personalDataWorkers.some((name) => name === context) ? { PERSONAL_DATA_KEYS: testPersonalDataKeys } : {}
}

function testWorker(part: TestPart, { folderOf }: TestBundles) {
  const { name, entry, services = {}, queues = {}, objects = {}, databases = {} } = part
  return {
    name,
    compatibilityDate,
    serviceBindings: services,
    queueProducers: each(queues, (queueName) => ({ queueName })),
    d1Databases: each(databases, (id) => ({ id })),
    durableObjects: each(objects, (className) => ({ className, useSQLite: true })),
    ...modulesIn(folderOf(entry)),
  } satisfies V4WorkerOptions
}

/** Its objects stay those of the first. */
function asSecond({ name, ...settings }: WorkerSettings) {
  const { queueConsumers, durableObjects } = settings
  return {
    name: `${name}-2`,
    queueConsumers: Object.fromEntries(
      Object.entries(Object(queueConsumers)).map(([queue, options]) => [`${queue}-2`, Object(options)]),
    ),
    durableObjects: Object.fromEntries(
      Object.entries(Object(durableObjects)).map(([binding, object]) => [
        binding,
        { ...Object(object), scriptName: name },
      ]),
    ),
    additionalUnboundDurableObjects: [],
  }
}

function alsoWith(objects: Record<string, string>, { durableObjects }: WorkerSettings) {
  return { ...Object(durableObjects), ...each(objects, (className) => ({ className, useSQLite: true })) }
}

function consumerOf(queue: string, { queueConsumers }: WorkerSettings): object {
  return Object(Object(queueConsumers)[queue])
}

function each<T>(of: Record<string, string>, to: (value: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(of).map(([binding, value]) => [binding, to(value)]))
}

function modulesIn(folder: string) {
  return { modulesRoot: folder, modules: [{ type: 'ESModule' as const, path: join(folder, 'index.js') }] }
}

/** The limits as callers are told of them. */
function toldLimits({ rateLimit }: PlatformPart, { bindings }: WorkerSettings): Bindings {
  const limits = bindings['RATE_LIMITS']
  if (rateLimit === undefined || typeof limits !== 'string') return {}
  return { RATE_LIMITS: limits.replaceAll(/=\d+/g, `=${rateLimit}`) }
}

function limitedTo(calls: number, settings: WorkerSettings) {
  return Object.fromEntries(
    Object.entries(Object(settings['ratelimits'])).map(([binding, limit]) => {
      const { simple } = Object(limit)
      return [binding, { ...Object(limit), simple: { ...simple, limit: calls } }]
    }),
  )
}
