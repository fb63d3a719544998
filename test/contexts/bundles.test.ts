// The bundles are those that `wrangler deploy` makes, and are built again only when the sources are others.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bundles } from '../../scripts/bundles.ts'
import { contextWorkers, gatewayWorker, quiet, wrangler } from '../../scripts/workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-bundles-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('each Worker has the bundle that wrangler would deploy, whatever the environment of the caller', async () => {
  const { workers } = await bundles()
  expect(workers.map(({ name }) => name)).toEqual([gatewayWorker, ...contextWorkers].map(({ name }) => name))
  for (const worker of workers) expect(existsSync(join(worker.folder, 'index.js'))).toBe(true)
  const catalog = workers.find(({ name }) => name === 'homeappliance-catalog')
  const outdir = join(folder, 'catalog')
  const args = ['deploy', '--dry-run', '-c', catalog?.config ?? '', '--outdir', outdir]
  execFileSync(process.execPath, [wrangler, ...args], { env: { ...process.env, ...quiet, NODE_ENV: '' } })
  const deployed = readFileSync(join(outdir, 'index.js'), 'utf8')
  expect(readFileSync(join(catalog?.folder ?? '', 'index.js'), 'utf8')).toBe(deployed)
})

it('the same sources are not built again', async () => {
  const first = await bundles()
  const builtAt = statSync(join(first.folder, 'homeappliance-order/index.js')).mtimeMs
  let builds = 0
  expect(await bundles(() => builds++)).toEqual(first)
  expect(builds).toBe(0)
  expect(statSync(join(first.folder, 'homeappliance-order/index.js')).mtimeMs).toBe(builtAt)
})
