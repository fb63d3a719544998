// Reads the wrangler files as they will be deployed, with the migrations that their databases have.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { experimental_readRawConfig, unstable_readConfig } from 'wrangler'
import { z } from 'zod'
import type { PlatformWorker } from '../workers.ts'

/** What a deployment has to know of one Worker: read from its wrangler file and its migrations' folder. */
export type WorkerConfig = {
  name: string
  /** The path of its wrangler file. */
  config: string
  services: readonly { binding: string; service: string; entrypoint: string }[]
  /** The Durable Object classes it exports. */
  classes: readonly string[]
  producers: readonly string[]
  consumers: readonly { queue: string; deadLetterQueue: string | null }[]
  /** `folder`: of the migrations, whose file names are in their order. */
  databases: readonly { binding: string; name: string; folder: string; migrations: readonly string[] }[]
  buckets: readonly { binding: string; name: string; jurisdiction: string | null }[]
  secrets: readonly string[]
  vars: Readonly<Record<string, unknown>>
}

/** Read each Worker's wrangler file. Throws when one cannot be read or is no wrangler file. */
export function readConfigs(workers: readonly PlatformWorker[]): WorkerConfig[] {
  return workers.map(({ config }) => readWorker(config))
}

/** A wrangler file as JSON, to be read from any folder, without the service bindings to some Workers. */
export function configWithout(path: string, services: readonly string[]): string {
  const raw = rawSchema.parse(experimental_readRawConfig({ config: path }).rawConfig)
  const kept = raw.services.filter(({ service }) => !services.includes(service))
  return JSON.stringify({ ...raw, main: resolve(dirname(path), raw.main), services: kept })
}

const rawSchema = z.looseObject({
  main: z.string(),
  services: z.array(z.looseObject({ service: z.string() })).default([]),
})

/** The parts of wrangler's own reading that a deployment is planned from. */
const configSchema = z.object({
  name: z.string(),
  services: z.array(z.object({ binding: z.string(), service: z.string(), entrypoint: z.string().default('default') })),
  durable_objects: z.object({
    bindings: z.array(z.object({ class_name: z.string(), script_name: z.string().optional() })).default([]),
  }),
  queues: z.object({
    producers: z.array(z.object({ queue: z.string() })).default([]),
    consumers: z.array(z.object({ queue: z.string(), dead_letter_queue: z.string().optional() })).default([]),
  }),
  d1_databases: z.array(
    z.object({ binding: z.string(), database_name: z.string(), migrations_dir: z.string().default('migrations') }),
  ),
  r2_buckets: z
    .array(z.object({ binding: z.string(), bucket_name: z.string(), jurisdiction: z.string().optional() }))
    .default([]),
  secrets: z.object({ required: z.array(z.string()).default([]) }).default({ required: [] }),
  vars: z.record(z.string(), z.unknown()),
})

function readWorker(path: string): WorkerConfig {
  const config = configSchema.parse(unstable_readConfig({ config: path }, { hideWarnings: true }))
  const ownClasses = config.durable_objects.bindings.filter(({ script_name }) => script_name === undefined)
  return {
    name: config.name,
    config: path,
    services: config.services,
    classes: ownClasses.map(({ class_name }) => class_name),
    producers: config.queues.producers.map(({ queue }) => queue),
    consumers: config.queues.consumers.map(({ queue, dead_letter_queue }) => ({
      queue,
      deadLetterQueue: dead_letter_queue ?? null,
    })),
    databases: config.d1_databases.map(({ binding, database_name, migrations_dir }) => {
      const folder = resolve(dirname(path), migrations_dir)
      return { binding, name: database_name, folder, migrations: migrationsIn(folder) }
    }),
    buckets: config.r2_buckets.map(({ binding, bucket_name, jurisdiction }) => {
      return { binding, name: bucket_name, jurisdiction: jurisdiction ?? null }
    }),
    secrets: config.secrets.required,
    vars: config.vars,
  }
}

function migrationsIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
}
