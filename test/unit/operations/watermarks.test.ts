// A projection that was set back to a backup is found by its mark, and brought up to date by the clock alone.
import { expect, test } from 'vitest'
import { projections, type RebuildRpc } from '../../../src/contract/rebuild.ts'
import { accepted } from '../../../src/contract/result.ts'
import { healSetBack, type WatermarkPorts } from '../../../src/operations/watermarks.ts'
import { underWayMs } from '../../../src/platform/rebuild.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { noon } from '../../support/orders.ts'
import { openDatabase } from '../../support/sqlite.ts'

function openWatermarks() {
  const clock = { now: noon }
  const marks = new Map<string, number>()
  const wrong = new Set<string>()
  /** The time of an order's last event, where it matters. */
  const eventAt = new Map<string, number>()
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
      const isUnderWay = (orderId: string) => (eventAt.get(orderId) ?? 0) > clock.now - underWayMs
      const found = orders.filter(({ orderId }) => wrong.has(orderId) && !isUnderWay(orderId))
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
  return {
    ports,
    clock,
    marks,
    wrong,
    eventAt,
    silent,
    compared,
    logged,
    minutesPass: () => {
      clock.now += 300_000
    },
  }
}

test('while no database is set back nothing is compared', async () => {
  const { ports, compared, logged, marks } = openWatermarks()
  for (let times = 0; times < 3; times++) await healSetBack(ports)
  expect([compared, logged, marks.get('mypage')]).toEqual([[], [], 3])
})

test('one that was set back is compared as a whole and repaired, and no other is', async () => {
  const { ports, marks, wrong, compared, logged, minutesPass } = openWatermarks()
  for (let times = 0; times < 3; times++) await healSetBack(ports)
  marks.set('delivery', 1)
  wrong.add(orderIdOf(77))
  await healSetBack(ports)
  expect(wrong.size).toBe(0)
  expect(new Set(compared)).toEqual(new Set(['delivery']))
  expect(logged).toEqual([['projection_set_back', 'delivery']])
  minutesPass()
  await healSetBack(ports)
  expect(logged).toEqual([
    ['projection_set_back', 'delivery'],
    ['projection_up_to_date', 'delivery'],
  ])
  const count = compared.length
  minutesPass()
  await healSetBack(ports)
  expect(compared).toHaveLength(count)
})

test('what it lost of the last minute, which looks as if it were on its way, is found by the run after that', async () => {
  const { ports, marks, clock, wrong, eventAt, logged, minutesPass } = openWatermarks()
  for (let times = 0; times < 2; times++) await healSetBack(ports)
  marks.set('delivery', 1)
  wrong.add(orderIdOf(7)).add(orderIdOf(77))
  eventAt.set(orderIdOf(7), clock.now - 1000)
  await healSetBack(ports)
  expect([...wrong]).toEqual([orderIdOf(7)])
  minutesPass()
  await healSetBack(ports)
  expect(wrong.size).toBe(0)
  expect(logged.at(-1)).toEqual(['projection_up_to_date', 'delivery'])
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
  for (let times = 0; times < 9; times++) await healSetBack(ports)
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
