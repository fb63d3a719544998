// A rebuild goes piece by piece through the rows, the archive and what is recent, and goes on where it was stopped.
import { expect, test } from 'vitest'
import type { Projection, RowDifference, RowRef } from '../../../src/contract/rebuild.ts'
import { accepted } from '../../../src/contract/result.ts'
import {
  foundMax,
  ordersPerPiece,
  type RebuildPorts,
  rebuildFor,
  rebuildsFor,
  self,
} from '../../../src/operations/rebuild.ts'
import { callers } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { ops, staff } = callers
const noon = Date.parse('2026-11-21T12:00:00.000Z')
const idsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => `ord_${first + index}`)

/** 60 rows, 3 more orders in the archive, and one more that is recent. `differing`: the orders that differ. */
function world(differing: ReadonlyMap<string, RowDifference['kind']> = new Map()) {
  const compared: string[] = []
  const repaired: string[] = []
  const rows: RowRef[] = idsFrom(100, 60).map((orderId) => ({ orderId, key: [orderId] }))
  const rebuilder: RebuildPorts['rebuilders']['analytics'] = {
    rowsAfter: async (key, limit) =>
      rows.filter(({ orderId }) => key === null || orderId > (key[0] ?? '')).slice(0, limit),
    mark: async () => 0,
    compare: async (orders, isRepairing) => {
      compared.push(...orders.map(({ orderId }) => orderId))
      const found = orders.flatMap(({ orderId }) => {
        const kind = differing.get(orderId)
        return kind === undefined || repaired.includes(orderId) ? [] : [{ orderId, kind, columns: [] }]
      })
      if (isRepairing) repaired.push(...found.map(({ orderId }) => orderId))
      return found
    },
  }
  const since: (string | null)[] = []
  const changed = { orderStatus: 'payApproved', seq: 2, updatedAt: '' } as const
  const ports: RebuildPorts = {
    database: openDatabase('operations'),
    rebuilders: { mypage: rebuilder, ordermanagement: rebuilder, delivery: rebuilder, analytics: rebuilder },
    archive: {
      archivedOrders: async (cursor) =>
        cursor === null ? { orderIds: idsFrom(158, 3), cursor: 'next' } : { orderIds: idsFrom(161, 2), cursor: null },
    },
    myPages: {
      changedSince: async (_, instant) => {
        since.push(instant)
        return accepted({ items: [{ orderId: 'ord_163', ...changed }], cursor: null })
      },
    },
    now: () => noon,
  }
  const step = async (isRepairing = false, projection: Projection = 'analytics') => {
    const went = await rebuildFor(ports, ops, projection, isRepairing)
    if (!went.ok) throw new Error(went.rejection.code)
    return went.value
  }
  return { ports, step, compared, repaired, since }
}

test('every row and every order is compared, in bounded pieces', async () => {
  const { step, compared, since } = world()
  const phases = [await step(), await step(), await step(), await step(), await step()].map(({ phase }) => phase)
  expect(phases).toEqual(['rows', 'archive', 'archive', 'recent', 'done'])
  expect(compared.slice(0, ordersPerPiece)).toEqual(idsFrom(100, ordersPerPiece))
  expect(new Set(compared)).toEqual(new Set(idsFrom(100, 64)))
  expect(since).toEqual(['2026-11-07T12:00:00.000Z'])
})

/** Other orders than those of the other projections, by its own keys. */
function withOrdersOf(ports: RebuildPorts, projection: Projection, first: number): void {
  ports.rebuilders[projection] = {
    ...ports.rebuilders[projection],
    rowsAfter: async (key, limit) =>
      idsFrom(first, 60)
        .map((orderId) => ({ orderId, key: [projection, orderId] }))
        .filter(({ orderId }) => key === null || (key[0] === projection && orderId > (key[1] ?? '')))
        .slice(0, limit),
  }
}

