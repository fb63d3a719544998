// What is planned for the wrangler files of a shop and what an account has.
import { expect, test } from 'vitest'
import type { WorkerConfig } from '../../../../scripts/deploy/configs.ts'
import {
  type AccountState,
  accountFaults,
  emptyAccount,
  describe as inWords,
  planDeployment,
  planFaults,
  publicOrigin,
  warningsOf,
} from '../../../../scripts/deploy/plan.ts'
import { gateway, identity, mypage, order, origin, shop } from '../../../support/small-shop.ts'

const release = { tag: 'abc', message: `${origin} Sell more` }
const wanted = { origin, release, only: null, percentages: [] }

/** An account with Workers that run a release, their secrets, and all their queues and databases. */
function accountWith(workers: readonly WorkerConfig[], tag: string): AccountState {
  const versions = [{ id: 'v1', number: 1, tag, message: release.message, isSecretChange: false }]
  const history = { versions, deployments: [{ message: null, at: '', shares: [{ id: 'v1', percent: 100 }] }] }
  return {
    workers: new Map(workers.map(({ name, secrets }) => [name, { secrets, history }])),
    classes: new Map(workers.map(({ name, classes }) => [name, classes])),
    queues: new Set(['homeappliance-mypage-events', 'homeappliance-mypage-events-dead']),
    pending: new Map([['homeappliance-identity', []]]),
  }
}

const planOf = (account: AccountState, changes = {}) =>
  planDeployment(shop, account, { ...wanted, ...changes }).map(inWords)

test('on an empty account queues and databases come first, all are migrated before any Worker, callees come first', () => {
  expect(planOf(emptyAccount).join('\n')).toMatchInlineSnapshot(`
    "create the queue homeappliance-mypage-events
    create the queue homeappliance-mypage-events-dead
    create the database homeappliance-identity
    migrate homeappliance-identity: 0001_accounts.sql, 0002_more.sql
    check that the shop is as well as before
    deploy homeappliance-identity AUTH_ORIGIN=https://shop.example
    deploy homeappliance-order
    deploy homeappliance-mypage
    deploy homeappliance-operations
    deploy homeappliance-gateway ISSUER=https://shop.example"
  `)
  expect(planFaults(shop)).toEqual([])
  expect(warningsOf(shop)).toEqual([])
})

test('an account that runs the release already needs nothing, and one with another release every Worker', () => {
  expect(planOf(accountWith(shop, 'abc'))).toEqual([])
  expect(planOf(accountWith(shop, 'old'))).toHaveLength(shop.length)
})

test('only the Workers that are behind are deployed, and only those that are asked for', () => {
  const account = accountWith(
    shop.filter((worker) => worker !== mypage),
    'abc',
  )
  expect(planOf(account)).toEqual(['deploy homeappliance-mypage'])
  expect(planOf(account, { only: [gateway.name] })).toEqual([])
})

test('Workers that call each other are deployed in a circle, which is closed after the last of them', () => {
  const back = [{ binding: 'MYPAGE', service: 'homeappliance-mypage', entrypoint: 'Subscriber' }]
  const circle = shop.map((worker) => (worker === order ? { ...order, services: back } : worker))
  expect(planFaults(circle)).toEqual([])
  const steps = (account: AccountState) => planDeployment(circle, account, wanted).map(inWords).slice(-5)
  expect(steps(emptyAccount)).toEqual([
    'deploy homeappliance-order (for now without homeappliance-mypage)',
    'deploy homeappliance-mypage',
    'deploy homeappliance-order (with all its bindings)',
    'deploy homeappliance-operations',
    'deploy homeappliance-gateway ISSUER=https://shop.example',
  ])
  expect(steps(accountWith(circle, 'old')).slice(1, 3)).toEqual([
    'deploy homeappliance-order',
    'deploy homeappliance-mypage',
  ])
})

test('a gradual deployment is for what runs already and keeps its object classes', () => {
  const account = accountWith([identity, { ...order, classes: ['Old'] }, mypage], 'old')
  expect(planOf(account, { percentages: [10, 100] }).slice(0, 4)).toEqual([
    'deploy homeappliance-identity AUTH_ORIGIN=https://shop.example to 10, 100 % of its calls',
    'deploy homeappliance-order (at once, since its object classes change)',
    'deploy homeappliance-mypage to 10, 100 % of its calls',
    'deploy homeappliance-operations',
  ])
})

test('an issuer that the wrangler file names is left alone', () => {
  const foreign = { ...gateway, vars: { ISSUER: 'https://issuer.example' } }
  const steps = planDeployment([identity, foreign], emptyAccount, wanted)
  expect(steps.find((step) => step.do === 'deploy' && step.worker === foreign.name)).toMatchObject({ vars: {} })
})

test.each<[string, WorkerConfig['vars'], string[]]>([
  ['homeappliance-payment', { PAYMENT_PROVIDER: 'stripe' }, ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']],
  ['homeappliance-payment', { PAYMENT_PROVIDER: 'sandbox' }, []],
  ['homeappliance-message', { MESSAGE_WEBHOOK_URL: 'https://mail.example' }, ['MESSAGE_WEBHOOK_SECRET']],
  ['homeappliance-message', { MESSAGE_WEBHOOK_URL: '' }, []],
])('the secrets that the vars of %s ask for, %j, are missed before anything is changed', (name, vars, secrets) => {
  const worker = { ...mypage, services: [], name, vars }
  expect(accountFaults([worker], emptyAccount, wanted, 0)).toEqual(
    secrets.map((secret) => `${name} has no secret ${secret}: see "Variables and secrets" in docs/operations.md`),
  )
})

test('a shop that pays with the sandbox is warned of in words', () => {
  const payment = { ...order, name: 'homeappliance-payment', vars: { PAYMENT_PROVIDER: 'sandbox' } }
  expect(warningsOf([payment])).toEqual([expect.stringContaining('takes no real money')])
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
