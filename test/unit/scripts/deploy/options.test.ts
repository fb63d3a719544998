// What the command lines of deploy and rollback take, and how they refuse the rest.
import { expect, it } from 'vitest'
import { deployOptions, rollbackOptions } from '../../../../scripts/deploy/options.ts'

it('everything that a deployment can be asked for', () => {
  const args = [
    '--origin',
    'https://shop.example/',
    '--only',
    'payment,gateway',
    '--gradual',
    '10,50,100',
    '--skip-checks',
  ]
  expect(deployOptions(args)).toEqual({
    origin: 'https://shop.example',
    only: ['homeappliance-payment', 'homeappliance-gateway'],
    percentages: [10, 50, 100],
    isDryRun: false,
    skipsChecks: true,
  })
})

it('nothing, and empty values, as a workflow gives them, are all of it', () => {
  const all = { origin: null, only: null, percentages: [], isDryRun: false, skipsChecks: false }
  expect(deployOptions([])).toEqual(all)
  expect(deployOptions(['--origin', '', '--only=', '--gradual='])).toEqual(all)
  expect(rollbackOptions(['--to', '', '--only='])).toEqual({ origin: null, only: null, to: null })
})

it.each<[string[], string]>([
  [['--origin', 'http://shop.example'], 'an https one without a path, such as https://shop.example, and not "http:'],
  [['--only', 'payments'], 'There is no context "payments". They are docs, sandbox,'],
  [['--gradual', '50,10,100'], 'growing percentages that end with 100'],
  [['--gradual', '10,50'], 'growing percentages that end with 100'],
  [['--gradual', '0,100'], 'growing percentages that end with 100'],
  [['--gradual', '10.5,100'], 'growing percentages that end with 100'],
  [['--gradual', 'slowly'], 'growing percentages that end with 100'],
  [['--everything'], "Unknown option '--everything'"],
  [['payment'], "Unexpected argument 'payment'"],
])('%j is refused', (args, fault) => {
  expect(() => deployOptions(args)).toThrow(TypeError)
  expect(() => deployOptions(args)).toThrow(fault)
})

it('a rollback takes a tag', () => {
  expect(rollbackOptions(['--to', 'abc1234'])).toEqual({ origin: null, only: null, to: 'abc1234' })
})
