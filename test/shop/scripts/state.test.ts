// A state folder is prepared by the project's own code, and wrangler goes on with it, and the other way round.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfigs } from '../../../scripts/deploy/configs.ts'
import { hasMigrations, migrate, storesIn } from '../../../scripts/state/stores.ts'
import { prepareState } from '../../../scripts/state.ts'
import { contextWorkers, type Database, root } from '../../../scripts/workers.ts'
import { openWranglerSession } from '../../../scripts/wrangler-session.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-state-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wrangler = openWranglerSession()
afterAll(() => wrangler.close())

/** What a command of wrangler prints about a local database. */
async function d1(state: string, args: string[], context: string): Promise<string> {
  const config = `${root}workers/${context}/wrangler.toml`
  const { code, stdout, output } = await wrangler.run(['d1', ...args, '--local', '--persist-to', state, '-c', config])
  if (code !== 0) throw new Error(output)
  return stdout
}

const databases = contextWorkers.flatMap((worker) => worker.databases)
const countAccounts = [
  'execute',
  'homeappliance-identity',
  '--json',
  '--command',
  'SELECT count(*) AS accounts FROM user',
]

describe('a state folder', () => {
  it('in which wrangler migrated a database is prepared, and wrangler finds nothing left to migrate', async () => {
    const state = join(folder, 'both')
    await d1(state, ['migrations', 'apply', 'homeappliance-identity'], 'identity')
    const reported: string[] = []
    await prepareState(state, (line) => reported.push(line))
    expect(reported).toEqual(['Preparing the databases and the demo shop …'])
    for (const context of ['identity', 'ordermanagement']) {
      const list = await d1(state, ['migrations', 'list', `homeappliance-${context}`], context)
      expect(list).toContain('No migrations to apply')
    }
    expect(JSON.parse(await d1(state, countAccounts, 'identity'))).toMatchObject([{ results: [{ accounts: 5 }] }])
  })

  it('that is prepared is left alone', async () => {
    const output: string[] = []
    await prepareState(join(folder, 'both'), (line) => output.push(line))
    expect(output).toEqual([])
  })

  it('in which one database is behind is prepared again', async () => {
    const state = join(folder, 'both')
    const stores = storesIn(state, databases)
    const delivery = await stores.getD1Database('DELIVERY_DB')
    await delivery.batch(
      [
        'DROP TABLE deliveries',
        'DROP TABLE following',
        'DROP TABLE watermark',
        'DROP VIEW changes',
        'DELETE FROM d1_migrations',
      ].map((statement) => delivery.prepare(statement)),
    )
    await stores.dispose()
    await prepareState(state, () => {})
    expect(hasMigrations(state, databases)).toBe(true)
    expect(await d1(state, ['migrations', 'list', 'homeappliance-delivery'], 'delivery')).toContain(
      'No migrations to apply',
    )
  })

  it('that lost its databases is prepared again, with its accounts', async () => {
    const state = join(folder, 'both')
    rmSync(join(state, 'v3', 'd1'), { recursive: true })
    await prepareState(state, () => {})
    expect(JSON.parse(await d1(state, countAccounts, 'identity'))).toMatchObject([{ results: [{ accounts: 5 }] }])
  })
})

describe('the migrations of a database', () => {
  const migrations = join(folder, 'migrations')
  const database: Database = { name: 'homeappliance-x', binding: 'X_DB', migrations }
  const state = join(folder, 'x')
  mkdirSync(migrations)

  async function migrated(): Promise<{ applied: unknown[]; fault: string | null }> {
    const stores = storesIn(state, [database])
    try {
      const fault = await migrate(stores, database).then(() => null, String)
      const db = await stores.getD1Database('X_DB')
      return { applied: (await db.prepare('SELECT name FROM d1_migrations ORDER BY id').raw()).flat(), fault }
    } finally {
      await stores.dispose()
    }
  }

  it('are applied in order, each once, and only those that are new', async () => {
    writeFileSync(join(migrations, '0002_b.sql'), "-- It's the second;\nINSERT INTO a VALUES ('1;2');\n")
    writeFileSync(join(migrations, '0001_a.sql'), 'CREATE TABLE a (x TEXT);\nCREATE INDEX i ON a (x);\n')
    expect(await migrated()).toEqual({ applied: ['0001_a.sql', '0002_b.sql'], fault: null })
    writeFileSync(join(migrations, '0003_c.sql'), 'ALTER TABLE a ADD COLUMN y TEXT;')
    expect(await migrated()).toEqual({ applied: ['0001_a.sql', '0002_b.sql', '0003_c.sql'], fault: null })
  })

  it('one that fails leaves nothing behind, and says which it is', async () => {
    writeFileSync(join(migrations, '0004_d.sql'), 'CREATE TABLE d (x TEXT); INSERT INTO nowhere VALUES (1);')
    const { applied, fault } = await migrated()
    expect(applied).toHaveLength(3)
    expect(fault).toMatch(/The migration 0004_d\.sql of the database homeappliance-x failed: .*nowhere/)
    writeFileSync(join(migrations, '0004_d.sql'), 'CREATE TABLE d (x TEXT);')
    expect((await migrated()).fault).toBeNull()
  })

  it('are those that the wrangler files name', () => {
    const listed = contextWorkers.map(({ databases }) => databases.map((one) => filesIn(one.migrations)))
    expect(listed).toEqual(readConfigs(contextWorkers).map(({ databases }) => databases.map((one) => one.migrations)))
  })
})

function filesIn(migrations: string): string[] {
  return readdirSync(migrations).toSorted()
}
