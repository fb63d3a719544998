// Layouts that would lose sight of orders are refused before anything is changed.
import { expect, test } from 'vitest'
import type { WorkerConfig } from '../../../../scripts/deploy/configs.ts'
import { readShop } from '../../../../scripts/deploy/deployment.ts'
import { lateLayoutFaults, layoutFaults } from '../../../../scripts/deploy/layouts.ts'
import { blank } from '../../../support/small-shop.ts'

const now = Date.parse('2026-12-01T09:00:00.000Z')

function delivery(layouts: string, databases = 2): WorkerConfig {
  const names = Array.from({ length: databases }, (_, number) => `homeappliance-delivery-${number}`)
  return {
    ...blank,
    name: 'homeappliance-delivery',
    config: 'workers/delivery/wrangler.toml',
    databases: names.map((name) => ({ binding: name, name, folder: 'migrations/delivery', migrations: [] })),
    vars: { DELIVERY_LAYOUTS: layouts },
  }
}

/** An account with the Worker, and so many of its databases. */
function account(databases: number, names = ['homeappliance-delivery']) {
  const pending = new Map(Array.from({ length: databases }, (_, number) => [`homeappliance-delivery-${number}`, []]))
  return { workers: new Map(names.map((name) => [name, {}])), pending }
}

test('a layout names databases that are bound', () => {
  expect(layoutFaults([delivery('0; 0-1 from 2026-12-02T00:00:00Z')])).toEqual([])
  expect(layoutFaults([delivery('0; 1-2 from 2026-12-02T00:00:00Z')])).toEqual([
    'homeappliance-delivery: DELIVERY_LAYOUTS names database 2, and 2 are bound',
  ])
  expect(layoutFaults([delivery('nonsense')])).toEqual([])
  expect(layoutFaults(readShop())).toEqual([])
})

test.each([
  ['2026-12-01T10:00:00Z', 1, 0],
  ['2026-12-01T09:09:59Z', 1, 1],
  ['2026-11-30T00:00:00Z', 1, 1],
  ['2026-11-30T00:00:00Z', 2, 0],
])('from %s on, with %d databases on the account, it is refused %d times', (from, databases, times) => {
  const faults = lateLayoutFaults([delivery(`0; 1 from ${from}`)], account(databases), now)
  expect(faults).toHaveLength(times)
  for (const fault of faults) expect(fault).toContain('DELIVERY_LAYOUTS uses a new database from 2026-1')
})

test('a Worker that is deployed for the first time has no orders, though it may have its secrets', () => {
  expect(lateLayoutFaults([delivery('0')], account(0), now)).toEqual([])
  expect(lateLayoutFaults([delivery('0; 1 from 2026-11-30T00:00:00Z')], account(0, []), now)).toEqual([])
})
