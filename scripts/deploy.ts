// `npm run deploy -- --origin https://shop.example`: checks, queues, databases, migrations, then every Worker, callees
// before their callers. `npm run deploy -- --dry-run` shows the plan and bundles everything, with no account and
// offline.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { layOutAssets } from './assets.ts'
import { faultsOfList } from './deploy/faults.ts'
import { describe, type Plan, planDeployment, publicOrigin } from './deploy/plan.ts'
import type { DeployPorts } from './deploy/steps.ts'
import { contextWorkers, gatewayWorker, quiet, root, wrangler } from './workers.ts'
import { type Output, openWranglerSession } from './wrangler-session.ts'

const usage = 'usage: npm run deploy -- --origin https://shop.example [--skip-checks], or npm run deploy -- --dry-run'

type Options = { origin: string; dryRun: boolean; skipChecks: boolean }

const options = readOptions()
const folder = mkdtempSync(join(tmpdir(), 'homeappliance-deploy-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
layOutAssets()
// For the dry runs only: each command that changes the account runs in a new process.
const dryRuns = openWranglerSession()
process.exitCode = (await deploy(options)) ? 0 : 1
await dryRuns.close()

async function deploy({ origin, dryRun, skipChecks }: Options): Promise<boolean> {
  // They load wrangler, which takes a second: a wrong call is answered before.
  const [{ readConfigs }, { carryOut }] = await Promise.all([
    import('./deploy/configs.ts'),
    import('./deploy/steps.ts'),
  ])
  const listed = [...contextWorkers, gatewayWorker]
  const configs = readConfigs(listed)
  const plan = planDeployment(configs, origin, skipChecks)
  const faults = [...plan.faults, ...faultsOfList(listed, configs)]
  if (dryRun) printPlan(plan)
  for (const warning of plan.warnings) console.log(`Warning: ${warning}`)
  if (faults.length > 0) {
    console.error(`The wrangler files do not fit together, and nothing was deployed:\n  ${faults.join('\n  ')}`)
    return false
  }
  if (!dryRun) {
    const all = await carryOut(plan.steps, portsFor(folder))
    if (all) console.log(`\nThe shop is open at ${origin}`)
    return all
  }
  const fits = await carryOut(
    plan.steps.filter((step) => step.do === 'bundle'),
    portsFor(folder),
  )
  if (fits) console.log('The dry run found nothing wrong. Nothing was deployed.')
  return fits
}

function readOptions(): Options {
  const known = {
    origin: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'skip-checks': { type: 'boolean' },
  } as const
  try {
    const { values } = parseArgs({ options: known })
    const dryRun = values['dry-run'] ?? false
    if (values.origin === undefined && dryRun) return { origin: 'https://<--origin>', dryRun, skipChecks: false }
    const origin = publicOrigin(values.origin ?? '')
    if (origin !== null) return { origin, dryRun, skipChecks: values['skip-checks'] ?? false }
    console.error(
      `Name the shop's public address, an https one without a path: --origin https://shop.example\n${usage}`,
    )
  } catch (fault) {
    console.error(`${fault instanceof Error ? fault.message : fault}\n${usage}`)
  }
  process.exit(1)
}

function printPlan({ steps }: Plan): void {
  console.log('The plan:')
  for (const [index, step] of steps.entries()) console.log(`  ${String(index + 1).padStart(2)}. ${describe(step)}`)
}

function portsFor(folder: string): DeployPorts {
  return {
    wrangler: (args) => (args.includes('--dry-run') ? dryRuns.run(args) : run([wrangler, ...args])),
    check: () => run([`${root}scripts/run.mjs`, 'check']),
    readiness,
    pause: () => delay(2000),
    folder,
    accountId: process.env['CLOUDFLARE_ACCOUNT_ID'] || null,
    print: console.log,
  }
}

async function readiness(origin: string): Promise<string | null> {
  try {
    return await (await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(10_000) })).text()
  } catch {
    return null
  }
}

/** Run a Node script and collect its output. CI=1: wrangler asks nothing, and writes no ids into wrangler files. */
function run(args: readonly string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...quiet, WRANGLER_HIDE_BANNER: 'true' }
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      output += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, output }))
  })
}
