// The bundles are those that `wrangler deploy` makes, and are built again only when the sources are others.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { bundles } from '../../../scripts/bundles.ts'
import { contextWorkers, gatewayWorker } from '../../../scripts/workers.ts'
import { openWranglerSession } from '../../../scripts/wrangler-session.ts'
import { cloneInto } from '../../support/clone.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'homeappliance-bundles-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Without relative paths and the names of default exports, which depend on the place of a file. */
function compared(file: string): string {
  return readFileSync(file, 'utf8')
    .replaceAll(/^( *(?:\/\/|") ?)(?:\.\.\/)*(?:workers\/\w+\/)?/gm, '$1')
    .replaceAll(/\b(?:index|gateway|[a-z]+)_default\b/g, 'x_default')
}

it('each Worker has the bundle that wrangler would deploy, whatever the environment of the caller', async () => {
  const { workers } = await bundles()
  expect(workers.map(({ name }) => name)).toEqual([gatewayWorker, ...contextWorkers].map(({ name }) => name))
  const wrangler = openWranglerSession({ ...process.env, NODE_ENV: '' })
  try {
    for (const { name, config, folder: built } of workers) {
      const outdir = join(folder, name)
      expect(await wrangler.run(['deploy', '--dry-run', '-c', config, '--outdir', outdir])).toMatchObject({ code: 0 })
      expect(compared(join(built, 'index.js')) === compared(join(outdir, 'index.js')), name).toBe(true)
    }
  } finally {
    await wrangler.close()
  }
})

it('a Worker carries what it uses of a library, and not the forty languages of zod', async () => {
  const { workers } = await bundles()
  const withLanguages = workers.filter(({ folder }) =>
    readFileSync(join(folder, 'index.js'), 'utf8').includes('locales/fr'),
  )
  // Their libraries import all of zod.
  expect(withLanguages.map(({ name }) => name)).toEqual(['homeappliance-gateway', 'homeappliance-identity'])
})

it('the same sources are not built again', async () => {
  const first = await bundles()
  const builtAt = statSync(join(first.folder, 'homeappliance-order/index.js')).mtimeMs
  let builds = 0
  expect(await bundles(() => builds++)).toEqual(first)
  expect(builds).toBe(0)
  expect(statSync(join(first.folder, 'homeappliance-order/index.js')).mtimeMs).toBe(builtAt)
})

describe('in a fresh clone', () => {
  const clone = cloneInto(join(folder, 'clone'))
  const store = join(clone, '.wrangler/bundles')
  const print = "console.log((await import('./scripts/bundles.ts').then((m) => m.bundles())).folder)"
  const build = () => run(process.execPath, ['--input-type=module', '-e', print], { cwd: clone })

  it('two who build at once get the same bundles, and nothing else is left', async () => {
    const [one, other] = await Promise.all([build(), build()])
    expect(one.stdout).toBe(other.stdout)
    expect(readdirSync(store)).toEqual([basename(one.stdout.trim())])
  })

  it('the bundles of older sources are kept, up to a bound, and what a killed build left is not', async () => {
    const [current = ''] = readdirSync(store)
    const hoursAgo = (name: string, hours: number) => {
      mkdirSync(join(store, name))
      utimesSync(join(store, name), new Date(Date.now() - hours * 3_600_000), new Date(Date.now() - hours * 3_600_000))
    }
    for (const hours of [1, 2, 3, 4, 5, 6]) hoursAgo(`older-${hours}`, hours)
    hoursAgo('building-killed', 1)
    hoursAgo('building-now', 0)
    await build()
    const kept = [1, 2, 3, 4].map((hours) => `older-${hours}`)
    expect(readdirSync(store).toSorted()).toEqual([current, 'building-now', ...kept].toSorted())
  })

  it('what cannot be built is told with its place, and leaves nothing behind', async () => {
    const file = join(clone, 'src/order/decide.ts')
    writeFileSync(file, `import { nothing } from './nowhere.ts'\n${readFileSync(file, 'utf8')}`)
    const before = readdirSync(store)
    await expect(build()).rejects.toThrow('src/order/decide.ts:1:24: ERROR: Could not resolve "./nowhere.ts"')
    expect(readdirSync(store)).toEqual(before)
  })
})
