// The bundles are those that `wrangler deploy` makes, and are built again only when the sources are others.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { bundles } from '../../scripts/bundles.ts'
import { contextWorkers, gatewayWorker, quiet, wrangler } from '../../scripts/workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-bundles-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Where a file stands seen from another folder, and the name of a default export after its file, are no difference. */
function compared(file: string): string {
  return readFileSync(file, 'utf8')
    .replaceAll(/^( *(?:\/\/|") ?)(?:\.\.\/)*(?:workers\/\w+\/)?/gm, '$1')
    .replaceAll(/\b(?:index|gateway|[a-z]+)_default\b/g, 'x_default')
}

it('each Worker has the bundle that wrangler would deploy, whatever the environment of the caller', async () => {
  const { workers } = await bundles()
  expect(workers.map(({ name }) => name)).toEqual([gatewayWorker, ...contextWorkers].map(({ name }) => name))
  const left = workers.values()
  const deployer = async () => {
    for (const { name, config, folder: built } of left) {
      const outdir = join(folder, name)
      const args = ['deploy', '--dry-run', '-c', config, '--outdir', outdir]
      await promisify(execFile)(process.execPath, [wrangler, ...args], {
        env: { ...process.env, ...quiet, NODE_ENV: '' },
      })
      expect(compared(join(built, 'index.js')) === compared(join(outdir, 'index.js')), name).toBe(true)
    }
  }
  await Promise.all([deployer(), deployer()])
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
