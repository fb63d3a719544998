// Which versions the rollback goes back to, and when it refuses.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readShop } from '../../../../scripts/deploy/deployment.ts'
import { openDeployment, origin } from '../../../support/deployment.ts'
import { putSecret, runningOf } from '../../../support/wrangler/account.ts'

let to: ReturnType<typeof openDeployment>
const tags: string[] = []

beforeEach(async () => {
  to = openDeployment()
  tags.length = 0
  for (const subject of ['Open the shop', 'Sell more', 'Sell even more']) {
    tags.push(to.commit(subject))
    await to.deploy('--origin', origin)
  }
})
afterEach(() => to.close())

const running = () => new Set(Object.keys(to.account.workers).flatMap((name) => runningOf(to.account, name)))

it('everything that was deployed last goes back one release, the gateway first', async () => {
  const { done, text, changes } = await to.rollback()
  expect(running()).toEqual(new Set([`${tags[1]}@100`]))
  expect(changes).toHaveLength(14)
  expect(changes[0]).toContain(`${process.cwd()}/wrangler.toml`)
  expect(text).toContain('The shop is open at https://shop.example')
  expect(done).toBe(true)
})

it('only what was deployed last goes back', async () => {
  const last = to.commit('Repair payment')
  await to.deploy('--only', 'payment')
  expect(runningOf(to.account, 'homeappliance-payment')).toEqual([`${last}@100`])
  expect((await to.rollback()).changes).toHaveLength(1)
  expect(running()).toEqual(new Set([`${tags[2]}@100`]))
})

it('some contexts go back, with the others as they are', async () => {
  await to.rollback('--only', 'payment')
  expect(runningOf(to.account, 'homeappliance-payment')).toEqual([`${tags[1]}@100`])
  expect(runningOf(to.account, 'homeappliance-order')).toEqual([`${tags[2]}@100`])
})

it('to a release by its tag, and forward again', async () => {
  await to.rollback('--to', tags[0] ?? '')
  expect(running()).toEqual(new Set([`${tags[0]}@100`]))
  await to.rollback('--to', tags[2] ?? '')
  expect(running()).toEqual(new Set([`${tags[2]}@100`]))
})

it('a secret that was changed does not count as a release, goes back with it, and is named', async () => {
  putSecret(to.account, 'homeappliance-payment', 'PERSONAL_DATA_KEYS')
  const { text } = await to.rollback()
  expect(text).toContain(`payment to ${tags[1]}\n      with its secrets of then. Put them again: PERSONAL_DATA_KEYS`)
  expect(running()).toEqual(new Set([`${tags[1]}@100`]))
})

it('a shop that is not well afterwards is a failure', async () => {
  to.sicken('order', tags[1] ?? '')
  const { done, text } = await to.rollback()
  expect(text).toContain('The shop is not well: https://shop.example/readyz: order is not ready')
  expect(done).toBe(false)
})

describe('refuses', () => {
  it('to go back and forth: after a rollback the release has to be named', async () => {
    await to.rollback()
    const { text, changes } = await to.rollback()
    expect(text).toContain('The last thing was a rollback. Name the release to go to: --to <tag>')
    expect(changes).toEqual([])
  })

  it('a release that is not among the last ones of each Worker', async () => {
    const { text, changes } = await to.rollback('--to', 'abcdef0123')
    expect(text).toContain('homeappliance-gateway: its last ten versions have no abcdef0123')
    expect(changes).toEqual([])
  })

  it('code that cannot live with a database any more', async () => {
    const folder = join(to.tools.root, 'out', 'migrations')
    mkdirSync(folder)
    writeFileSync(join(folder, '0001_a.sql'), 'CREATE TABLE a (b TEXT, c TEXT);')
    writeFileSync(join(folder, '0002_b.sql'), `-- contract: since ${tags[2]}: nothing reads a.c\nALTER TABLE a DROP c;`)
    const database = { binding: 'DB', name: 'homeappliance-archive', folder, migrations: ['0001_a.sql', '0002_b.sql'] }
    const configs = readShop().map((worker) =>
      worker.name === 'homeappliance-archive' ? { ...worker, databases: [database] } : worker,
    )
    const { text, changes } = await to.rollbackOf(configs)
    expect(text).toContain(`homeappliance-archive has 0002_b.sql, which code before ${tags[2]} cannot live with`)
    expect(changes).toEqual([])
  })
})
