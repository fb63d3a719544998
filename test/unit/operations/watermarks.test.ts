// A projection that was set back to a backup is found by its mark, and brought up to date by the clock alone.
import { expect, test } from 'vitest'
import { projections, type RebuildRpc } from '../../../src/contract/rebuild.ts'
import { accepted } from '../../../src/contract/result.ts'
import { healSetBack, type WatermarkPorts } from '../../../src/operations/watermarks.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { noon } from '../../support/orders.ts'
import { openDatabase } from '../../support/sqlite.ts'

function openWatermarks() {
  const clock = { now: noon }
  const marks = new Map<string, number>()
  const wrong = new Set<string>()
  const silent = new Set<string>()
  const compared: string[] = []
  const logged: unknown[] = []
  const rows = Array.from({ length: 120 }, (_, number) => ({ orderId: orderIdOf(number), key: [orderIdOf(number)] }))
  const rebuilderOf = (projection: string): RebuildRpc => ({
    async mark(mark) {
      if (silent.has(projection)) throw new Error('it is down')
      const before = marks.get(projection) ?? 0
      marks.set(projection, Math.max(before, mark))
      return before
    },
    rowsAfter: async (key, limit) => rows.filter(({ orderId }) => orderId > (key?.[0] ?? '')).slice(0, limit),
    async compare(orders, isRepairing) {
      compared.push(projection)
      clock.now += 10_000
      const found = orders.filter(({ orderId }) => wrong.has(orderId))
      if (isRepairing) for (const { orderId } of found) wrong.delete(orderId)
      return found.map(({ orderId }) => ({ orderId, kind: 'differs' as const, columns: ['seq'] }))
    },
  })
  const [mypage, ordermanagement, delivery, analytics] = projections.map(rebuilderOf)
  if (!mypage || !ordermanagement || !delivery || !analytics) throw new Error('there are four projections')
  const ports: WatermarkPorts = {
    database: openDatabase('operations'),
    rebuilders: { mypage, ordermanagement, delivery, analytics },
    archive: { archivedOrders: async () => ({ orderIds: [], cursor: null }) },
    myPages: { changedSince: async () => accepted({ items: [], cursor: null }) },
    now: () => clock.now,
    log: (event, fields) => void logged.push([event, Object(fields).projection]),
  }
  return { ports, clock, marks, wrong, silent, compared, logged }
}

test('while no database is set back nothing is compared', async () => {
  const { ports, compared, logged, marks } = openWatermarks()
  for (let times = 0; times < 3; times++) await healSetBack(ports)
  expect([compared, logged, marks.get('mypage')]).toEqual([[], [], 3])
})

test('one that was set back is compared as a whole and repaired, once, and no other is', async () => {
  const { ports, marks, wrong, compared, logged } = openWatermarks()
  for (let times = 0; times < 3; times++) await healSetBack(ports)
  marks.set('delivery', 1)
  wrong.add(orderIdOf(77))
  await healSetBack(ports)
  expect(wrong.size).toBe(0)
  expect(new Set(compared)).toEqual(new Set(['delivery']))
  expect(logged).toEqual([
    ['projection_set_back', 'delivery'],
    ['projection_up_to_date', 'delivery'],
  ])
  const count = compared.length
  await healSetBack(ports)
  expect(compared).toHaveLength(count)
})

test('a run of the clock ends after a while, and the next one goes on with it', async () => {
  const { ports, marks, wrong, clock, logged } = openWatermarks()
  for (let times = 0; times < 2; times++) await healSetBack(ports)
  marks.delete('mypage')
  wrong.add(orderIdOf(119))
  const compare = ports.rebuilders.mypage.compare
  ports.rebuilders.mypage.compare = async (...args) => {
    clock.now += 100_000
    return await compare(...args)
  }
  await healSetBack(ports)
  expect(wrong.size).toBe(1)
  for (let times = 0; times < 4; times++) await healSetBack(ports)
  expect(wrong.size).toBe(0)
  expect(logged).toEqual([
    ['projection_set_back', 'mypage'],
    ['projection_up_to_date', 'mypage'],
  ])
})

test('one that does not answer keeps no other waiting, and was not set back by that', async () => {
  const { ports, silent, compared, logged, marks } = openWatermarks()
  await healSetBack(ports)
  silent.add('mypage')
  await healSetBack(ports)
  expect(logged).toEqual([['projection_not_marked', 'mypage']])
  expect(marks.get('analytics')).toBe(2)
  silent.clear()
  await healSetBack(ports)
  expect(compared).toEqual([])
})
