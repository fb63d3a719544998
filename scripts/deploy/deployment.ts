// A deployment from its first question to its end: look, check, change step by step, and take back what failed.
import { join } from 'node:path'
import { contextWorkers, gatewayWorker } from '../workers.ts'
import { DeployFault, findAccount } from './account.ts'
import { readAccount, readWorkers } from './account-state.ts'
import { bundleAll } from './bundle.ts'
import { readConfigs, type WorkerConfig } from './configs.ts'
import { faultsOfList } from './faults.ts'
import { migrationFaults } from './migrations.ts'
import type { DeployOptions } from './options.ts'
import { type AccountState, accountFaults, planDeployment, planFaults, type Step, type Wanted } from './plan.ts'
import { originOf, rollbackMessage, runningVersions } from './release.ts'
import { containsIn, readRelease } from './revision.ts'
import { rollBack, rollbackOfRun } from './rollback.ts'
import { carryOut, describeFault, type RunPorts } from './run.ts'
import { openRunRecord, type RunRecord } from './run-record.ts'
import { type Health, isReachable, orderThrough, readReadiness, smokeCheck } from './smoke.ts'
import type { Tools } from './tools.ts'

/** The Workers of the shop. Throws DeployFault when their wrangler files do not fit together. */
export function readShop(): WorkerConfig[] {
  const listed = [...contextWorkers, gatewayWorker]
  const configs = readConfigs(listed)
  refuse('The wrangler files do not fit together, and nothing was deployed:', [
    ...planFaults(configs),
    ...faultsOfList(listed, configs),
  ])
  return configs
}

/** True when all of it was done. Throws DeployFault when nothing was changed. */
export async function deploy(configs: readonly WorkerConfig[], options: DeployOptions, tools: Tools): Promise<boolean> {
  const { wrangler, print } = tools
  const found = await findAccount(wrangler, tools.accountId)
  print(`Account: ${found.name}`)
  const account = await readAccount(wrangler, configs, options.percentages.length > 0)
  const origin = options.origin ?? deployedOrigin(account)
  const release = readRelease(tools.root, origin)
  print(`Release: ${release.tag}, ${release.message}`)
  const wanted = { ...options, origin, release }
  refuse('Nothing was changed:', [
    ...accountFaults(configs, account, wanted, Date.now()),
    ...migrationFaults(configs, account, containsIn(tools.root)),
  ])
  const record = openRecord(tools.root, found.id)
  const steps = stepsOf(planDeployment(configs, account, wanted), record)
  if (steps.length === 0) {
    print('All of it is deployed already, and nothing was changed.')
    return true
  }
  const before = record.read() === null ? await readHealth(account, origin, tools) : null
  await checkCode(configs, options, tools)
  if (record.read() === null) record.begin(before)
  if (await carryOutChecked(steps, wanted, { ...tools, record, account })) {
    record.close()
    print(`\nThe shop is open at ${origin}`)
    return true
  }
  await takeBack(configs, wanted, record, tools)
  return false
}

/** A deployment that was broken off after its last step has that step unchecked. */
function stepsOf(plan: readonly Step[], record: RunRecord): readonly Step[] {
  return plan.length === 0 && record.read() !== null ? [{ do: 'checkShop' }] : plan
}

/** The record of a deployment that is under way on an account. */
export function openRecord(root: string, accountId: string): RunRecord {
  return openRunRecord(join(root, '.wrangler/deploy'), accountId)
}

/** The address that the gateway was deployed for. Throws DeployFault when it is unknown. */
export function deployedOrigin({ workers }: AccountState): string {
  const deployed = workers.get(gatewayWorker.name)
  const [running] = deployed === undefined ? [] : runningVersions(deployed.history)
  const origin = originOf(running?.release ?? null)
  if (origin !== null) return origin
  throw new DeployFault("Name the shop's public address, an https one without a path: --origin https://shop.example")
}

export function refuse(title: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new DeployFault(`${title}\n  ${faults.join('\n  ')}`)
}

/** How well the shop is before anything is changed; null for one that is not open yet, or whose gateway is broken. */
async function readHealth({ workers }: AccountState, origin: string, tools: Tools): Promise<Health | null> {
  const gateway = workers.get(gatewayWorker.name)
  if (gateway === undefined || runningVersions(gateway.history).length === 0) return null
  const readiness = await readReadiness(origin)
  if (readiness !== null) return { readiness, takesOrders: await takesOrders(origin, tools) }
  if (await isReachable(origin)) return null
  throw new DeployFault(
    `Nothing was changed: ${gatewayWorker.name} is deployed, and yet nothing answers at ${origin}, so that no step ` +
      'could be checked. That address must lead to it.',
  )
}

async function takesOrders(origin: string, { system, print }: Tools): Promise<boolean> {
  const wrong = await orderThrough({ origin, system })
  if (wrong !== null) print(`No step is checked by an order, since before them ${wrong}`)
  return wrong === null
}

async function checkCode(configs: readonly WorkerConfig[], options: DeployOptions, tools: Tools): Promise<void> {
  if (!options.skipsChecks) {
    tools.print('Checking types, lint and unit tests …')
    const { code, output } = await tools.check()
    if (code !== 0) throw new DeployFault(`Nothing was changed: npm run check fails.\n${output.trim()}`)
  }
  tools.print(`Bundling ${configs.length} Workers …`)
  await bundleAll(configs, tools.folder, tools.bundler)
  if (tools.system === null) {
    tools.print('No step is checked by an order: SMOKE_CLIENT_ID and SMOKE_CLIENT_SECRET name no system of role ops.')
  }
}

/** A shop that is not open is checked from the step on that opens it. */
async function carryOutChecked(
  steps: readonly Step[],
  { origin, release }: Wanted,
  ports: Tools & Pick<RunPorts, 'record' | 'account'>,
): Promise<boolean> {
  const before = ports.record.read()?.health ?? null
  let isOpen = before !== null
  return await carryOut(steps, release, {
    ...ports,
    smoke: async (worker, percent) => {
      isOpen ||= worker === gatewayWorker.name
      return isOpen ? await smokeCheck({ ...ports, origin }, before, percent) : null
    },
  })
}

/** What this deployment has touched goes back. Databases stay, and the code before lives with them. */
async function takeBack(
  configs: readonly WorkerConfig[],
  { origin, release }: Wanted,
  record: RunRecord,
  { wrangler, print, ...tools }: Tools,
): Promise<void> {
  const run = record.read()
  const touched = configs.filter(({ name }) => run?.before[name] !== undefined)
  if (run === null || touched.length === 0) {
    record.close()
    print('No Worker was touched: what ran before runs on. Put this right and run the same command again.')
    return
  }
  const failed: string[] = []
  try {
    const plan = rollbackOfRun(touched, await readWorkers(wrangler, touched), run)
    failed.push(...(await rollBack(plan, `${rollbackMessage} ${release.tag}: a step failed`, wrangler, print)))
  } catch (fault) {
    failed.push(describeFault(fault))
  }
  if (failed.length > 0) {
    print(`Not rolled back:\n  ${failed.join('\n  ')}\nWhen that is put right: npm run rollback`)
    return
  }
  record.close()
  const wrong = run.health === null ? null : await smokeCheck({ ...tools, origin }, run.health, 100)
  if (wrong !== null) print(`All of it is rolled back, and yet ${wrong}.`)
  print('Put this right and run the same command again: steps that are done already change nothing.')
}
