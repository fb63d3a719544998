// Which wrangler files and bundles are refused before anything is deployed.
import { describe, expect, it } from 'vitest'
import type { WorkerConfig } from '../../../../scripts/deploy/configs.ts'
import { exportsOf, faultsOfExports, faultsOfList } from '../../../../scripts/deploy/faults.ts'
import { planFaults } from '../../../../scripts/deploy/plan.ts'
import { blank, gateway, identity, operations, order, shop } from '../../../support/small-shop.ts'

describe('wrangler files that do not fit together are refused', () => {
  const service = (name: string) => [{ binding: 'B', service: name, entrypoint: 'default' }]
  const database = identity.databases
  const paidBy = (PAYMENT_PROVIDER: string, CURRENCIES?: string): WorkerConfig[] =>
    CURRENCIES === undefined
      ? [{ ...blank, name: 'x', config: 'x', vars: { PAYMENT_PROVIDER } }]
      : [{ ...order, vars: { PAYMENT_PROVIDER, CURRENCIES } }]
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
    [
      'has no migrations',
      [{ ...identity, databases: [{ binding: 'DB', name: 'd', folder: '', migrations: [] }] }, gateway],
    ],
    ['PAYMENT_PROVIDER differs: homeappliance-order toss, x stripe', [...paidBy('toss', 'KRW'), ...paidBy('stripe')]],
    ['homeappliance-order: CURRENCIES holds USD, which the provider "toss" cannot take', paidBy('toss', 'KRW USD')],
    ['homeappliance-identity has no var AUTH_ORIGIN', [{ ...identity, vars: {} }, gateway]],
  ])('%s', (fault, workers) => {
    expect(planFaults(workers).join('\n')).toContain(fault)
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
