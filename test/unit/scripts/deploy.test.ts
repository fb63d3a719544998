// The deployment: what is planned for the wrangler files, what is refused, and how the steps are done on an account.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { exportsOf, faultsOfExports, faultsOfList } from '../../../scripts/deploy/faults.ts'
import { describe as inWords, planDeployment, publicOrigin, type WorkerConfig } from '../../../scripts/deploy/plan.ts'
import { carryOut, type DeployPorts, type Output } from '../../../scripts/deploy/steps.ts'

const origin = 'https://shop.example'
const blank = { services: [], classes: [], producers: [], consumers: [], databases: [], secrets: [], vars: {} }

const identity: WorkerConfig = {
  ...blank,
  name: 'homeappliance-identity',
  config: 'workers/identity/wrangler.toml',
  databases: [{ binding: 'DB', name: 'homeappliance-identity', migrations: ['0001_accounts.sql', '0002_more.sql'] }],
  secrets: ['BETTER_AUTH_SECRET'],
  vars: { AUTH_ORIGIN: '' },
}
const order: WorkerConfig = {
  ...blank,
  name: 'homeappliance-order',
  config: 'workers/order/wrangler.toml',
  classes: ['OrderObject'],
  producers: ['homeappliance-mypage-events'],
}
const mypage: WorkerConfig = {
  ...blank,
  name: 'homeappliance-mypage',
  config: 'workers/mypage/wrangler.toml',
  services: [{ binding: 'ORDER_COMMANDS', service: 'homeappliance-order', entrypoint: 'OrderCommands' }],
  consumers: [{ queue: 'homeappliance-mypage-events', deadLetterQueue: 'homeappliance-mypage-events-dead' }],
}
const operations: WorkerConfig = {
  ...blank,
  name: 'homeappliance-operations',
  config: 'workers/operations/wrangler.toml',
  consumers: [{ queue: 'homeappliance-mypage-events-dead', deadLetterQueue: null }],
}
const gateway: WorkerConfig = {
  ...blank,
  name: 'homeappliance-gateway',
  config: 'wrangler.toml',
  services: [{ binding: 'IDENTITY', service: 'homeappliance-identity', entrypoint: 'default' }],
  vars: { ISSUER: '' },
}
const shop = [identity, order, mypage, operations, gateway]

test('the plan checks and looks before it changes anything, migrates before it deploys, and ends at the open door', () => {
  const plan = planDeployment(shop, origin, false)
  expect(plan.steps.map(inWords).join('\n')).toMatchInlineSnapshot(`
    "find the account
    find the secret BETTER_AUTH_SECRET of homeappliance-identity
    check types, lint and domain tests
    bundle 5 Workers
    have the queue homeappliance-mypage-events
    have the queue homeappliance-mypage-events-dead
    have the database homeappliance-identity
    migrate homeappliance-identity: 0001_accounts.sql, 0002_more.sql
    deploy homeappliance-identity AUTH_ORIGIN=https://shop.example
    deploy homeappliance-order
    deploy homeappliance-mypage
    deploy homeappliance-operations
    deploy homeappliance-gateway ISSUER=https://shop.example
    ask https://shop.example/readyz"
  `)
  expect(plan.faults).toEqual([])
  expect(plan.warnings).toEqual([])
})

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

test('checks are skipped on demand only', () => {
  expect(planDeployment(shop, origin, true).steps.some((step) => step.do === 'check')).toBe(false)
})

test('an issuer that the wrangler file names is left alone', () => {
  const foreign = { ...gateway, vars: { ISSUER: 'https://issuer.example' } }
  const { steps } = planDeployment([identity, foreign], origin, true)
  expect(steps.find((step) => step.do === 'deploy' && step.worker === foreign.name)).toMatchObject({ vars: {} })
})

test('the secrets of the payment provider that is chosen are looked for before anything is changed', () => {
  const paying = { ...order, vars: { PAYMENT_PROVIDER: 'stripe' } }
  const { steps, warnings } = planDeployment([paying], origin, true)
  expect(steps.map(inWords).slice(0, 3)).toEqual([
    'find the account',
    'find the secret STRIPE_SECRET_KEY of homeappliance-order',
    'find the secret STRIPE_WEBHOOK_SECRET of homeappliance-order',
  ])
  expect(warnings).toEqual([])
})

test('a shop that pays with the sandbox is warned of in words', () => {
  const { warnings } = planDeployment([{ ...order, vars: { PAYMENT_PROVIDER: 'sandbox' } }], origin, true)
  expect(warnings).toEqual([expect.stringContaining('takes no real money')])
})