test('what mypage lacks is named by the worklist and by analytics, of which one may be set back with it', async () => {
  const { ports, step, compared, since } = world()
  withOrdersOf(ports, 'ordermanagement', 200)
  withOrdersOf(ports, 'analytics', 300)
  let last = await step(false, 'mypage')
  while (last.phase !== 'done') last = await step(false, 'mypage')
  expect(compared.slice(-120)).toEqual([...idsFrom(200, 60), ...idsFrom(300, 60)])
  expect(since).toEqual([])
})

test('what the worklist lacks is named by mypage and by analytics', async () => {
  const { ports, step, compared, since } = world()
  withOrdersOf(ports, 'analytics', 300)
  let last = await step(false, 'ordermanagement')
  while (last.phase !== 'done') last = await step(false, 'ordermanagement')
  expect(compared.slice(-61)).toEqual(['ord_163', ...idsFrom(300, 60)])
  expect(since).toEqual(['2026-11-07T12:00:00.000Z'])
})

test('one that an earlier release began goes on', async () => {
  const { ports, step, compared } = world()
  let last = await step(false, 'mypage')
  while (last.phase !== 'recent') last = await step(false, 'mypage')
  await ports.database.prepare(`UPDATE rebuilds SET cursor = 'WyIxIiwib3JkXzEyMyJd'`).run()
  compared.length = 0
  while (last.phase !== 'done') last = await step(false, 'mypage')
  expect(compared).toEqual([...idsFrom(100, 60), ...idsFrom(100, 60)])
})

test('what differs is counted once, and the first are kept', async () => {
  const kinds = new Map(idsFrom(100, 64).map((id) => [id, 'differs' as const]))
  const { step } = world(new Map([...kinds, ['ord_161', 'missing'], ['ord_163', 'missing']]))
  let last = await step()
  while (last.phase !== 'done') last = await step()
  expect(last).toMatchObject({ compared: 66, differences: 62, isRepairing: false, endedAt: '2026-11-21T12:00:00.000Z' })
  expect(last.found.length).toBeLessThanOrEqual(foundMax)
  expect(last.found.slice(-2).map(({ orderId }) => orderId)).toEqual(['ord_161', 'ord_163'])
})

test('it goes on where it was stopped, and a comparison does not go on as a repair', async () => {
  const { step, ports, repaired, compared } = world(new Map([['ord_155', 'differs']]))
  expect((await step(true)).phase).toBe('rows')
  expect(await step(true)).toMatchObject({ phase: 'archive', differences: 1 })
  expect(repaired).toEqual(['ord_155'])
  compared.length = 0
  expect(await step(false)).toMatchObject({ phase: 'rows', compared: 50, differences: 0 })
  expect(compared[0]).toBe('ord_100')
  expect(await rebuildsFor(ports, ops)).toMatchObject({
    value: { items: [{ projection: 'analytics', phase: 'rows' }] },
  })
})

test('two calls at a time do a piece once', async () => {
  const { step } = world(new Map([['ord_101', 'differs']]))
  const [first, second] = await Promise.all([step(), step()])
  expect([first, second]).toMatchObject([
    { compared: 50, differences: 1 },
    { compared: 50, differences: 1 },
  ])
  expect(await step()).toMatchObject({ phase: 'archive', compared: 60, differences: 1 })
})

test('it is for ops alone', async () => {
  const { ports, compared } = world()
  expect(await rebuildFor(ports, staff, 'analytics', true)).toMatchObject({ rejection: { code: 'forbidden' } })
  expect(await rebuildsFor(ports, staff)).toMatchObject({ rejection: { code: 'forbidden' } })
  expect(compared).toEqual([])
})

test('that ops begin one stands in the audit, once for each; what the clock does is nobody’s act', async () => {
  const { ports, step } = world()
  await step(true)
  await step(true)
  await rebuildFor(ports, self, 'delivery', true)
  const { results } = await ports.database.prepare('SELECT actor_id, action, target, after_json FROM audit').all()
  const act = { actor_id: ops.subject, action: 'rebuildProjection', target: 'analytics' }
  expect(results).toEqual([{ ...act, after_json: '{"isRepairing":true}' }])
})
