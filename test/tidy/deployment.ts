// The rules for the wrangler files and the packages, over their contents.
import { z } from 'zod'
import { attemptsMax } from '../../src/contract/dead-letter.ts'
import { queueOf, type Subscriber, serviceOf } from '../../src/contract/routing.ts'

const consumerSchema = z.looseObject({
  queue: z.string(),
  dead_letter_queue: z.string().optional(),
  max_retries: z.number().optional(),
})

const wranglerSchema = z.looseObject({
  name: z.string(),
  compatibility_date: z.string(),
  workers_dev: z.boolean().optional(),
  preview_urls: z.boolean().optional(),
  services: z
    .array(z.looseObject({ binding: z.string(), service: z.string(), entrypoint: z.string().optional() }))
    .default([]),
  queues: z
    .object({
      producers: z.array(z.looseObject({ binding: z.string(), queue: z.string() })).default([]),
      consumers: z.array(consumerSchema).default([]),
    })
    .default({ producers: [], consumers: [] }),
})

export type WranglerFile = z.infer<typeof wranglerSchema>

export function parseWranglerFile(content: unknown): WranglerFile {
  return wranglerSchema.parse(content)
}

const gateway = 'homeappliance-gateway'
const operations = 'homeappliance-operations'
const consumerValues = ['max_batch_size', 'max_batch_timeout', 'max_retries', 'retry_delay']
/** The `namespace_id` of a rate limiter is a number of our own. */
const idKeys = new Set(['account_id', 'database_id', 'id', 'preview_id', 'zone_id'])

export type Shop = {
  /** The folders of workers/ and src/. */
  workers: readonly string[]
  sources: readonly string[]
  /** The wrangler files, the gateway's own at the root too. */
  files: readonly WranglerFile[]
  subscribers: readonly Subscriber[]
  /** Those that get their events together have no queue. */
  together: readonly string[]
}

/** Every rule over the whole set of wrangler files. */
export const deploymentRules = {
  folders: ({ workers, sources, files }: Shop) =>
    workers.flatMap((context) => [
      ...(sources.includes(context) ? [] : [`workers/${context} has no src/${context}`]),
      ...(files.some(({ name }) => name === `homeappliance-${context}`) ? [] : [`${context} has no wrangler file`]),
    ]),
  dates: ({ files }: Shop) =>
    new Set(files.map(({ compatibility_date }) => compatibility_date)).size > 1
      ? ['the Workers have several compatibility dates']
      : [],
  publicAddresses: ({ files }: Shop) =>
    files.flatMap(({ name, workers_dev, preview_urls, ...file }) => [
      ...(name === gateway || (workers_dev === false && file['routes'] === undefined)
        ? []
        : [`${name} has a public address`]),
      ...(preview_urls === false ? [] : [`${name} has preview addresses`]),
    ]),
  /** Static files put two Workers of the platform before theirs, at every call. */
  staticFiles: ({ files }: Shop) =>
    files.flatMap((file) => (file.name === gateway && 'assets' in file ? ['the gateway has static files'] : [])),
  ids: ({ files }: Shop) => files.flatMap((file) => idsIn(file).map((id) => `${file.name} names an account's ${id}`)),
  consumers: ({ files }: Shop) =>
    files.flatMap(({ name, queues }) =>
      queues.consumers.flatMap((consumer) => [
        ...consumerValues
          .filter((value) => typeof consumer[value] !== 'number')
          .map((value) => `${name} leaves ${value} of ${consumer.queue} to the platform's default`),
        ...('max_concurrency' in consumer ? [`${name} limits how many consume ${consumer.queue}`] : []),
      ]),
    ),
  subscribers: ({ files, subscribers, together }: Shop) =>
    subscribers.flatMap((subscriber) => [
      ...(isPolled(files, subscriber) ? [] : [`the order does not bind ${subscriber}'s Subscriber`]),
      ...(together.includes(subscriber) ? strayQueues(files, subscriber) : queueFaults(files, subscriber)),
    ]),
  /** A queue or a poll that the routing table does not know. */
  strangers: ({ files, subscribers }: Shop) => {
    const order = files.find(({ name }) => name === 'homeappliance-order')
    const polled = order?.services.filter(({ entrypoint }) => entrypoint === 'Subscriber') ?? []
    const names = [...(order?.queues.producers ?? []), ...polled].map(({ binding }) =>
      binding.replace(/_EVENTS(_\d+)?$/, ''),
    )
    const known: string[] = subscribers.map(serviceOf)
    return names.filter((name) => !known.includes(name)).map((name) => `the routing table has no ${name}`)
  },
} satisfies Record<string, (shop: Shop) => string[]>

