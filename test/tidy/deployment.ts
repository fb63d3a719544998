// The rules for the wrangler files and the packages, over their contents.
import { z } from 'zod'
import { attemptsMax } from '../../src/contract/dead-letter.ts'

const consumerSchema = z.looseObject({ queue: z.string(), dead_letter_queue: z.string().optional() })

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
  subscribers: readonly string[]
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
    subscribers.flatMap((subscriber) => {
      const queue = `homeappliance-${subscriber}-events`
      if (together.includes(subscriber)) {
        return [
          ...(isPolled(files, subscriber) ? [] : [`the order does not bind ${subscriber}'s Subscriber`]),
          ...(files.some(({ queues }) => [...queues.producers, ...queues.consumers].some((one) => one.queue === queue))
            ? [`${subscriber} gets its events together, and has a queue`]
            : []),
        ]
      }
      const consumer = consumersOf(files, `homeappliance-${subscriber}`).find((one) => one.queue === queue)
      if (consumer === undefined) return [`${subscriber} gets no events: no consumer of ${queue}`]
      const dead = `${queue}-dead`
      return [
        ...(bindsAsTold(files, subscriber) ? [] : [`the order does not bind ${queue} and ${subscriber}'s Subscriber`]),
        ...(consumer.dead_letter_queue === dead ? [] : [`${subscriber} has no dead letters in ${dead}`]),
        ...(consumersOf(files, operations).some((one) => one.queue === dead) ? [] : [`no consumer of ${dead}`]),
        ...(consumer['max_retries'] === attemptsMax
          ? []
          : [`${subscriber} does not give up after ${attemptsMax} tries`]),
        ...(producersOf(files, operations).some(
          (one) => one.queue === queue && one.binding === `${subscriber.toUpperCase()}_EVENTS`,
        )
          ? []
          : [`operations cannot send to ${queue} again`]),
      ]
    }),
  /** A queue or a poll that the routing table does not know. */
  strangers: ({ files, subscribers }: Shop) => {
    const order = files.find(({ name }) => name === 'homeappliance-order')
    const polled = order?.services.filter(({ entrypoint }) => entrypoint === 'Subscriber') ?? []
    const names = [...(order?.queues.producers ?? []), ...polled].map(({ binding }) => binding.replace(/_EVENTS$/, ''))
    const known = subscribers.map((subscriber) => subscriber.toUpperCase())
    return names.filter((name) => !known.includes(name)).map((name) => `the routing table has no ${name}`)
  },
} satisfies Record<string, (shop: Shop) => string[]>

/** Nothing else asks for the entrypoint: without it the order polls in vain. */
function bindsAsTold(files: readonly WranglerFile[], subscriber: string): boolean {
  const service = subscriber.toUpperCase()
  const order = files.find(({ name }) => name === 'homeappliance-order')
  const producer = order?.queues.producers.find(({ binding }) => binding === `${service}_EVENTS`)
  return producer?.queue === `homeappliance-${subscriber}-events` && isPolled(files, subscriber)
}

function isPolled(files: readonly WranglerFile[], subscriber: string): boolean {
  const order = files.find(({ name }) => name === 'homeappliance-order')
  const poll = order?.services.find(({ binding }) => binding === subscriber.toUpperCase())
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

function producersOf(files: readonly WranglerFile[], name: string) {
  return files.find((file) => file.name === name)?.queues.producers ?? []
}

function idsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [...(idKeys.has(key) ? [key] : []), ...idsIn(inner)])
}
