// The configuration of a region as docs/operations.md shows it, in the wrangler files of the shop: wrangler reads it,
// and nothing is missing.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfigs } from '../../../../scripts/deploy/configs.ts'
import { regionFaults } from '../../../../scripts/deploy/region-faults.ts'
import { variableFaults } from '../../../../scripts/variables.ts'
import { contextWorkers, gatewayWorker, root } from '../../../../scripts/workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-region-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const document = readFileSync(join(root, 'docs/operations.md'), 'utf8')
const [, section = ''] = /\n## Where orders are kept\n([\s\S]*?)\n## /.exec(document) ?? []
const snippets = [...section.matchAll(/```toml\n# (\S*wrangler\.toml)\n([\s\S]*?)```/g)].map(
  ([, path = '', text = '']) => ({
    path,
    variables: text.split('\n').filter((line) => /^[A-Z_]+ = /.test(line)),
    tables: text.slice(text.includes('[[') ? text.indexOf('[[') : text.length),
  }),
)

/** The shop's wrangler files with what the document adds; `without` leaves out what it adds to one file. */
function workersWith(without: string | null) {
  const workers = [gatewayWorker, ...contextWorkers].map((worker, index) => {
    const path = worker.config.slice(root.length)
    const copy = join(folder, `${index}`, 'workers', 'x', 'wrangler.toml')
    cpSync(worker.config, copy, { recursive: true })
    let text = readFileSync(copy, 'utf8')
    for (const { variables, tables } of snippets.filter((one) => one.path === path && one.path !== without)) {
      for (const line of variables) text = text.replace(new RegExp(`^${line.split(' ')[0]} = .*\n`, 'm'), '')
      text = `${text.replace('[vars]\n', `[vars]\n${variables.join('\n')}\n`)}\n${tables}`
    }
    writeFileSync(copy, text)
    return { ...worker, config: copy }
  })
  return readConfigs(workers)
}

test('it is read and complete', () => {
  expect(snippets.map(({ path }) => path)).toEqual([
    'wrangler.toml',
    'workers/payment/wrangler.toml',
    'workers/mypage/wrangler.toml',
    'workers/ordermanagement/wrangler.toml',
    'workers/delivery/wrangler.toml',
    'workers/message/wrangler.toml',
    'workers/archive/wrangler.toml',
  ])
  const workers = workersWith(null)
  expect(regionFaults(workers)).toEqual([])
  expect(workers.flatMap((worker) => variableFaults(worker, 'unknown'))).toEqual([])
  const databases = workers.flatMap((worker) => worker.databases.map(({ binding, name }) => `${binding}=${name}`))
  expect(databases).toEqual(
    expect.arrayContaining(['MYPAGE_DB_EU_0=homeappliance-mypage-eu-0', 'ARCHIVE_DB_EU=homeappliance-archive-eu']),
  )
})

test.each(snippets.slice(1).map(({ path }) => path))('without what it says of %s nothing is deployed', (path) => {
  expect(regionFaults(workersWith(path))).not.toEqual([])
})
