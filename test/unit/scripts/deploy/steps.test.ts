// How the steps of a deployment are done on an account, and where they stop.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { describe as inWords, planDeployment } from '../../../../scripts/deploy/plan.ts'
import { carryOut, type DeployPorts } from '../../../../scripts/deploy/steps.ts'
import type { Output } from '../../../../scripts/wrangler-session.ts'
import { accountWith, mypage, order, origin, shop } from '../../../support/deployment.ts'

const folder = mkdtempSync(join(tmpdir(), 'deploy-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const account = (changes?: Partial<DeployPorts>, broken?: (args: readonly string[]) => boolean) =>
  accountWith(folder, changes, broken)

describe('Workers that call each other', () => {
  const back = [{ binding: 'MYPAGE', service: 'homeappliance-mypage', entrypoint: 'Subscriber' }]
  const circle = shop.map((worker) => (worker === order ? { ...order, services: back } : worker))
  const { steps, faults } = planDeployment(circle, origin, true)

  it('are deployed in a circle that is closed after the last of them', () => {
    expect(faults).toEqual([])
    expect(steps.map(inWords).slice(-6)).toEqual([
      'deploy homeappliance-order',
      'deploy homeappliance-mypage',
      'deploy homeappliance-order once more, if it could not be bound to all before',
      'deploy homeappliance-operations',
      'deploy homeappliance-gateway ISSUER=https://shop.example',
      'ask https://shop.example/readyz',
    ])
  })

  it('are deployed once each where all of them exist', async () => {
    const { ports, deployed } = account()
    expect(await carryOut(steps, ports)).toBe(true)
    expect(deployed.filter((text) => text.includes('order'))).toEqual(['workers/order/wrangler.toml'])
  })

  it('are first deployed without those that do not exist yet', async () => {
    const { ports, deployed, text } = account()
    const configs: unknown[] = []
    const wrangler = async (args: readonly string[]) => {
      const [first, , config = ''] = args
      if (first === 'secret' && args.at(-1) === mypage.config && !deployed.includes(mypage.config)) {
        return { code: 1, stdout: '', output: 'Worker "homeappliance-mypage" not found.' }
      }
      if (first === 'deploy' && config.endsWith('.json')) configs.push(JSON.parse(readFileSync(config, 'utf8')))
      return ports.wrangler(args)
    }
    expect(await carryOut(steps, { ...ports, wrangler })).toBe(true)
    expect(deployed.filter((line) => line.includes('order'))).toEqual([
      `${folder}/homeappliance-order.json`,
      'workers/order/wrangler.toml',
    ])
    expect(text()).toContain('for now without homeappliance-mypage')
    expect(configs).toEqual([
      expect.objectContaining({
        name: 'homeappliance-order',
        main: expect.stringMatching(/^\/.+\/workers\/order\/index\.ts$/),
        services: expect.not.arrayContaining([expect.objectContaining({ service: 'homeappliance-mypage' })]),
      }),
    ])
  })
})

describe('on an account', () => {
  const { steps } = planDeployment(shop, origin, false)

  it('everything is created and deployed in order, and a second time nothing is created again', async () => {
    const { ports, queues, databases, deployed, text } = account()
    expect(await carryOut(steps, ports)).toBe(true)
    expect([...queues]).toEqual(['homeappliance-mypage-events', 'homeappliance-mypage-events-dead'])
    expect([...databases]).toEqual(['homeappliance-identity'])
    expect(deployed).toEqual([
      'workers/identity/wrangler.toml --var AUTH_ORIGIN:https://shop.example',
      'workers/order/wrangler.toml',
      'workers/mypage/wrangler.toml',
      'workers/operations/wrangler.toml',
      'wrangler.toml --var ISSUER:https://shop.example',
    ])
    expect(text()).toContain('\n      https://shop.workers.dev')
    const creates: string[] = []
    const watched = async (args: readonly string[]) => {
      if (args[1] === 'create') creates.push(args.join(' '))
      return ports.wrangler(args)
    }
    expect(await carryOut(steps, { ...ports, wrangler: watched })).toBe(true)
    expect(creates).toEqual([])
  })

  it('the first failure stops it, with its step, its reason and how to go on', async () => {
    const { ports, deployed, text } = account({}, (args) => args[2] === 'workers/mypage/wrangler.toml')
    expect(await carryOut(steps, ports)).toBe(false)
    expect(deployed).toHaveLength(2)
    expect(text()).toContain('the network is down')
    expect(text()).toContain('Stopped at step 11 of 14, "deploy homeappliance-mypage"')
    expect(text()).toContain('run the same command again')
  })

  it.each<[string, (args: readonly string[]) => Output | null]>([
    ['run "npx wrangler login"', whoami('{"loggedIn":false}', 1)],
    [
      'set CLOUDFLARE_ACCOUNT_ID',
      whoami('{"loggedIn":true,"accounts":[{"id":"a1","name":"A"},{"id":"a2","name":"B"}]}'),
    ],
    ['reaches no account', whoami('{"loggedIn":true,"accounts":[]}')],
    ['no secret BETTER_AUTH_SECRET', secrets('[]')],
    ['npx wrangler secret put BETTER_AUTH_SECRET -c workers/identity', secrets('Worker "x" not found.', 1)],
    ['secrets are out of order', secrets('secrets are out of order', 1)],
  ])('it stops before anything is changed: %s', async (reason, answer) => {
    const { ports, queues, databases, deployed, text } = account()
    const wrangler = async (args: readonly string[]) => answer(args) ?? ports.wrangler(args)
    expect(await carryOut(steps, { ...ports, wrangler })).toBe(false)
    expect(text()).toContain(reason)
    expect([...queues, ...databases, ...deployed]).toEqual([])
  })

  it('a queue that cannot be looked up is not created blindly', async () => {
    const { ports, queues, text } = account({}, (args) => args[1] === 'info')
    expect(await carryOut(steps, ports)).toBe(false)
    expect(queues.size).toBe(0)
    expect(text()).toContain('the network is down')
  })

  it('checks that fail, or a bundle without what others are bound to, stop it before anything is changed', async () => {
    const failing = account({ check: async () => ({ code: 1, stdout: '', output: 'FAIL types' }) })
    expect(await carryOut(steps, failing.ports)).toBe(false)
    expect(failing.text()).toContain('FAIL types')
    expect([...failing.queues, ...failing.databases, ...failing.deployed]).toEqual([])
    const lacking = account()
    const renamed = shop.map((worker) => (worker === order ? { ...order, classes: ['Gone'] } : worker))
    expect(await carryOut(planDeployment(renamed, origin, false).steps, lacking.ports)).toBe(false)
    expect(lacking.text()).toContain('does not export its object class Gone')
    expect([...lacking.queues, ...lacking.databases, ...lacking.deployed]).toEqual([])
  })

  it.each<[string, string | null]>([
    ['must lead to homeappliance-gateway', null],
    ['{"status":"degraded"}', '{"status":"degraded"}'],
  ])('a shop that does not open in the end is a failure: %s', async (reason, answer) => {
    const { ports, text } = account({ readiness: async () => answer })
    expect(await carryOut(steps, ports)).toBe(false)
    expect(text()).toContain(reason)
  })
})

function whoami(stdout: string, code = 0) {
  return (args: readonly string[]) => (args[0] === 'whoami' ? { code, stdout, output: stdout } : null)
}

function secrets(output: string, code = 0) {
  return (args: readonly string[]) => (args[0] === 'secret' ? { code, stdout: code === 0 ? output : '', output } : null)
}
