// A deployment of the real wrangler files to an account of the stand-in, in this process: a clone with releases, the
// tools that a script works with, and what was printed.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { WorkerConfig } from '../../scripts/deploy/configs.ts'
import { deploy, readShop } from '../../scripts/deploy/deployment.ts'
import { deployOptions, rollbackOptions } from '../../scripts/deploy/options.ts'
import { rollBackOnDemand } from '../../scripts/deploy/rollback-on-demand.ts'
import type { Tools } from '../../scripts/deploy/tools.ts'
import type { Output } from '../../scripts/wrangler-session.ts'
import { emptyAccount, putSecret } from './wrangler/account.ts'
import { runCommand } from './wrangler/commands.ts'
import { answerOf, origin } from './wrangler/shop.ts'

export { origin }

const shop = readShop()

/** A clone with one release, and an account with the secrets that its Workers need. */
export function openDeployment(configs: readonly WorkerConfig[] = shop) {
  const root = mkdtempSync(join(tmpdir(), 'deploy-test-'))
  const folder = join(root, 'out')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
  const account = emptyAccount()
  for (const { name, secrets } of configs) for (const secret of secrets) putSecret(account, name, secret)
  const lines: string[] = []
  const tools: Tools = {
    root,
    wrangler: async (args) => runCommand(account, args),
    bundler: async (args) => bundle(configs, args),
    check: async () => ({ code: 0, stdout: '', output: '' }),
    folder,
    accountId: null,
    system: null,
    pause: async () => {},
    print: (line) => void lines.push(line),
  }
  vi.stubGlobal('fetch', async (url: string) => answerOf(account, url))
  /** Run a script as its entry does: a fault is printed, and it has failed. */
  const run = async (work: () => Promise<boolean>) => {
    lines.length = 0
    account.changes.length = 0
    const done = await work().catch((fault: unknown) => {
      if (!(fault instanceof Error)) throw fault
      lines.push(fault.message)
      return false
    })
    return { done, text: lines.join('\n'), changes: [...account.changes] }
  }
  mkdirSync(folder)
  writeFileSync(join(root, '.gitignore'), 'out/\n.wrangler/\n')
  git('init', '-q')
  const self = {
    account,
    tools,
    /** Commit a release. Returns its tag. */
    commit(subject: string): string {
      writeFileSync(join(root, 'release'), subject)
      git('add', '.')
      git('-c', 'user.name=A', '-c', 'user.email=a@b.example', 'commit', '-q', '-m', subject)
      return git('rev-parse', 'HEAD').slice(0, 10)
    },
    write: (file: string, text: string) => writeFileSync(join(root, file), text),
    deploy: (...args: string[]) => run(() => deploy(configs, deployOptions(args), tools)),
    rollback: (...args: string[]) => run(() => rollBackOnDemand(configs, rollbackOptions(args), tools)),
    /** The rollback of Workers that are configured in another way. */
    rollbackOf: (others: readonly WorkerConfig[]) => run(() => rollBackOnDemand(others, rollbackOptions([]), tools)),
    /** Make a Worker's versions of a release sick. */
    sicken: (context: string, tag: string) => account.sick.push({ worker: `homeappliance-${context}`, tag }),
    fail: (command: string, output: string) => account.faults.push({ command, output }),
    close() {
      vi.unstubAllGlobals()
      rmSync(root, { recursive: true })
    },
  }
  return self
}

/** A bundle that exports what its own and the other wrangler files name. */
function bundle(configs: readonly WorkerConfig[], args: readonly string[]): Output {
  const config = args[args.indexOf('-c') + 1]
  const folder = args[args.indexOf('--outdir') + 1] ?? ''
  const worker = configs.find((candidate) => candidate.config === config)
  const wanted = configs.flatMap(({ services }) => services).filter(({ service }) => service === worker?.name)
  const names = new Set([...(worker?.classes ?? []), ...wanted.map(({ entrypoint }) => entrypoint), 'default'])
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.js'), `export { ${[...names].map((name) => `x as ${name}`).join(', ')} };`)
  return { code: 0, stdout: '', output: '' }
}
