// Reads what the account has of the Workers, their queues and databases, a few commands at a time.
import {
  classesOf,
  type Deployed,
  databaseNames,
  hasQueue,
  lookUp,
  pendingMigrations,
  type Wrangler,
} from './account.ts'
import type { WorkerConfig } from './configs.ts'
import { type AccountState, emptyAccount, queuesOf } from './plan.ts'
import { runningVersions } from './release.ts'

/** Each command is a process of some 100 MB. */
const commandsAtOnce = 4

/** All that a deployment is planned from. `isGradual`: the object classes of what runs, too. */
export async function readAccount(
  wrangler: Wrangler,
  workers: readonly WorkerConfig[],
  isGradual: boolean,
): Promise<AccountState> {
  const found = await readWorkers(wrangler, workers)
  return {
    workers: found,
    classes: isGradual ? await readClasses(wrangler, workers, found) : new Map(),
    queues: await readQueues(wrangler, workers),
    pending: await readPending(wrangler, workers),
  }
}

/** All that a rollback is planned from. */
export async function readReleases(wrangler: Wrangler, workers: readonly WorkerConfig[]): Promise<AccountState> {
  return {
    ...emptyAccount,
    workers: await readWorkers(wrangler, workers),
    pending: await readPending(wrangler, workers),
  }
}

/** Each Worker that the account has, by its name. */
export async function readWorkers(
  wrangler: Wrangler,
  workers: readonly WorkerConfig[],
): Promise<Map<string, Deployed>> {
  const found = await inTurns(workers, async ({ name, config }) => [name, await lookUp(wrangler, config)] as const)
  return new Map(found.flatMap(([name, deployed]) => (deployed === null ? [] : [[name, deployed] as const])))
}

async function readClasses(
  wrangler: Wrangler,
  workers: readonly WorkerConfig[],
  found: ReadonlyMap<string, Deployed>,
): Promise<Map<string, readonly string[]>> {
  const classes = await inTurns(workers, async ({ name, config }) => {
    const deployed = found.get(name)
    const [running] = deployed === undefined ? [] : runningVersions(deployed.history)
    return [name, running === undefined ? [] : await classesOf(wrangler, config, running.id)] as const
  })
  return new Map(classes)
}

async function readQueues(wrangler: Wrangler, workers: readonly WorkerConfig[]): Promise<Set<string>> {
  const queues = queuesOf(workers)
  const found = await inTurns(queues, (queue) => hasQueue(wrangler, queue))
  return new Set(queues.filter((_, index) => found[index]))
}

async function readPending(
  wrangler: Wrangler,
  workers: readonly WorkerConfig[],
): Promise<Map<string, readonly string[]>> {
  const existing = await databaseNames(wrangler)
  const databases = workers
    .flatMap(({ config, databases }) => databases.map((database) => ({ ...database, config })))
    .filter(({ name }) => existing.includes(name))
  const pending = await inTurns(databases, async ({ name, config, migrations }) => {
    return [name, await pendingMigrations(wrangler, name, config, migrations)] as const
  })
  return new Map(pending)
}

/** The results in the order of what they are of. */
async function inTurns<T, R>(all: readonly T[], read: (one: T) => Promise<R>): Promise<R[]> {
  const rest = [...all.entries()]
  const results: R[] = []
  const turn = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) results[next[0]] = await read(next[1])
  }
  await Promise.all(Array.from({ length: commandsAtOnce }, turn))
  return results
}
