// The synthetic order: each step can fail, is named, and stands in the list; and the clock places one when it is due.
import { expect, test } from 'vitest'
import { told } from '../../../src/contract/language.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { accepted, refused } from '../../../src/contract/result.ts'
import {
  placeSynthetic,
  placeSyntheticByClock,
  type SyntheticPorts,
  syntheticRuns,
} from '../../../src/operations/synthetic-order.ts'
import { summarize } from '../../../src/order/summary.ts'
import { callers, firstPage, request } from '../../support/callers.ts'
import { orderId, situations, tell } from '../../support/orders.ts'
import { openDatabase } from '../../support/sqlite.ts'

const noon = Date.parse('2026-11-30T12:00:00.000Z')

function summaryIn(situation: string): OrderSummary {
  const order = summarize(orderId, tell(...(situations[situation] ?? [])).state)
  if (order === null) throw new Error(`there is no situation ${situation}`)
  return order
}

const approved = summaryIn('payApproved')
const settled: OrderSummary = { ...approved, orderStatus: 'payCanceled', seq: 5 }
const no = refused({ code: 'order_not_found', ...told({ en: 'No.', ko: '없음.' }) })

function world(changes: Partial<SyntheticPorts['orders'] & SyntheticPorts['myPages']> & { shownSeq?: number } = {}) {
  const clock = { now: noon }
  const logged: object[] = []
  const ports: SyntheticPorts = {
    database: openDatabase('operations'),
    orders: {
      place: changes.place ?? (async () => accepted({ order: approved, created: true })),
      cancel: changes.cancel ?? (async () => accepted(settled)),
      get: async () => accepted(settled),
    },
    myPages: {
      get: async () =>
        accepted({ order: { ...settled, seq: changes.shownSeq ?? settled.seq }, projectedAt: '', change: 1 }),
    },
    now: () => clock.now,
    newId: () => crypto.randomUUID(),
    sleep: async (milliseconds) => {
      clock.now += milliseconds
    },
    log: (event, fields) => logged.push({ event, ...fields }),
  }
  const place = async () => {
    const run = await placeSynthetic(ports, callers.ops, request)
    if (!run.ok) throw new Error(run.rejection.code)
    return run.value
  }
  const runs = async () => {
    const page = await syntheticRuns(ports, callers.ops, firstPage)
    return page.ok ? page.value.items : []
  }
  return { ports, clock, logged, place, runs }
}

test('all is well', async () => {
  const { place, runs, logged } = world()
  const run = await place()
  expect(run).toEqual({
    startedAt: '2026-11-30T12:00:00.000Z',
    orderId,
    failedStep: null,
    cause: null,
    milliseconds: 0,
  })
  expect([await runs(), logged]).toEqual([[run], []])
})

test.each([
  ['place', { place: async () => Promise.reject(new Error('order is away')) }, 'order is away'],
  ['place', { place: async () => no }, 'order_not_found'],
  ['place', { place: async () => accepted({ order: settled, created: true }) }, 'payCanceled'],
  ['cancel', { cancel: async () => no }, 'order_not_found'],
  ['show', { shownSeq: 4 }, 'at event 4 of 5'],
] as const)('what fails at %s is named', async (failedStep, changes, cause) => {
  const { place, runs, logged } = world(changes)
  const run = await place()
  expect(run).toMatchObject({ failedStep, cause: expect.stringContaining(cause) })
  expect(await runs()).toEqual([run])
  expect(logged).toMatchObject([{ event: 'synthetic_order_failed', step: failedStep }])
})

test('it gives up on an order that does not settle, in time for an answer', async () => {
  const { ports, place } = world()
  ports.orders.get = async () => accepted(approved)
  const run = await place()
  expect(run).toMatchObject({ failedStep: 'settle', cause: expect.stringContaining('payApproved') })
  expect(run.milliseconds).toBeLessThan(20_000)
})

test('the clock places one when the last one is long enough ago, or never; old ones are forgotten', async () => {
  const { ports, clock, runs } = world()
  const tick = () => placeSyntheticByClock(ports, 300)
  await tick()
  clock.now += 200_000
  await tick()
  expect(await runs()).toHaveLength(1)
  clock.now += 99_000
  await tick()
  expect(await runs()).toHaveLength(2)
  clock.now += 8 * 86_400_000
  await placeSyntheticByClock(ports, 0)
  expect(await runs()).toHaveLength(2)
  await tick()
  expect(await runs()).toHaveLength(1)
})

test('only ops place and see them', async () => {
  const { ports } = world()
  expect(await placeSynthetic(ports, callers.staff, request)).toMatchObject({ rejection: { code: 'forbidden' } })
  expect(await syntheticRuns(ports, callers.staff, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
})