describe('wrangler files that do not fit together are refused', () => {
  const service = (name: string) => [{ binding: 'B', service: name, entrypoint: 'default' }]
  const database = identity.databases
  it.each<[string, WorkerConfig[]]>([
    ['two Workers are named homeappliance-order', [order, ...shop]],
    ['no Worker of the plan provides', [...shop, { ...gateway, name: 'x', services: service('homeappliance-nobody') }]],
    ['is deployed after it', [{ ...gateway, name: 'x', services: service('homeappliance-identity') }, ...shop]],
    ['is deployed after it', [...shop, { ...gateway, name: 'x', services: service('x') }]],
    ['two consumers', [...shop, { ...operations, name: 'x' }]],
    ['nobody consumes the queue q', [...shop, { ...order, name: 'x', producers: ['q'] }]],
    ['nobody consumes the queue homeappliance-mypage-events-dead', shop.filter((worker) => worker !== operations)],
    ['nobody sends to the queue homeappliance-mypage-events', shop.filter((worker) => worker !== order)],
    ['share the database homeappliance-identity', [...shop, { ...blank, name: 'x', config: 'x', databases: database }]],
    ['has no migrations', [{ ...identity, databases: [{ binding: 'DB', name: 'd', migrations: [] }] }, gateway]],
    ['homeappliance-identity has no var AUTH_ORIGIN', [{ ...identity, vars: {} }, gateway]],
  ])('%s', (fault, workers) => {
    expect(planDeployment(workers, origin, true).faults.join('\n')).toContain(fault)
  })

  it('a list of Workers that says something else than their files', () => {
    const { name, config } = identity
    const listed = { name, config, databases: [{ binding: 'DB', name: 'homeappliance-identity' }] }
    expect(faultsOfList([listed], shop)).toEqual([])
    expect(faultsOfList([{ ...listed, name: 'other' }], shop)).toHaveLength(1)
    expect(faultsOfList([{ ...listed, databases: [] }], shop)).toHaveLength(1)
    expect(faultsOfList([{ ...listed, config: 'nowhere' }], shop)).toHaveLength(1)
  })

  it('a binding to an entrypoint, or a class, that no bundle exports', () => {
    const bundles = new Map([
      ['homeappliance-identity', ['default']],
      ['homeappliance-order', ['OrderCommands', 'OrderObject', 'default']],
    ])
    expect(faultsOfExports(shop, bundles)).toEqual([])
    expect(faultsOfExports(shop, new Map([...bundles, ['homeappliance-order', ['default']]]))).toEqual([
      'homeappliance-order does not export its object class OrderObject',
      'homeappliance-mypage: ORDER_COMMANDS is bound to OrderCommands, which homeappliance-order lacks',
    ])
  })

  it('the exports of a bundle are read from its last lines', () => {
    expect(exportsOf('var a = 1\nexport {\n  OrderObject,\n  index_default as default\n};\n')).toEqual([
      'OrderObject',
      'default',
    ])
    expect(exportsOf('var a = 1')).toEqual([])
  })
})

test.each<[string, string | null]>([
  ['https://shop.example', 'https://shop.example'],
  ['https://shop.example/', 'https://shop.example'],
  ['https://shop.example:8443', 'https://shop.example:8443'],
  ['http://shop.example', null],
  ['https://shop.example/path', null],
  ['https://shop.example/?q', null],
  ['https://user@shop.example', null],
  ['shop.example', null],
  ['', null],
])('the public address %s is taken as %s', (text, taken) => {
  expect(publicOrigin(text)).toBe(taken)
})

const folder = mkdtempSync(join(tmpdir(), 'deploy-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An account that remembers what was put there, and answers as wrangler does. */
function account(changes: Partial<DeployPorts> = {}, broken: (args: readonly string[]) => boolean = () => false) {
  const queues = new Set<string>()
  const databases = new Set<string>()
  const deployed: string[] = []
  const lines: string[] = []
  const reported = (output: string, code = 0): Output => ({ code, stdout: code === 0 ? output : '', output })
  const wrangler = async (args: readonly string[]): Promise<Output> => {
    if (broken(args)) return reported('the network is down', 1)
    const name = args.find((_, index) => index > 0 && args[index - 1]?.match(/^(info|create|apply)$/)) ?? ''
    const [first, second] = args
    switch ([first, second].join(' ')) {
      case 'whoami --json':
        return reported('{ "loggedIn": true, "accounts": [{ "id": "a1", "name": "The shop" }] }')
      case 'secret list':
        return reported('[{ "name": "BETTER_AUTH_SECRET", "type": "secret_text" }]')
      case 'queues info':
        return queues.has(name) ? reported(`Queue Name: ${name}\n`) : reported(`Queue "${name}" does not exist.`, 1)
      case 'queues create':
        queues.add(name)
        return reported('')
      case 'd1 list':
        return reported(JSON.stringify([...databases].map((database) => ({ name: database }))))
      case 'd1 create':
        databases.add(name)
        return reported('')
      case 'd1 migrations':
        return databases.has(args[3] ?? '') ? reported('') : reported('there is no such database', 1)
      case 'deploy --dry-run': {
        const out = args[args.indexOf('--outdir') + 1] ?? ''
        mkdirSync(out, { recursive: true })
        writeFileSync(
          join(out, 'index.js'),
          'export { a as OrderObject, b as OrderCommands, c as default, d as Subscriber };',
        )
        return reported('')
      }
      default:
        deployed.push(args.slice(2).join(' '))
        return reported('env.SANDBOX_URL ("https://sandbox.internal")\nDeployed at\n  https://shop.workers.dev\n')
    }
  }
  const ports: DeployPorts = {
    wrangler,
    check: async () => reported(''),
    readiness: async () => '{"status":"ready"}',
    pause: async () => {},
    folder,
    accountId: null,
    print: (line) => void lines.push(line),
    ...changes,
  }
  return { ports, queues, databases, deployed, text: () => lines.join('\n') }
}

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
