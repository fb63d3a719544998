// `npm run deploy -- --dry-run` as a process: on this tree, and on copies of it with one fault planted in each.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-process-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the dry run needs no account, shows the plan, bundles every Worker and leaves nothing behind', async () => {
  const { code, text } = await deploy(root, '--dry-run')
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
  const outcome = await deploy(copy, '--dry-run')
  expect(outcome.text).toContain(found)
  expect(outcome.text).not.toContain('found nothing wrong')
  expect(outcome.code).toBe(1)
})

test.each([[[]], [['--origin', 'http://shop.example']], [['--origin', 'shop.example']]])(
  'without an https address nothing is begun: %j',
  async (args) => {
    const { code, text } = await deploy(root, ...args)
    expect(text.split('\n')[0]).toBe(
      "Name the shop's public address, an https one without a path: --origin https://shop.example",
    )
    expect(text).not.toContain('[1/')
    expect(code).toBe(1)
  },
)

test('without a sign-in it stops at the account, and says how to sign in', async () => {
  const { code, text } = await deploy(root, '--origin', 'https://shop.example', '--skip-checks')
  expect(text).toContain('run "npx wrangler login", or set CLOUDFLARE_API_TOKEN')
  expect(text).toContain('Stopped at step 1 of')
  expect(code).toBe(1)
})

/** With its own home and temporary folder, so that it finds no sign-in of the user. */
function deploy(tree: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder }
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/run.mjs', 'deploy', ...args], { cwd: tree, env }, (fault, stdout, stderr) => {
      resolve({ code: fault === null ? 0 : 1, text: stderr + stdout })
    })
  })
}

function copyOfTree(): string {
  const copy = join(folder, 'tree')
  for (const part of ['src', 'workers', 'scripts', 'migrations', 'package.json', 'tsconfig.json', 'wrangler.toml']) {
    cpSync(join(root, part), join(copy, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}
