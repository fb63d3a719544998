// The schemas of the Workers' variables, the wrangler files and the table of the runbook say the same.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readConfigs } from '../../../scripts/deploy/configs.ts'
import { requiredSecrets, schemas, tableStart, variableFaults, withTable } from '../../../scripts/variables.ts'
import { contextWorkers, gatewayWorker, root } from '../../../scripts/workers.ts'

const workers = readConfigs([...contextWorkers, gatewayWorker])
const runbook = readFileSync(`${root}docs/operations.md`, 'utf8')

test('the table of the runbook is that of the schemas', () => {
  expect(withTable(runbook)).toBe(runbook)
  expect(() => withTable(runbook.replace(tableStart, ''))).toThrow('no place for the table')
})

test('every schema is of a Worker', () => {
  const names = workers.map(({ name }) => name.replace('homeappliance-', ''))
  expect(Object.keys(schemas).filter((name) => !names.includes(name))).toEqual([])
})

describe.each(workers)('$name', (worker) => {
  test('its wrangler file has no fault, and names the secrets that it needs', () => {
    expect(variableFaults(worker, 'unknown')).toEqual([])
    expect([...worker.secrets].sort()).toEqual(requiredSecrets(worker.name).sort())
  })
})

test('what nothing reads, and what is wrong, is told in a line each', () => {
  const vars = { UNPAID_SECONDS: 'soon', RETENTION_DAY: '5' }
  expect(variableFaults({ name: 'homeappliance-order', vars }, 'unknown')).toEqual([
    'homeappliance-order: RETENTION_DAY is not known, and nothing reads it',
    'homeappliance-order: UNPAID_SECONDS is "soon": it must be a whole number, at least 1',
  ])
  expect(variableFaults({ name: 'homeappliance-order', vars: {} }, 'set')).toEqual([
    expect.stringContaining('homeappliance-order: PERSONAL_DATA_KEYS is not set'),
  ])
  expect(variableFaults({ name: 'homeappliance-docs', vars: { A: 'b' } }, 'set')).toHaveLength(1)
})
