// The account at Cloudflare as a deployment sees and changes it, through wrangler's commands.
import { z } from 'zod'
import { regionOfDatabase } from '../../src/platform/region.ts'
import type { Output } from '../wrangler-session.ts'
import type { Deployment, History, Release, Version } from './release.ts'

export type Wrangler = (args: readonly string[]) => Promise<Output>

/** A deployment cannot go on. The message is for the user: what is wrong, and what to do. */
export class DeployFault extends Error {}

/** What the account has of a Worker. */
export type Deployed = { secrets: readonly string[]; history: History }

/** The account that commands change. Throws DeployFault when nobody is signed in, or it is not one. */
export async function findAccount(wrangler: Wrangler, chosen: string | null): Promise<{ id: string; name: string }> {
  const reported = await wrangler(['whoami', '--json'])
  const answer = whoamiSchema.safeParse(parseJson(reported.stdout))
  if (answer.data?.loggedIn === false) {
    throw new DeployFault('Nobody is signed in at Cloudflare: run "npx wrangler login", or set CLOUDFLARE_API_TOKEN.')
  }
  if (reported.code !== 0 || !answer.success) throw new DeployFault(reported.output.trim())
  const { accounts } = answer.data
  const [account, ...others] = chosen === null ? accounts : accounts.filter(({ id }) => id === chosen)
  if (account === undefined) {
    throw new DeployFault(
      chosen === null ? 'This sign-in reaches no account.' : `It does not reach the account ${chosen}.`,
    )
  }
  if (others.length === 0) return account
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  throw new DeployFault(`There are several accounts: set CLOUDFLARE_ACCOUNT_ID to the one to deploy to.\n${list}`)
}

/** What the account has of a Worker; null when there is none of that name. */
export async function lookUp(wrangler: Wrangler, config: string): Promise<Deployed | null> {
  const listed = await wrangler(['secret', 'list', '--format', 'json', '-c', config])
  if (listed.code !== 0 && listed.output.includes('not found')) return null
  const secrets = read(listed, z.array(z.object({ name: z.string() })))
  const deployments = read(await wrangler(['deployments', 'list', '--json', '-c', config]), deploymentsSchema)
  const versions = read(await wrangler(['versions', 'list', '--json', '-c', config]), versionsSchema)
  const history = { versions: versions.toReversed().map(versionFrom), deployments: deployments.toReversed().map(from) }
  return { secrets: secrets.map(({ name }) => name), history }
}

/** The object classes of a version. */
export async function classesOf(wrangler: Wrangler, config: string, version: string): Promise<string[]> {
  const { resources } = read(await wrangler(['versions', 'view', version, '--json', '-c', config]), versionViewSchema)
  return resources.bindings.flatMap(({ type, class_name, script_name }) =>
    type === 'durable_object_namespace' && class_name !== undefined && script_name === undefined ? [class_name] : [],
  )
}

export async function databaseNames(wrangler: Wrangler): Promise<string[]> {
  const databases = read(await wrangler(['d1', 'list', '--json']), z.array(z.object({ name: z.string() })))
  return databases.map(({ name }) => name)
}

/** Those of `migrations` that a database has not had yet. */
export async function pendingMigrations(
  wrangler: Wrangler,
  database: string,
  config: string,
  migrations: readonly string[],
): Promise<string[]> {
  const { output } = succeeded(await wrangler(['d1', 'migrations', 'list', database, '--remote', '-c', config]))
  return migrations.filter((migration) => output.includes(migration))
}

export async function hasQueue(wrangler: Wrangler, queue: string): Promise<boolean> {
  const known = await wrangler(['queues', 'info', queue])
  if (known.code !== 0 && known.output.includes('does not exist')) return false
  return succeeded(known)
    .stdout.split('\n')
    .some((line) => line.trim() === `Queue Name: ${queue}`)
}

export async function createQueue(wrangler: Wrangler, queue: string): Promise<void> {
  succeeded(await wrangler(['queues', 'create', queue]))
}

/** In the jurisdiction that its name says: a database never moves to another one. */
export async function createDatabase(wrangler: Wrangler, database: string): Promise<void> {
  const region = regionOfDatabase(database)
  const where = region === null ? [] : ['--jurisdiction', region]
  succeeded(await wrangler(['d1', 'create', database, ...where]))
}

