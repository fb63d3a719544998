// `npm run rollback` from its first question to its end.
import { DeployFault, findAccount } from './account.ts'
import { readReleases } from './account-state.ts'
import type { WorkerConfig } from './configs.ts'
import { deployedOrigin, openRecord, refuse } from './deployment.ts'
import type { RollbackOptions } from './options.ts'
import { rollbackMessage } from './release.ts'
import { containsIn } from './revision.ts'
import { rollBack, rollbackFaults, rollbackOfRun, rollbackOnDemand } from './rollback.ts'
import { smokeCheck } from './smoke.ts'
import type { Tools } from './tools.ts'

/** True when the shop is well afterwards. Throws DeployFault when nothing was changed, or not all. */
export async function rollBackOnDemand(
  configs: readonly WorkerConfig[],
  options: RollbackOptions,
  tools: Tools,
): Promise<boolean> {
  const { wrangler, print, root } = tools
  const found = await findAccount(wrangler, tools.accountId)
  print(`Account: ${found.name}`)
  const account = await readReleases(wrangler, configs)
  const origin = options.origin ?? deployedOrigin(account)
  const record = openRecord(root, found.id)
  const run = options.to === null && options.only === null ? record.read() : null
  const plan = run === null ? rollbackOnDemand(configs, account, options) : rollbackOfRun(configs, account.workers, run)
  refuse('Nothing was changed:', rollbackFaults(plan, configs, account, containsIn(root)))
  const failed = await rollBack(plan, [rollbackMessage, options.to ?? ''].join(' ').trim(), wrangler, print)
  if (failed.length > 0)
    throw new DeployFault(`Not rolled back:\n  ${failed.join('\n  ')}\nRun the same command again.`)
  if (options.only === null) record.close()
  if (plan.targets.length === 0) print('Nothing is to be rolled back.')
  const wrong = await smokeCheck({ ...tools, origin }, null, 100)
  print(wrong === null ? `The shop is open at ${origin}` : `The shop is not well: ${wrong}.`)
  return wrong === null
}
