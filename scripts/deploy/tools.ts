// What the scripts that deploy and roll back work with: wrangler, the checks, a folder that goes when they end.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { variable } from '../environment.ts'
import { quiet, root, wrangler } from '../workers.ts'
import { type Output, openWranglerSession } from '../wrangler-session.ts'
import { DeployFault, type Wrangler } from './account.ts'
import type { SmokeSystem } from './smoke-order.ts'

export type Tools = {
  /** The clone whose commit is deployed. */
  root: string
  /** A new process for each command. */
  wrangler: Wrangler
  /** One process for all: for commands that need no account. */
  bundler: Wrangler
  /** `npm run check`. */
  check: () => Promise<Output>
  folder: string
  /** The account chosen beforehand; null when there is only one to choose. */
  accountId: string | null
  /** The system that has the order of the smoke check placed; null for none. */
  system: SmokeSystem | null
  pause: () => Promise<void>
  print: (line: string) => void
}

/** Run with the command line's options, and end with 0 when that was done, 1 when not, 2 when it was called wrongly. */
export async function withTools<Options>(
  usage: string,
  readOptions: (args: readonly string[]) => Options,
  run: (options: Options, tools: Tools) => Promise<boolean>,
): Promise<void> {
  const options = optionsOr(usage, readOptions)
  const folder = mkdtempSync(join(tmpdir(), 'homeappliance-deploy-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  const session = openWranglerSession()
  try {
    process.exitCode = (await run(options, toolsFor(folder, session.run))) ? 0 : 1
  } catch (fault) {
    if (!(fault instanceof DeployFault)) throw fault
    console.error(fault.message)
    process.exitCode = 1
  } finally {
    await session.close()
  }
}

function optionsOr<Options>(usage: string, readOptions: (args: readonly string[]) => Options): Options {
  try {
    return readOptions(process.argv.slice(2))
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault
    console.error(`${fault.message}\n${usage}`)
    process.exit(2)
  }
}

function toolsFor(folder: string, bundler: Wrangler): Tools {
  const clientId = variable('SMOKE_CLIENT_ID')
  const clientSecret = variable('SMOKE_CLIENT_SECRET')
  return {
    root,
    wrangler: (args) => runScript([wrangler, ...args]),
    bundler,
    check: () => runScript([`${root}scripts/run.mjs`, 'check']),
    folder,
    accountId: variable('CLOUDFLARE_ACCOUNT_ID'),
    system: clientId === null || clientSecret === null ? null : { clientId, clientSecret },
    pause: () => delay(2000),
    print: console.log,
  }
}

/** Run a Node script and collect its output. CI=1: wrangler asks nothing, and writes no ids into wrangler files. */
function runScript(args: readonly string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const { SMOKE_CLIENT_SECRET: _, ...inherited } = process.env
    const env = { ...inherited, ...quiet, WRANGLER_HIDE_BANNER: 'true' }
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
