// What a deployment leaves behind where it fails: a clear line, and the state that it promises. Run again, it goes on.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDeployment, origin } from '../../../support/deployment.ts'
import { runningOf } from '../../../support/wrangler/account.ts'

let to: ReturnType<typeof openDeployment>
let first = ''
beforeEach(async () => {
  to = openDeployment()
  first = to.commit('Open the shop')
  await to.deploy('--origin', origin)
})
afterEach(() => to.close())

const running = () => new Set(Object.keys(to.account.workers).flatMap((name) => runningOf(to.account, name)))

/** The Workers that were rolled back, in that order. */
const rolledBack = (text: string) => [...text.matchAll(/Rolled back: homeappliance-(\w+)/g)].map(([, name]) => name)

describe('stops before anything is changed', () => {
  it.each<[string, string, () => void]>([
    [
      'nobody is signed in',
      'run "npx wrangler login", or set CLOUDFLARE_API_TOKEN',
      () => {
        to.account.signedIn = false
      },
    ],
    [
      'there are several accounts',
      'set CLOUDFLARE_ACCOUNT_ID to the one to deploy to.\n  a1  The shop\n  a2  Another',
      () => to.account.accounts.push({ id: 'a2', name: 'Another' }),
    ],
    [
      'a secret is missing',
      'homeappliance-identity has no secret BETTER_AUTH_SECRET: see "Variables and secrets" in docs/operations.md',
      () => {
        const identity = to.account.workers['homeappliance-identity']
        if (identity !== undefined) identity.secrets = []
      },
    ],
    ['the account does not answer', 'the network is down', () => to.fail('versions list', 'the network is down')],
    ['the tree has a change that no commit has', 'Commit first', () => to.write('release', 'changed')],
    [
      'the checks fail',
      'npm run check fails.\nFAIL types',
      () => {
        to.tools.check = async () => ({ code: 1, stdout: '', output: 'FAIL types' })
      },
    ],
    [
      'a Worker cannot be bundled',
      'homeappliance-docs cannot be bundled:\nno such file',
      () => {
        to.tools.bundler = async () => ({ code: 1, stdout: '', output: 'no such file' })
      },
    ],
  ])('when %s', async (_when, line, plant) => {
    to.commit('Sell more')
    plant()
    const { done, text, changes } = await to.deploy()
    expect(text).toContain(line)
    expect([done, changes]).toEqual([false, []])
    expect(running()).toEqual(new Set([`${first}@100`]))
  })
})

describe('takes the release back', () => {
  it('when a Worker cannot be deployed: those before it go back, callers before callees', async () => {
    to.commit('Sell more')
    to.fail(`deploy -c ${process.cwd()}/workers/order/`, 'the network is down')
    const { done, text } = await to.deploy()
    expect(text).toContain('the network is down')
    expect(text).toMatch(/Stopped at step \d+ of 14, "deploy homeappliance-order"/)
    expect(rolledBack(text)).toEqual(['archive', 'catalog', 'message', 'identity', 'sandbox', 'docs'])
    expect(text).toContain(`Rolled back: homeappliance-archive to ${first}`)
    expect(text).toContain('run the same command again')
    expect(done).toBe(false)
    expect(running()).toEqual(new Set([`${first}@100`]))
  })

  it('when the smoke check after a step fails, and deploys all of it when that is put right', async () => {
    const next = to.commit('Sell more')
    to.sicken('payment', next)
    const { text } = await to.deploy()
    expect(text).toContain('The smoke check fails: https://shop.example/readyz: payment is not ready (it is sick).')
    expect(rolledBack(text)[0]).toBe('payment')
    expect(running()).toEqual(new Set([`${first}@100`]))
    to.account.sick = []
    expect((await to.deploy()).done).toBe(true)
    expect(running()).toEqual(new Set([`${next}@100`]))
  })

  it('when a step of a gradual deployment fails, from the share that it had', async () => {
    const next = to.commit('Sell more')
    to.sicken('catalog', next)
    const { text, changes } = await to.deploy('--only', 'catalog', '--gradual', '10,100')
    expect(text).toContain('catalog is not ready')
    expect(changes.map((change) => change.split(' ').slice(0, 2).join(' '))).toEqual([
      'versions upload',
      'versions deploy',
      'rollback 00000000-0000-4000-8000-000000000001',
    ])
    expect(runningOf(to.account, 'homeappliance-catalog')).toEqual([`${first}@100`])
  })

  it('but not what was not well before: a release that repairs the shop can be deployed', async () => {
    to.sicken('payment', first)
    const next = to.commit('Repair payment')
    expect((await to.deploy('--only', 'payment')).done).toBe(true)
    expect(runningOf(to.account, 'homeappliance-payment')).toEqual([`${next}@100`])
  })

  it('but not of a gateway that was broken: it is repaired, and checked from then on', async () => {
    to.sicken('gateway', first)
    const next = to.commit('Repair the gateway')
    expect((await to.deploy('--only', 'gateway')).done).toBe(true)
    expect(runningOf(to.account, 'homeappliance-gateway')).toEqual([`${next}@100`])
  })

  it('as far as it can, and says which Workers it could not, and how to go on', async () => {
    const next = to.commit('Sell more')
    to.sicken('catalog', next)
    to.fail('rollback', 'the network is down')
    const { text } = await to.deploy()
    expect(text).toContain('Not rolled back:\n  homeappliance-catalog: the network is down')
    expect(text).toContain('When that is put right: npm run rollback')
    to.account.faults = []
    const later = await to.rollback()
    expect(rolledBack(later.text)).toEqual(['catalog', 'message', 'identity', 'sandbox', 'docs'])
    expect(running()).toEqual(new Set([`${first}@100`]))
  })
})

