// The store of the reconciliation: a step counts once, a run that begins anew forgets, and lists come page by page.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Difference } from '../../../../src/contract/reconciliation.ts'
import type { LedgerEntry } from '../../../../src/payment/providers/provider.ts'
import { activityNote } from '../../../../src/payment/reconciliation/order-activity.ts'
import {
  beginRun,
  countOrders,
  entriesOf,
  listDifferences,
  listRuns,
  ordersOf,
  type Run,
  readRun,
  type Step,
  writeStep,
} from '../../../../src/payment/reconciliation/store.ts'
import { orderIdOf } from '../../../support/order-book.ts'
import { won } from '../../../support/orders.ts'
import { type LocalDatabase, openDatabase } from '../../../support/sqlite.ts'

const day = '2026-11-02'
const startedAt = '2026-11-03T00:20:00.000Z'

let database: LocalDatabase
let run: Run
beforeEach(async () => {
  database = openDatabase('payment')
  run = await beginRun(database, day, startedAt, ['sandbox'])
})

const step = (more: Partial<Step> = {}): Step => ({
  status: 'reading',
  cursor: null,
  entries: [],
  orders: 0,
  underWay: 0,
  differences: [],
  endedAt: null,
  ...more,
})
const entry = (number: number, at = number): LedgerEntry => ({
  kind: 'charge',
  id: `ch_${number}`,
  orderId: orderIdOf(number),
  amount: won(4500),
  at,
})
const difference = (differenceId: string): Difference => ({
  differenceId,
  kind: 'chargeUnknown',
  orderId: orderIdOf(1),
  amount: won(4500),
  says: 'The provider took it.',
  call: null,
  advice: 'look for it',
})

describe('a run', () => {
  it('is none before it has begun, and is read as it was begun', async () => {
    expect(await readRun(database, '2026-11-01')).toBeNull()
    expect(await readRun(database, day)).toEqual(run)
  })

  it('adds up what its steps found', async () => {
    await writeStep(database, run, step({ cursor: 'c1', entries: [entry(1), entry(2)] }), [])
    const after = await readRun(database, day)
    if (after === null) throw new Error('it has begun')
    await writeStep(database, after, step({ status: 'done', orders: 2, underWay: 1, endedAt: startedAt }), [])
    expect(await readRun(database, day)).toEqual({
      ...run,
      status: 'done',
      cursor: null,
      entries: 2,
      orders: 2,
      underWay: 1,
      steps: 2,
      endedAt: startedAt,
    })
  })

  it('counts a step once that two callers write', async () => {
    for (let caller = 0; caller < 2; caller++)
      await writeStep(database, run, step({ entries: [entry(1)], orders: 1 }), [])
    expect(await readRun(database, day)).toMatchObject({ entries: 1, orders: 1, steps: 1 })
  })

  it('ignores a step of the run before', async () => {
    await beginRun(database, day, '2026-11-03T00:30:00.000Z', ['sandbox'])
    const late = { status: 'done', orders: 7, entries: [entry(1)], differences: [difference('d1')] } as const
    await writeStep(database, run, step(late), [])
    expect(await readRun(database, day)).toMatchObject({ status: 'reading', orders: 0, steps: 0, differences: 0 })
    expect(await entriesOf(database, [orderIdOf(1)])).toEqual([])
  })

  it('that begins anew forgets its differences and what it read from the ledgers that are read again', async () => {
    const steps: Partial<Step>[] = [
      { provider: 'sandbox', entries: [entry(1)], differences: [difference('d1')] },
      { provider: 'toss', entries: [entry(2)] },
      { entries: [entry(3)] },
    ]
    for (const [index, more] of steps.entries()) await writeStep(database, { ...run, steps: index }, step(more), [])
    expect(await readRun(database, day)).toMatchObject({ differences: 1, entries: 3 })
    await beginRun(database, day, startedAt, ['sandbox', 'stripe'])
    expect(await readRun(database, day)).toMatchObject({ differences: 0, entries: 0 })
    expect(await entriesOf(database, [1, 2, 3].map(orderIdOf))).toEqual([entry(2)])
    expect(await ordersOf(database, day, '', 10)).toEqual([1, 2, 3].map(orderIdOf))
  })

  it('writes a step whole or not at all', async () => {
    const broken = database.prepare('INSERT INTO nowhere VALUES (1)')
    await expect(writeStep(database, run, step({ entries: [entry(1)] }), [broken])).rejects.toThrow()
    expect(await readRun(database, day)).toEqual(run)
    expect(await entriesOf(database, [orderIdOf(1)])).toEqual([])
  })
})

describe('the orders of a day', () => {
  it('are those of the notes and of the ledger, each once, by id, after the last one', async () => {
    await activityNote(database, orderIdOf(3), day, 1).run()
    await activityNote(database, orderIdOf(1), day, 1).run()
    await activityNote(database, orderIdOf(4), '2026-11-01', 1).run()
    await writeStep(database, run, step({ entries: [entry(2), entry(3)] }), [])
    const [first, second, third] = [orderIdOf(1), orderIdOf(2), orderIdOf(3)]
    expect(await ordersOf(database, day, '', 2)).toEqual([first, second])
    expect(await ordersOf(database, day, second, 2)).toEqual([third])
    expect(await countOrders(database, day, '')).toBe(3)
    expect(await countOrders(database, day, first)).toBe(2)
  })

  it('have their entries of any day, oldest first, and no orders have none', async () => {
    await writeStep(database, run, step({ entries: [entry(1, 5), { ...entry(1, 3), kind: 'refund', id: 're_1' }] }), [])
    expect((await entriesOf(database, [orderIdOf(1)])).map(({ id }) => id)).toEqual(['re_1', 'ch_1'])
    expect(await entriesOf(database, [])).toEqual([])
  })
})

describe('a list', () => {
  it('of runs comes newest day first, page by page', async () => {
    for (const other of ['2026-11-01', '2026-11-03']) await beginRun(database, other, startedAt, ['sandbox'])
    const first = await listRuns(database, { limit: 2, after: null })
    expect(first.items.map((each) => each.day)).toEqual(['2026-11-03', day])
    expect(first.cursor).not.toBeNull()
  })

  it('of differences is of one day, each difference once', async () => {
    await writeStep(database, run, step({ differences: [difference('d1'), difference('d2'), difference('d1')] }), [])
    const { items, cursor } = await listDifferences(database, day, { limit: 10, after: null })
    expect(items).toEqual([difference('d2'), difference('d1')])
    expect(cursor).toBeNull()
    expect((await listDifferences(database, '2026-11-01', { limit: 10, after: null })).items).toEqual([])
  })
})
