// What is planned for the wrangler files of a shop.
import { expect, test } from 'vitest'
import { describe as inWords, planDeployment, publicOrigin } from '../../../../scripts/deploy/plan.ts'
import { gateway, identity, order, origin, shop } from '../../../support/deployment.ts'

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

test('checks are skipped on demand only', () => {
  expect(planDeployment(shop, origin, true).steps.some((step) => step.do === 'check')).toBe(false)
})

test('an issuer that the wrangler file names is left alone', () => {
  const foreign = { ...gateway, vars: { ISSUER: 'https://issuer.example' } }
  const { steps } = planDeployment([identity, foreign], origin, true)
  expect(steps.find((step) => step.do === 'deploy' && step.worker === foreign.name)).toMatchObject({ vars: {} })
})

test('the secrets of the payment provider that is chosen are looked for before anything is changed', () => {
  const paying = { ...order, name: 'homeappliance-payment', vars: { PAYMENT_PROVIDER: 'stripe' } }
  const { steps, warnings } = planDeployment([paying], origin, true)
  expect(steps.map(inWords).slice(0, 3)).toEqual([
    'find the account',
    'find the secret STRIPE_SECRET_KEY of homeappliance-payment',
    'find the secret STRIPE_WEBHOOK_SECRET of homeappliance-payment',
  ])
  expect(warnings).toEqual([])
})

test('a shop that pays with the sandbox is warned of in words', () => {
  const { warnings } = planDeployment(
    [{ ...order, name: 'homeappliance-payment', vars: { PAYMENT_PROVIDER: 'sandbox' } }],
    origin,
    true,
  )
  expect(warnings).toEqual([expect.stringContaining('takes no real money')])
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
