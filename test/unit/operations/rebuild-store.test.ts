// A run is written once for each of its steps.
import { expect, test } from 'vitest'
import { listRuns, type Run, readRun, writeRun } from '../../../src/operations/rebuild-store.ts'
import { openDatabase } from '../../support/sqlite.ts'

const at = '2026-11-21T12:00:00.000Z'
const run: Run = {
  step: 1,
  cursor: 'a',
  state: {
    ...{ projection: 'analytics', phase: 'rows', isRepairing: true, compared: 50, differences: 0, found: [] },
    ...{ startedAt: at, endedAt: null },
  },
}

test('a step that another call has done in the meantime is not written again', async () => {
  const database = openDatabase('operations')
  expect(await readRun(database, 'analytics')).toBeNull()
  await writeRun(database, run)
  await writeRun(database, { ...run, cursor: 'b' })
  expect(await readRun(database, 'analytics')).toEqual(run)
  await writeRun(database, { ...run, step: 2, cursor: null })
  await writeRun(database, { ...run, step: 4, cursor: 'x' })
  expect(await listRuns(database)).toEqual([{ ...run, step: 2, cursor: null }])
})
