// What a deployment changes and in which order: the wrangler files and what the account has in, steps out. Pure.
import { variableFaults } from '../variables.ts'
import type { Deployed } from './account.ts'
import type { WorkerConfig } from './configs.ts'
import { calleesAfter, faultsOf } from './faults.ts'
import { lateLayoutFaults, layoutFaults } from './layouts.ts'
import { isDeployed, type Release, runningVersions } from './release.ts'
import { secretsOf } from './secrets.ts'

export type Step =
  | { do: 'createQueue'; queue: string }
  | { do: 'createDatabase'; database: string }
  | { do: 'migrate'; database: string; config: string; migrations: readonly string[] }
  /** What runs must live with the migrated databases. */
  | { do: 'checkShop' }
  /** At once. `without`: callees that do not exist yet, and to which the Worker is not bound for now. */
  | (WorkerStep & { do: 'deploy'; without: readonly string[] })
  | (WorkerStep & { do: 'deployGradually'; percentages: readonly number[] })

type WorkerStep = { worker: string; config: string; vars: Vars; note: string }
export type Vars = Readonly<Record<string, string>>

/** What the account has: each Worker by its name, the queues, and the migrations that each database lacks. */
export type AccountState = {
  workers: ReadonlyMap<string, Deployed>
  /** The object classes of what runs, where they were read. */
  classes: ReadonlyMap<string, readonly string[]>
  queues: ReadonlySet<string>
  /** A database that does not exist is not among them. */
  pending: ReadonlyMap<string, readonly string[]>
}

export type Wanted = {
  origin: string
  release: Release
  /** The names of the Workers to deploy; null for all. */
  only: readonly string[] | null
  /** The shares of the calls that a new version gets, one after the other; empty: all at once. */
  percentages: readonly number[]
}

/** The vars that hold the shop's public address wherever their wrangler file leaves them empty. */
const originVars: Readonly<Record<string, string>> = {
  'homeappliance-identity': 'AUTH_ORIGIN',
  'homeappliance-gateway': 'ISSUER',
}

/** What the account is taken for by a plan without an account. */
export const emptyAccount: AccountState = {
  workers: new Map(),
  classes: new Map(),
  queues: new Set(),
  pending: new Map(),
}

/**
 * Plan the deployment of `workers`, which stand in the order of the deployment, callees before callers. Databases are
 * migrated before any Worker is touched, so that one that cannot be migrated changes no Worker. A Worker that runs the
 * release already is left out.
 */
export function planDeployment(workers: readonly WorkerConfig[], account: AccountState, wanted: Wanted): Step[] {
  const chosen = chosenOf(workers, wanted.only)
  const behind = chosen.filter(({ name }) => {
    const deployed = account.workers.get(name)
    return deployed === undefined || !isDeployed(deployed.history, wanted.release)
  })
  const databases = chosen.flatMap(({ databases, config }) => databases.map((database) => ({ ...database, config })))
  const migrations = databases.flatMap(({ name, config, migrations }) => {
    const pending = account.pending.get(name) ?? migrations
    return pending.length === 0 ? [] : [{ do: 'migrate', database: name, config, migrations: pending } as const]
  })
  return [
    ...queuesOf(behind)
      .filter((queue) => !account.queues.has(queue))
      .map((queue) => ({ do: 'createQueue', queue }) as const),
    ...databases
      .filter(({ name }) => !account.pending.has(name))
      .map(({ name }) => ({ do: 'createDatabase', database: name }) as const),
    ...migrations,
    ...(migrations.length === 0 ? [] : [{ do: 'checkShop' } as const]),
    ...deploySteps(workers, behind, account, wanted),
  ]
}

/** What forbids the deployment, whatever the account has. Each is a sentence. */
export function planFaults(workers: readonly WorkerConfig[]): string[] {
  return [
    ...faultsOf(workers),
    ...originFaults(workers),
    ...workers.flatMap((worker) => variableFaults(worker, 'unknown')),
    ...layoutFaults(workers),
  ]
}

/** What the account lacks, without which nothing may be changed on it, at `now` (epoch milliseconds). */
export function accountFaults(
  workers: readonly WorkerConfig[],
  account: AccountState,
  wanted: Wanted,
  now: number,
): string[] {
  const chosen = chosenOf(workers, wanted.only)
  const isThere = (name: string) => isRunning(account, name) || chosen.some((worker) => worker.name === name)
  const lacks = chosen.flatMap((worker) => [
    ...secretsOf(worker)
      .filter((secret) => !(account.workers.get(worker.name)?.secrets.includes(secret) ?? false))
      .map((secret) => `${worker.name} has no secret ${secret}: see "Variables and secrets" in docs/operations.md`),
    ...worker.services
      .filter(({ service }) => !isThere(service))
      .map(({ service }) => `${worker.name} calls ${service}, which is not deployed: deploy that too`),
  ])
  return [...lacks, ...lateLayoutFaults(chosen, account, now)]
}

