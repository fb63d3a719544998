// Takes a release back: Workers, callers before their callees. Databases stay as they are: the code before a migration
// lives with the schema after it. Crons and queue consumers belong to no version, and stay too.
import { DeployFault, rollBackTo, type Wrangler } from './account.ts'
import type { WorkerConfig } from './configs.ts'
import { appliedContractions, type Contains } from './migrations.ts'
import type { AccountState } from './plan.ts'
import {
  commitOf,
  type Running,
  rollbackMessage,
  runningVersions,
  versionBefore,
  versionWithId,
  versionWithTag,
} from './release.ts'
import { describeFault } from './run.ts'
import type { Run } from './run-record.ts'

/** `commit`: null when it is unknown. */
type Target = { worker: string; config: string; version: string; commit: string | null }

/** `keeps`: Workers that cannot be taken back, with the reason. */
export type RollbackPlan = { targets: readonly Target[]; keeps: readonly string[] }

/** What an unfinished deployment has touched goes back to the version that its record names. */
export function rollbackOfRun(
  workers: readonly WorkerConfig[],
  found: AccountState['workers'],
  { before }: Run,
): RollbackPlan {
  const targets: Target[] = []
  const keeps: string[] = []
  for (const { name, config } of workers.toReversed()) {
    const version = before[name]
    const history = found.get(name)?.history
    if (version === undefined) continue
    if (version === null) keeps.push(`${name}: nothing ran before`)
    else if (history === undefined) keeps.push(`${name}: it is not on the account any more`)
    else if (!isOnly(runningVersions(history), ({ id }) => id === version)) {
      targets.push({
        worker: name,
        config,
        version,
        commit: commitOf(versionWithId(history, version)?.release ?? null),
      })
    }
  }
  return { targets, keeps }
}

/**
 * The release that was deployed last goes back, or each Worker of `only` to what it ran before, or everything to the
 * release `to`. Throws DeployFault when that is not clear, or not possible.
 */
export function rollbackOnDemand(
  workers: readonly WorkerConfig[],
  account: AccountState,
  { only, to }: { only: readonly string[] | null; to: string | null },
): RollbackPlan {
  const chosen = workers.filter(({ name }) => only === null || only.includes(name)).toReversed()
  const last = to === null ? lastRelease(chosen, account) : null
  const targets: Target[] = []
  const keeps: string[] = []
  for (const { name, config } of chosen) {
    const deployed = account.workers.get(name)
    const running = runningOf(account, name)
    const isOfLast = ({ release }: Running) => commitOf(release) === last
    if (deployed === undefined || running.length === 0) continue
    if (to === null ? !running.some(isOfLast) : isOnly(running, ({ release }) => release?.tag === to)) continue
    const target = to !== null ? versionWithTag(deployed.history, to) : versionBefore(deployed.history, isOfLast)
    if (target === null) {
      keeps.push(to === null ? `${name}: nothing ran before` : `${name}: its last ten versions have no ${to}`)
    } else {
      targets.push({ worker: name, config, version: target.id, commit: commitOf(target.release) })
    }
  }
  if (to !== null && keeps.length > 0) throw new DeployFault(`Nothing was changed.\n  ${keeps.join('\n  ')}`)
  return { targets, keeps }
}

/** Why a plan must not be carried out: a database lacks by now what the older code needs. */
export function rollbackFaults(
  plan: RollbackPlan,
  workers: readonly WorkerConfig[],
  account: AccountState,
  contains: Contains,
): string[] {
  return plan.targets.flatMap(({ worker, commit }) => {
    const databases = workers.find(({ name }) => name === worker)?.databases ?? []
    return databases.flatMap((database) =>
      appliedContractions(database, account.pending.get(database.name) ?? database.migrations)
        .filter(({ since }) => commit === null || contains(since, commit) !== true)
        .map(
          ({ name, since }) => `${worker}: ${database.name} has ${name}, which code before ${since} cannot live with`,
        ),
    )
  })
}

/** Returns the Workers that could not be taken back, with the reason. */
export async function rollBack(
  { targets, keeps }: RollbackPlan,
  message: string,
  wrangler: Wrangler,
  print: (line: string) => void,
): Promise<string[]> {
  const failed: string[] = []
  for (const { worker, config, version, commit } of targets) {
    try {
      const secrets = await rollBackTo(wrangler, config, version, message)
      print(`Rolled back: ${worker} to ${commit ?? version}`)
      if (secrets.length > 0) print(`      with its secrets of then. Put them again: ${secrets.join(', ')}`)
    } catch (fault) {
      failed.push(`${worker}: ${describeFault(fault)}`)
    }
  }
  for (const reason of keeps) print(`Stays: ${reason}`)
  return failed
}

/** The commit that was deployed last. Throws DeployFault when a rollback was the last thing, or it has no tag. */
function lastRelease(workers: readonly WorkerConfig[], account: AccountState): string {
  const newest = workers
    .flatMap(({ name }) => {
      const deployed = account.workers.get(name)
      const [deployment] = deployed?.history.deployments ?? []
      const running = runningOf(account, name).toSorted((a, b) => b.number - a.number)
      return deployment === undefined || running[0] === undefined ? [] : [{ deployment, running: running[0] }]
    })
    .toSorted((a, b) => b.deployment.at.localeCompare(a.deployment.at))[0]
  if (newest === undefined) throw new DeployFault('Nothing is deployed.')
  const commit = commitOf(newest.running.release)
  if (newest.deployment.message?.startsWith(rollbackMessage)) {
    throw new DeployFault('The last thing was a rollback. Name the release to go to: --to <tag>')
  }
  if (commit === null) throw new DeployFault('What was deployed last has no tag. Name the release to go to: --to <tag>')
  return commit
}

function runningOf(account: AccountState, worker: string): Running[] {
  const deployed = account.workers.get(worker)
  return deployed === undefined ? [] : runningVersions(deployed.history)
}

function isOnly(running: readonly Running[], isIt: (running: Running) => boolean): boolean {
  return running.length === 1 && running.every(isIt)
}
