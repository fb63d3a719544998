// Which migrations a deployment may apply: those with which the code that runs goes on, for nothing is taken back of a
// database. One that takes something away (a contraction) says since which commit no code uses that, in its first line:
//   -- contract: since 1a2b3c4d: nothing reads deliveries.delivery_id
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DeployFault } from './account.ts'
import type { WorkerConfig } from './configs.ts'
import type { AccountState } from './plan.ts'
import { commitOf, type Running, runningVersions } from './release.ts'
import { judgeMigrations } from './schema-judge.ts'

/** Whether the first commit is in the history of the second; null when one of them is not in this clone. */
export type Contains = (ancestor: string, commit: string) => boolean | null

type Database = WorkerConfig['databases'][number]

/** A migration that takes something away, and the first commit that does without it. */
export type Contraction = { name: string; since: string }

/** The migrations that the running versions of their Workers could not live with, each in a sentence. */
export function migrationFaults(workers: readonly WorkerConfig[], account: AccountState, contains: Contains): string[] {
  return workers.flatMap(({ name, databases }) => {
    const deployed = account.workers.get(name)
    const running = deployed === undefined ? [] : runningVersions(deployed.history)
    if (running.length === 0) return []
    return databases.flatMap((database) => faultsOfDatabase(database, account, running, contains))
  })
}

/** What a database's migrations break, and whether they may: as the tests and a dry run ask. */
export function judgedMigrations({ folder, migrations }: Pick<Database, 'folder' | 'migrations'>) {
  const files = migrations.map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))
  return judgeMigrations(files).map(({ name, breaks }, index) => {
    return { name, breaks, since: sinceOf(files[index]?.sql ?? '') }
  })
}

/** The contractions that a database has had: code from before them cannot run any more. */
export function appliedContractions(database: Database, pending: readonly string[]): Contraction[] {
  return judgedMigrations(database).flatMap(({ name, since }) =>
    since === null || pending.includes(name) ? [] : [{ name, since }],
  )
}

function faultsOfDatabase(
  database: Database,
  account: AccountState,
  running: readonly Running[],
  contains: Contains,
): string[] {
  const pending = account.pending.get(database.name) ?? []
  if (pending.length === 0) return []
  const breaking = judged(database).filter(({ name, breaks }) => pending.includes(name) && breaks.length > 0)
  return breaking.flatMap(({ name, breaks, since }) => {
    const what = `${database.name}: ${name} breaks what runs (${breaks.join('; ')})`
    if (since === null) {
      return [`${what}. Only add; take away in a later release, and mark that: see docs/development.md`]
    }
    return running.flatMap(({ release }) => {
      const commit = commitOf(release)
      if (commit === null) return [`${what}, and it is not known which commit runs`]
      const answer = contains(since, commit)
      if (answer === true) return []
      if (answer === null) return [`${what}: ${since} or ${commit} is no commit of this clone`]
      return [`${what}: ${commit}, which runs, is older than ${since}. Deploy a release in between first`]
    })
  })
}

function judged(database: Database) {
  try {
    return judgedMigrations(database)
  } catch (fault) {
    throw new DeployFault(`${database.name}: ${fault instanceof Error ? fault.message : fault}`)
  }
}

const markPattern = /^-- contract: since ([0-9a-f]{7,40}): \S/

/** The commit that the first line of a contraction names; null for any other migration. */
export function sinceOf(sql: string): string | null {
  const [line = ''] = sql.split('\n', 1)
  if (!line.startsWith('-- contract')) return null
  const since = markPattern.exec(line)?.[1]
  if (since !== undefined) return since
  throw new Error(`A contraction begins with "-- contract: since <commit>: <why>", and not with "${line}"`)
}