export async function applyMigrations(wrangler: Wrangler, database: string, config: string): Promise<void> {
  succeeded(await wrangler(['d1', 'migrations', 'apply', database, '--remote', '-c', config]))
}

/** Deploy a Worker at once, with its triggers. Gives its public address, if it has one. */
export async function deployWorker(
  wrangler: Wrangler,
  config: string,
  release: Release,
  vars: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { stdout } = succeeded(await wrangler(['deploy', '-c', config, ...labels(release), ...varsOf(vars)]))
  return /^\s+(https:\/\/\S+)$/m.exec(stdout)?.[1] ?? null
}

/** Upload a version that nobody is sent to yet. */
export async function uploadVersion(
  wrangler: Wrangler,
  config: string,
  release: Release,
  vars: Readonly<Record<string, string>>,
): Promise<void> {
  succeeded(await wrangler(['versions', 'upload', '-c', config, ...labels(release), ...varsOf(vars)]))
}

/** Send the percentage of calls to one version, and the rest to the other. */
export async function splitCalls(
  wrangler: Wrangler,
  config: string,
  { to, from, percent, message }: { to: string; from: string; percent: number; message: string },
): Promise<void> {
  const rest = percent === 100 ? [] : [`${from}@${100 - percent}%`]
  const specs = [`${to}@${percent}%`, ...rest]
  succeeded(await wrangler(['versions', 'deploy', ...specs, '--message', message, '--yes', '-c', config]))
}

/** Crons, queue consumers and addresses, which belong to no version. */
export async function deployTriggers(wrangler: Wrangler, config: string): Promise<void> {
  succeeded(await wrangler(['triggers', 'deploy', '-c', config]))
}

/** Gives the secrets that go back with the version, since they were changed after it. */
export async function rollBackTo(
  wrangler: Wrangler,
  config: string,
  version: string,
  message: string,
): Promise<string[]> {
  const { output } = succeeded(await wrangler(['rollback', version, '--message', message, '--yes', '-c', config]))
  const changed = output.split('The following secrets have changed since version')[1] ?? ''
  return [...changed.matchAll(/^\W*\* (\w+)$/gm)].flatMap(([, secret]) => (secret === undefined ? [] : [secret]))
}

const whoamiSchema = z.object({
  loggedIn: z.boolean(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
})

const annotations = z
  .object({
    'workers/tag': z.string().optional(),
    'workers/message': z.string().optional(),
    'workers/triggered_by': z.string().optional(),
  })
  .default({})

/** The oldest first, as wrangler sorts them. */
const deploymentsSchema = z.array(
  z.object({
    created_on: z.string(),
    annotations,
    versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
  }),
)

const versionsSchema = z.array(z.object({ id: z.string(), number: z.number(), annotations }))

const versionViewSchema = z.object({
  resources: z.object({
    bindings: z.array(
      z.object({ type: z.string(), class_name: z.string().optional(), script_name: z.string().optional() }),
    ),
  }),
})

function versionFrom({ id, number, annotations: told }: z.infer<typeof versionsSchema>[number]): Version {
  return {
    id,
    number,
    tag: told['workers/tag'] ?? null,
    message: told['workers/message'] ?? null,
    isSecretChange: told['workers/triggered_by'] === 'secret',
  }
}

function from({ created_on, annotations: told, versions }: z.infer<typeof deploymentsSchema>[number]): Deployment {
  const shares = versions.map(({ version_id, percentage }) => ({ id: version_id, percent: percentage }))
  return { message: told['workers/message'] ?? null, at: created_on, shares }
}

function labels({ tag, message }: Release): string[] {
  return ['--tag', tag, '--message', message]
}

function varsOf(vars: Readonly<Record<string, string>>): string[] {
  return Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
}

/** What a command printed, if it ended well. Throws DeployFault with its words if not. */
function succeeded(reported: Output): Output {
  if (reported.code !== 0) throw new DeployFault(reported.output.trim())
  return reported
}

function read<T>(reported: Output, schema: z.ZodType<T>): T {
  const answer = schema.safeParse(parseJson(succeeded(reported).stdout))
  if (answer.success) return answer.data
  throw new DeployFault(`wrangler answered what is not understood: ${reported.output.trim().slice(0, 500)}`)
}

/** JSON as wrangler prints it; null for text that is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