/**
 * The queues of a subscriber are numbered without a gap. Each has a consumer, and operations sends dead letters to it
 * again; orders send to the first of them, and to all but while one is being emptied.
 */
function queueFaults(files: readonly WranglerFile[], subscriber: Subscriber): string[] {
  const dead = `${queueOf(subscriber, 0).name}-dead`
  const consumers = consumersOf(files, `homeappliance-${subscriber}`).filter(({ queue }) => isOf(queue, subscriber))
  const numbered = consumers.map((_, number) => queueOf(subscriber, number))
  const [consumed, bound] = [names(consumers), numbered.map(({ name }) => name).join()]
  const told = bindingsTo(files, 'homeappliance-order', subscriber)
  const again = bindingsTo(files, operations, subscriber)
  const wanted = numbered.map(({ binding, name }) => `${binding}=${name}`)
  return [
    ...(consumers.length > 0 ? [] : [`${subscriber} gets no events: it consumes no queue`]),
    ...(consumed === bound ? [] : [`${subscriber} consumes ${consumed}, and not ${bound}`]),
    ...(told.length > 0 && told.every((one, number) => one === wanted[number])
      ? []
      : [`the order binds ${told.join(', ') || 'none'} of ${wanted.join(', ')}`]),
    ...(again.join() === wanted.join()
      ? []
      : [`operations sends again to ${again.join(', ')}, not ${wanted.join(', ')}`]),
    ...(names(consumersOf(files, operations)).split(',').includes(dead) ? [] : [`no consumer of ${dead}`]),
    ...consumers.flatMap(({ queue, dead_letter_queue, max_retries }) => [
      ...(dead_letter_queue === dead ? [] : [`${queue} has no dead letters in ${dead}`]),
      ...(max_retries === attemptsMax ? [] : [`${subscriber} does not give up ${queue} after ${attemptsMax} tries`]),
    ]),
  ]
}

function strayQueues(files: readonly WranglerFile[], subscriber: Subscriber): string[] {
  const queues = files.flatMap(({ queues }) => [...queues.producers, ...queues.consumers])
  return queues.some(({ queue }) => isOf(queue, subscriber))
    ? [`${subscriber} gets its events together, and has a queue`]
    : []
}

/** The queues of a subscriber that a Worker sends to, by binding. */
function bindingsTo(files: readonly WranglerFile[], worker: string, subscriber: Subscriber): string[] {
  const producers = files.find(({ name }) => name === worker)?.queues.producers ?? []
  const isBound = (binding: string) => new RegExp(`^${serviceOf(subscriber)}_EVENTS(_|$)`).test(binding)
  return producers
    .filter(({ binding, queue }) => isBound(binding) || isOf(queue, subscriber))
    .map(({ binding, queue }) => `${binding}=${queue}`)
}

function isOf(queue: string, subscriber: Subscriber): boolean {
  return new RegExp(`^homeappliance-${subscriber}-events(-\\d+)?$`).test(queue)
}

function names(consumers: readonly { queue: string }[]): string {
  return consumers.map(({ queue }) => queue).join()
}

/** Nothing else asks for the entrypoint: without it the order polls in vain. */
function isPolled(files: readonly WranglerFile[], subscriber: Subscriber): boolean {
  const order = files.find(({ name }) => name === 'homeappliance-order')
  const poll = order?.services.find(({ binding }) => binding === serviceOf(subscriber))
  return poll?.service === `homeappliance-${subscriber}` && poll.entrypoint === 'Subscriber'
}

const versionsSchema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
const packageSchema = z.looseObject({
  dependencies: versionsSchema,
  devDependencies: versionsSchema,
  overrides: versionsSchema.default({}),
})

/** The packages of a package.json that name no exact version. */
export function looseVersions(content: unknown): string[] {
  const { dependencies, devDependencies, overrides } = packageSchema.parse(content)
  const flat = [dependencies, devDependencies, overrides].flatMap((list) =>
    Object.entries(list).flatMap(([name, version]) =>
      typeof version === 'string' ? [[name, version] as const] : Object.entries(version),
    ),
  )
  return flat
    .filter(([, version]) => !/^(npm:[@\w/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is not pinned: ${version}`)
}

function consumersOf(files: readonly WranglerFile[], name: string) {
  return files.find((file) => file.name === name)?.queues.consumers ?? []
}

function idsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [...(idKeys.has(key) ? [key] : []), ...idsIn(inner)])
}
