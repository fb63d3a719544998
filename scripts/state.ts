// The local state folder: every database migrated, the demo shop filled. Done again only when what it is made of changed.

import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shelfKey } from '../src/catalog/store.ts'
import { seedAccountsSql } from './demo/accounts.ts'
import { demoItems } from './demo/items.ts'
import { contextWorkers, root, wrangler } from './workers.ts'

export async function prepareState(state: string, log: (line: string) => void): Promise<void> {
  keepLocalSecret()
  const marker = join(state, 'prepared')
  const wanted = fingerprint()
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  log('Preparing the databases and the demo shop …')
  const databases = contextWorkers.flatMap(({ config, databases }) => databases.map(({ name }) => ({ config, name })))
  await inTwos(databases, ({ config, name }) =>
    run(['d1', 'migrations', 'apply', name, '--local', '--persist-to', state, '-c', config]),
  )
  await seed(state)
  writeFileSync(marker, wanted)
}

/** The local authorization server's secret: made once, kept beside its wrangler file, never committed. */
function keepLocalSecret(): void {
  const file = `${root}workers/identity/.dev.vars`
  if (existsSync(file)) return
  writeFileSync(file, `BETTER_AUTH_SECRET="${randomBytes(32).toString('hex')}"\n`, { mode: 0o600 })
}

async function seed(state: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homeappliance-'))
  try {
    const accounts = join(folder, 'accounts.sql')
    writeFileSync(accounts, await seedAccountsSql())
    const identity = `${root}workers/identity/wrangler.toml`
    await run([
      'd1',
      'execute',
      'homeappliance-identity',
      '--local',
      '--persist-to',
      state,
      '-c',
      identity,
      '--file',
      accounts,
    ])
    const shelf = join(folder, 'shelf.json')
    writeFileSync(shelf, JSON.stringify(demoItems))
    const catalog = `${root}workers/catalog/wrangler.toml`
    const put = ['kv', 'key', 'put', shelfKey, '--path', shelf, '--binding', 'CATALOG_KV']
    await run([...put, '--local', '--persist-to', state, '-c', catalog])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A hash over the migrations and the seeds. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const folder of [`${root}migrations`, `${root}scripts/demo`]) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)))
    }
  }
  return hash.digest('hex')
}

async function inTwos<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...list]
  const worker = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one)
  }
  await Promise.all([worker(), worker()])
}

/** Run wrangler; throws with all it said when it fails. */
function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [wrangler, ...args], {
      cwd: root,
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
      })
    }
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`wrangler ${args.join(' ')} failed:\n${output}`))
    })
  })
}
