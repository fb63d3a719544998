// The acts of a context that has several databases: each has its own, by its number. A free number has none.
import { expect, test } from 'vitest'
import { actStatement, actsAfter, actsInOne } from '../../../src/platform/acts.ts'
import { numbered } from '../../../src/platform/order-shards.ts'
import { callers } from '../../support/callers.ts'
import { overAll } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'

const at = '2026-11-02T10:00:00.000Z'

test('they are read from one database at a time, and how many there are is told', async () => {
  const databases = [openDatabase('ordermanagement'), openDatabase('ordermanagement')] as const
  for (const [number, database] of databases.entries()) {
    const act = {
      actId: `act_${number}`,
      at,
      caller: callers.staff,
      action: 'claimOrder',
      target: `ord_${number}`,
    } as const
    const changed = { after: { clerk: 'usr_staff' }, requestId: null }
    await actStatement(database, { ...act, ...changed }, 'NULL', 'WHERE TRUE').run()
  }
  const shards = overAll(databases)
  const [first, second = 0] = [...numbered(shards).keys()]
  expect(first).toBe(0)
  expect(await actsInOne(shards, 0, 10)).toEqual({ ...(await actsAfter(databases[0], 0, 10)), databases: second + 1 })
  expect(await actsInOne(shards, 0, 10, second)).toMatchObject({ acts: [{ actId: 'act_1' }], last: 1, newest: 1 })
  expect(await actsInOne(shards, 7, 10, 1)).toMatchObject({ acts: [], last: 7 })
})
