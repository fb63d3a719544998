// The local state folder: every database migrated, the demo shop filled. Done again only when what it is made of
// changed.

import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shelfKey } from '../src/catalog/store.ts'
import { seedAccountsSql } from './demo/accounts.ts'
import { demoItems } from './demo/items.ts'
import { contextWorkers, quiet, root, wrangler } from './workers.ts'

/** Migrate and fill what is not so yet. Returns the secrets that the Workers on this state need. */
export async function prepareState(state: string, log: (line: string) => void): Promise<Record<string, string>> {
  const secrets = { BETTER_AUTH_SECRET: localSecret(state) }
  const marker = join(state, 'prepared')
  const wanted = fingerprint()
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return secrets
  log('Preparing the databases and the demo shop …')
  const databases = contextWorkers.flatMap(({ config, databases }) => databases.map(({ name }) => ({ config, name })))
  // One after the other: two at once meet in the simulator's own SQLite file, and one finds it locked.
  for (const { name, config } of databases) {
    await run(['d1', 'migrations', 'apply', name, '--local', '--persist-to', state, '-c', config])
  }
  await seed(state)
  writeFileSync(marker, wanted)
  return secrets
}

/**
 * The local authorization server's secret: made once and kept with the state, since the signing keys in the database
 * are encrypted with it.
 */
function localSecret(state: string): string {
  const file = join(state, 'auth-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
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

/** Run wrangler; throws with all it said when it fails. */
function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [wrangler, ...args], {
      cwd: root,
      env: { ...process.env, ...quiet },
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
