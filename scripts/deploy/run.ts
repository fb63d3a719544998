// Carries out the steps of a deployment, one after the other. Each Worker that is touched is noted before, and the
// shop is checked after each step.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  applyMigrations,
  createDatabase,
  createQueue,
  DeployFault,
  deployTriggers,
  deployWorker,
  lookUp,
  splitCalls,
  uploadVersion,
  type Wrangler,
} from './account.ts'
import { configWithout } from './configs.ts'
import { type AccountState, describe, type Step } from './plan.ts'
import { incompleteOf, isVersionOf, type Release, runningVersions, uploadedVersion, versionBefore } from './release.ts'
import type { RunRecord } from './run-record.ts'

export type RunPorts = {
  /** What the account had before the first step. */
  account: AccountState
  wrangler: Wrangler
  record: RunRecord
  /** Check the shop after a step: what is wrong, or null. `percent`: the share of its calls that the Worker's new
   * version gets. */
  smoke: (worker: string | null, percent: number) => Promise<string | null>
  /** Where wrangler files may be written. */
  folder: string
  print: (line: string) => void
}

type DeployStep = Extract<Step, { do: 'deploy' }>
type GradualStep = Extract<Step, { do: 'deployGradually' }>

/** Do the steps until one fails. True when all are done. */
export async function carryOut(steps: readonly Step[], release: Release, ports: RunPorts): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    ports.print(`[${index + 1}/${steps.length}] ${describe(step)}`)
    try {
      await attempt(step, release, ports)
    } catch (fault) {
      ports.print(`${describeFault(fault)}\n\nStopped at step ${index + 1} of ${steps.length}, "${describe(step)}".`)
      return false
    }
  }
  return true
}

/** What the user is told of a fault: of one in the code, where it is. */
export function describeFault(fault: unknown): string {
  if (fault instanceof DeployFault) return fault.message
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}

async function attempt(step: Step, release: Release, ports: RunPorts): Promise<void> {
  const { wrangler } = ports
  switch (step.do) {
    case 'createQueue':
      return await createQueue(wrangler, step.queue)
    case 'createDatabase':
      return await createDatabase(wrangler, step.database)
    case 'migrate':
      return await applyMigrations(wrangler, step.database, step.config)
    case 'checkShop':
      return await mustBeWell(null, 100, ports)
    case 'deploy':
      return await deployAtOnce(step, release, ports)
    case 'deployGradually':
      return await deployGradually(step, release, ports)
  }
}

async function deployAtOnce(step: DeployStep, release: Release, ports: RunPorts): Promise<void> {
  const { wrangler, folder, print } = ports
  noteBefore(step.worker, release, ports)
  const isWhole = step.without.length === 0
  const config = isWhole ? step.config : join(folder, `${step.worker}.json`)
  if (!isWhole) writeFileSync(config, configWithout(step.config, step.without))
  const address = await deployWorker(wrangler, config, isWhole ? release : incompleteOf(release), step.vars)
  if (address !== null) print(`      ${address}`)
  await mustBeWell(step.worker, 100, ports)
}

/** A version of this release that an earlier run uploaded is used, and goes on from the share that it has. */
async function deployGradually(step: GradualStep, release: Release, ports: RunPorts): Promise<void> {
  const { wrangler, print, account } = ports
  const { config, worker } = step
  const from = noteBefore(worker, release, ports)
  const history = account.workers.get(worker)?.history ?? { versions: [], deployments: [] }
  const to = uploadedVersion(history, release) ?? (await upload(step, release, ports))
  if (from === null) throw new DeployFault(`${worker} runs nothing that could share its calls.`)
  const share = runningVersions(history).find(({ id }) => id === to)?.percent ?? 0
  for (const percent of step.percentages.filter((candidate) => candidate > share)) {
    await splitCalls(wrangler, config, { to, from, percent, message: release.message })
    print(`      ${percent} %`)
    await mustBeWell(worker, percent, ports)
  }
  await deployTriggers(wrangler, config)
}

/** Gives the id of the version that nobody is sent to yet. */
async function upload({ config, vars, worker }: GradualStep, release: Release, ports: RunPorts): Promise<string> {
  await uploadVersion(ports.wrangler, config, release, vars)
  const deployed = await lookUp(ports.wrangler, config)
  const id = deployed === null ? null : uploadedVersion(deployed.history, release)
  if (id !== null) return id
  throw new DeployFault(`${worker} does not list the version that was uploaded.`)
}

/** The version that ran before, noted so that it can run again. */
function noteBefore(worker: string, release: Release, { record, account }: RunPorts): string | null {
  const history = account.workers.get(worker)?.history
  const before = history === undefined ? null : versionBefore(history, (running) => isVersionOf(running, release))
  record.note(worker, before?.id ?? null)
  return before?.id ?? null
}

async function mustBeWell(worker: string | null, percent: number, { smoke }: RunPorts): Promise<void> {
  const wrong = await smoke(worker, percent)
  if (wrong !== null) throw new DeployFault(`The smoke check fails: ${wrong}.`)
}
