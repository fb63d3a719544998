// The reconciliation of a shop that has changed its provider: the books of both are read.
import { beforeEach, describe, expect, it } from 'vitest'
import { beginRun, writeStep } from '../../../../src/payment/reconciliation/store.ts'
import { day, pageSize, reconciliationWorld } from '../../../support/reconciliation-world.ts'

let the: ReturnType<typeof reconciliationWorld>
beforeEach(() => {
  the = reconciliationWorld()
})

describe('a shop with two providers', () => {
  it('reads the ledger of each to its end, and compares each order with both', async () => {
    const { ledger } = the.ports
    const read: string[] = []
    const isOfOld = (id: string) => /[02468]$/.test(id)
    the.ports.providers = ['stripe', 'toss']
    the.ports.ledger = async (provider, ...rest) => {
      const page = await ledger(provider, ...rest)
      read.push(provider)
      const entries = page?.entries.filter(({ id }) => isOfOld(id) === (provider === 'toss')) ?? []
      return { entries, cursor: page?.cursor ?? null }
    }
    for (let number = 0; number < 2 * pageSize; number++) await the.paid(number)
    expect(await the.reconcile()).toMatchObject({ entries: 2 * pageSize, orders: 2 * pageSize, differences: 0 })
    expect(read).toEqual(['stripe', 'stripe', 'toss', 'toss'])
  })

  it('goes on from a cursor of a release that had one', async () => {
    for (let number = 0; number < 2 * pageSize; number++) await the.paid(number)
    const run = await beginRun(the.database, day, new Date(the.now).toISOString(), ['sandbox'])
    const read = { entries: [], orders: 0, underWay: 0, differences: [], endedAt: null }
    await writeStep(the.database, run, { ...read, status: 'reading', cursor: `${pageSize}` }, [])
    the.ports.providers = ['sandbox', 'toss']
    await the.reconcile()
    expect(the.calls.ledger).toBe(1 + 2)
  })
})