describe('when a migration fails', () => {
  it('no Worker is touched, and running it again goes on', async () => {
    const next = to.commit('Sell more')
    to.account.databases['homeappliance-delivery']?.pop()
    to.fail('d1 migrations apply', 'near "TABEL": syntax error')
    const { text, changes } = await to.deploy()
    expect(text).toContain('near "TABEL": syntax error')
    expect(text).toContain('"migrate homeappliance-delivery: 0006_watermark.sql"')
    expect(text).toContain('No Worker was touched: what ran before runs on.')
    expect(changes).toEqual([])
    to.account.faults = []
    expect((await to.deploy()).done).toBe(true)
    expect(running()).toEqual(new Set([`${next}@100`]))
  })

  it('with the versions that run after it, no Worker is touched either', async () => {
    to.commit('Sell more')
    to.account.databases['homeappliance-delivery']?.pop()
    const wrangler = to.tools.wrangler
    to.tools.wrangler = async (args) => {
      if (args.includes('apply')) to.sicken('delivery', first)
      return wrangler(args)
    }
    const { text, changes } = await to.deploy()
    expect(text).toContain('delivery is not ready')
    expect(text).toContain('No Worker was touched')
    expect(changes).toHaveLength(1)
  })
})

describe('when it is broken off with half of the Workers deployed', () => {
  let next = ''
  beforeEach(async () => {
    next = to.commit('Sell more')
    const { wrangler } = to.tools
    let isKilled = false
    to.tools.wrangler = async (args) => {
      isKilled ||= args[0] === 'deploy' && args.join(' ').includes('/payment/')
      if (isKilled) throw new Error('killed')
      return wrangler(args)
    }
    expect((await to.deploy()).text).toContain('When that is put right: npm run rollback')
    to.tools.wrangler = wrangler
    expect(running()).toEqual(new Set([`${first}@100`, `${next}@100`]))
  })

  it('running it again deploys the other half', async () => {
    const { changes } = await to.deploy()
    expect(changes).toHaveLength(7)
    expect(running()).toEqual(new Set([`${next}@100`]))
  })

  it('what the first half has made worse is not taken for what was so before', async () => {
    to.sicken('order', next)
    const { text } = await to.deploy()
    expect(text).toContain('The smoke check fails: https://shop.example/readyz: order is not ready')
    expect(running()).toEqual(new Set([`${first}@100`]))
  })

  it('after the last step of it, running it again checks that step', async () => {
    await to.deploy()
    mkdirSync(join(to.tools.root, '.wrangler/deploy'), { recursive: true })
    const before = { 'homeappliance-gateway': '00000000-0000-4000-8000-000000000001' }
    const readiness = { status: 'ready', contexts: { order: 'ready' }, reasons: {}, breakers: {} }
    to.write('.wrangler/deploy/a1.json', JSON.stringify({ health: { readiness, takesOrders: true }, before }))
    to.sicken('gateway', next)
    const { done, text } = await to.deploy()
    expect(text).toContain('"check that the shop is as well as before"')
    expect(rolledBack(text)).toEqual(['gateway'])
    expect(done).toBe(false)
  })

  it('a record that cannot be read is named, and nothing is changed', async () => {
    to.write('.wrangler/deploy/a1.json', 'half of')
    const { text, changes } = await to.deploy()
    expect(text).toContain('.wrangler/deploy/a1.json cannot be read')
    expect(changes).toEqual([])
  })

  it('a failure after that takes back both halves', async () => {
    to.sicken('analytics', next)
    await to.deploy()
    expect(running()).toEqual(new Set([`${first}@100`]))
  })

  it('the rollback takes back what was deployed', async () => {
    const { done, text } = await to.rollback()
    expect(rolledBack(text)).toEqual(['order', 'archive', 'catalog', 'message', 'identity', 'sandbox', 'docs'])
    expect(done).toBe(true)
    expect(running()).toEqual(new Set([`${first}@100`]))
  })
})