export function warningsOf(workers: readonly WorkerConfig[]): string[] {
  const payment = workers.find(({ name }) => name === 'homeappliance-payment')
  if (payment?.vars['PAYMENT_PROVIDER'] !== 'sandbox') return []
  return ['PAYMENT_PROVIDER is "sandbox": this shop takes no real money, and anybody can pay with its test tokens.']
}

/** One step in a few words. */
export function describe(step: Step): string {
  switch (step.do) {
    case 'createQueue':
      return `create the queue ${step.queue}`
    case 'createDatabase':
      return `create the database ${step.database}`
    case 'migrate':
      return `migrate ${step.database}: ${step.migrations.join(', ')}`
    case 'checkShop':
      return 'check that the shop is as well as before'
    case 'deploy':
      return `deploy ${inWords(step)}`
    case 'deployGradually':
      return `deploy ${inWords(step)} to ${step.percentages.join(', ')} % of its calls`
  }
}

function inWords({ worker, vars, note }: WorkerStep): string {
  const settings = Object.entries(vars).map(([name, value]) => `${name}=${value}`)
  return [worker, ...settings, ...(note === '' ? [] : [`(${note})`])].join(' ')
}

/** The public address as `--origin` must give it; null when the text is none. */
export function publicOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return url.protocol === 'https:' && bare ? url.origin : null
}

/** The queues that Workers send to and consume, sorted. */
export function queuesOf(workers: readonly WorkerConfig[]): string[] {
  const dead = ({ consumers }: WorkerConfig) =>
    consumers.flatMap(({ deadLetterQueue }) => (deadLetterQueue === null ? [] : [deadLetterQueue]))
  const all = workers.flatMap((worker) => [
    ...worker.producers,
    ...worker.consumers.map(({ queue }) => queue),
    ...dead(worker),
  ])
  return [...new Set(all)].sort()
}

function chosenOf(workers: readonly WorkerConfig[], only: readonly string[] | null): WorkerConfig[] {
  return workers.filter(({ name }) => only === null || only.includes(name))
}

function isRunning({ workers }: AccountState, name: string): boolean {
  const deployed = workers.get(name)
  return deployed !== undefined && runningVersions(deployed.history).length > 0
}

function deploySteps(
  workers: readonly WorkerConfig[],
  behind: readonly WorkerConfig[],
  account: AccountState,
  wanted: Wanted,
): Step[] {
  const isMissing = ({ name }: WorkerConfig) => !isRunning(account, name)
  const missingOf = (caller: WorkerConfig) => calleesAfter(caller, workers).filter(isMissing)
  return behind.flatMap((worker) => {
    const missing = missingOf(worker)
    const closed = behind.filter((caller) => missingOf(caller).at(-1) === worker)
    const without = missing.map(({ name }) => name)
    const note = without.length === 0 ? '' : `for now without ${without.join(', ')}`
    return [
      stepOf(worker, account, wanted, without, note),
      ...closed.map((caller) => stepOf(caller, account, { ...wanted, percentages: [] }, [], 'with all its bindings')),
    ]
  })
}

/** Gradually, if it runs already and its object classes stay: versions that share the calls must have the same. */
function stepOf(
  worker: WorkerConfig,
  account: AccountState,
  { origin, percentages }: Wanted,
  without: readonly string[],
  note: string,
): Step {
  const step = { worker: worker.name, config: worker.config, vars: varsOf(worker, origin) }
  if (percentages.length === 0 || !isRunning(account, worker.name)) return { ...step, do: 'deploy', without, note }
  if (account.classes.get(worker.name)?.toSorted().join() !== worker.classes.toSorted().join()) {
    return { ...step, do: 'deploy', without, note: 'at once, since its object classes change' }
  }
  return { ...step, do: 'deployGradually', percentages, note }
}

function varsOf({ name, vars }: WorkerConfig, origin: string): Vars {
  const variable = originVars[name]
  return variable !== undefined && vars[variable] === '' ? { [variable]: origin } : {}
}

/** A wrangler file that no longer has the var would be deployed without the shop's address. */
function originFaults(workers: readonly WorkerConfig[]): string[] {
  return Object.entries(originVars).flatMap(([name, variable]) => {
    const worker = workers.find((candidate) => candidate.name === name)
    return worker !== undefined && worker.vars[variable] === undefined ? [`${name} has no var ${variable}`] : []
  })
}
