// `npm run deploy` as a process: dry, on this tree and on copies of it with one fault planted in each; and to an
// account that a stand-in for the wrangler command plays, with the rollback.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localSecretsByWorker } from '../../../scripts/state.ts'
import { emptyAccount, putSecret, runningOf, type StandInAccount } from '../../support/wrangler/account.ts'
import { origin } from '../../support/wrangler/shop.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-process-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the dry run needs no account, shows the plan, bundles every Worker and leaves nothing behind', async () => {
  const { code, text } = await script(root, 'deploy', '--dry-run')
  expect(text).toContain('deploy homeappliance-gateway')
  expect(text).toContain('The dry run found nothing wrong.')
  expect(text).toContain('takes no real money')
  expect(code).toBe(0)
  expect(readdirSync(folder).filter((name) => name.startsWith('homeappliance-deploy-'))).toEqual([])
})

test.each<[string, string, string, string]>([
  ['workers/order/wrangler.toml', 'service = "homeappliance-catalog"', 'service = "homeappliance-x"', 'no Worker of'],
  ['workers/operations/wrangler.toml', 'queue = "homeappliance-mypage-events-dead"', 'queue = "x"', 'nobody consumes'],
  ['workers/mypage/wrangler.toml', 'homeappliance-mypage-1', 'homeappliance-mypage-2', 'scripts/workers.ts says'],
  ['workers/sandbox/index.ts', 'import { DurableObject', 'import {{ DurableObject', 'homeappliance-sandbox cannot be'],
])('a fault planted in %s is found: %s → %s', async (file, good, bad, found) => {
  const copy = copyOfTree()
  const text = readFileSync(join(copy, file), 'utf8')
  expect(text).toContain(good)
  writeFileSync(join(copy, file), text.replace(good, bad))
  const outcome = await script(copy, 'deploy', '--dry-run')
  expect(outcome.text).toContain(found)
  expect(outcome.text).not.toContain('found nothing wrong')
  expect(outcome.code).toBe(1)
})

test('a wrong address is refused at once, with the usage', async () => {
  const { code, text } = await script(root, 'deploy', '--origin', 'http://shop.example')
  expect(text.split('\n')[0]).toContain('an https one without a path, such as https://shop.example, and not "http:')
  expect(text).toContain('usage: npm run deploy')
  expect(code).toBe(2)
})

test('without a sign-in it stops at the account, and says how to sign in', async () => {
  const { code, text } = await script(root, 'deploy', '--origin', origin, '--skip-checks')
  expect(text).toContain('run "npx wrangler login", or set CLOUDFLARE_API_TOKEN')
  expect(text).not.toContain('[1/')
  expect(code).toBe(1)
})

test('a first deployment, one that fails and is taken back, and the rollback', async () => {
  const copy = copyOfTree()
  const account = standInAccount(copy)
  const first = commit(copy, 'Open the shop')
  const deployment = await script(copy, 'deploy', '--origin', origin, '--skip-checks')
  expect(deployment.text).toContain(`The shop is open at ${origin}`)
  expect([deployment.code, answering(account.read())]).toEqual([0, [`${first}@100`]])

  const second = commit(copy, 'Sell more')
  const command = `versions upload -c ${copy}/workers/sandbox/`
  account.change(({ faults }) => faults.push({ command, output: 'the network is down' }))
  const failed = await script(copy, 'deploy', '--skip-checks', '--gradual', '50,100')
  expect(failed.text).toMatch(
    /the network is down\n\nStopped at step 2 of 14, "deploy homeappliance-sandbox to 50, 100 %/,
  )
  expect(failed.text).toContain(`Rolled back: homeappliance-docs to ${first}`)
  expect([failed.code, answering(account.read())]).toEqual([1, [`${first}@100`]])

  const rollback = await script(copy, 'rollback', '--to', second, '--only', 'docs')
  expect(rollback.text).toContain(`Rolled back: homeappliance-docs to ${second}\nThe shop is open at ${origin}`)
  expect([rollback.code, answering(account.read()).toSorted()]).toEqual([
    0,
    [`${first}@100`, `${second}@100`].toSorted(),
  ])
})

/** With its own home and temporary folder, so that it finds no sign-in of the user. */
function script(tree: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const standIn = {
    WRANGLER_ACCOUNT: join(folder, 'account.json'),
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    NODE_OPTIONS: `--import=${root}test/support/wrangler/shop-fetch.ts`,
  }
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, ...(tree === root ? {} : standIn) }
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/run.mjs', ...args], { cwd: tree, env }, (fault, stdout, stderr) => {
      resolve({ code: fault === null ? 0 : Number(fault.code), text: stderr + stdout })
    })
  })
}

function copyOfTree(): string {
  const copy = join(folder, 'tree')
  const parts = [
    'src',
    'workers',
    'scripts',
    'migrations',
    'package.json',
    'tsconfig.json',
    'wrangler.toml',
    '.gitignore',
  ]
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true })
  linkAll(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** An account in a file, and a `wrangler` in the copy that changes it: the real package but for its command. */
function standInAccount(copy: string) {
  const file = join(folder, 'account.json')
  const read = (): StandInAccount => JSON.parse(readFileSync(file, 'utf8'))
  const write = (account: StandInAccount) => writeFileSync(file, JSON.stringify(account))
  const account = emptyAccount()
  for (const [worker, secrets] of Object.entries(localSecretsByWorker(folder))) {
    for (const secret of Object.keys(secrets)) putSecret(account, worker, secret)
  }
  write(account)
  const wrangler = join(copy, 'node_modules', 'wrangler')
  rmSync(wrangler)
  linkAll(join(root, 'node_modules', 'wrangler'), wrangler)
  rmSync(join(wrangler, 'bin'))
  mkdirSync(join(wrangler, 'bin'))
  writeFileSync(join(wrangler, 'bin', 'wrangler.js'), `import('${root}test/support/wrangler/process.ts')`)
  const change = (how: (account: StandInAccount) => void) => {
    const changed = read()
    how(changed)
    write(changed)
  }
  return { read, change }
}

function linkAll(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name))
}

/** Commit everything. Returns the tag of the release. */
function commit(copy: string, subject: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: copy, encoding: 'utf8', stdio: 'pipe' }).trim()
  writeFileSync(join(copy, 'release'), subject)
  git('init', '-q')
  git('add', '.')
  git('-c', 'user.name=A', '-c', 'user.email=a@b.example', 'commit', '-q', '-m', subject)
  return git('rev-parse', 'HEAD').slice(0, 10)
}

/** What answers for all Workers, each answer once. */
function answering(account: StandInAccount): string[] {
  return [...new Set(Object.keys(account.workers).flatMap((name) => runningOf(account, name)))]
}
