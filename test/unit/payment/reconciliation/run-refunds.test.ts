// The reconciliation of refunds that fail later: what was once read from the provider is not final.
import { beforeEach, describe, expect, it } from 'vitest'
import { recordedAsDone } from '../../../../src/payment/domain/refund.ts'
import { activityNote } from '../../../../src/payment/reconciliation/order-activity.ts'
import { tell } from '../../../support/order-book.ts'
import { won } from '../../../support/orders.ts'
import { day, nine, reconciliationWorld } from '../../../support/reconciliation-world.ts'

let the: ReturnType<typeof reconciliationWorld>
beforeEach(() => {
  the = reconciliationWorld()
})

const dayMs = 86_400_000

/** An order that was paid and refunded on the same day. */
async function refunded(at: number): Promise<string> {
  const orderId = await the.paid(1, at)
  await tell(the.orders, orderId, 'usr_1', 'cancel', 'takeCancel', 'refund')
  const { attempts = [] } = the.payments.get(orderId) ?? {}
  const amount = attempts[0]?.amount ?? won(0)
  const refund = recordedAsDone({ purpose: 'cancel', refundId: 'rfd_1', attempt: 1, amount }, at, null)
  the.payments.set(orderId, { attempts, refunds: [refund] })
  the.entries.push({ kind: 'refund', id: 're_1', orderId, amount, at })
  return orderId
}

/** The provider lists it no longer. */
function fail() {
  the.entries.splice(
    the.entries.findIndex(({ kind }) => kind === 'refund'),
    1,
  )
}

describe('a refund that has failed since its day was reconciled', () => {
  it('is missing when the day is begun again', async () => {
    await refunded(nine)
    expect(await the.reconcile()).toMatchObject({ entries: 2, orders: 1, differences: 0 })
    expect(the.calls.record).toBe(0)
    fail()
    expect(await the.reconcile()).toMatchObject({ entries: 1, orders: 1, differences: 1 })
    expect(await the.kinds()).toEqual(['refundMissing'])
    const [difference] = await the.differences()
    expect(difference?.call).toMatchObject({ path: expect.stringContaining('/inquiries') })
  })

  it('is missing on any other day of its order, since an entry of another day is not believed', async () => {
    const orderId = await refunded(nine - dayMs)
    const before = new Date(nine - dayMs).toISOString().slice(0, 10)
    await the.reconcile(before)
    fail()
    await activityNote(the.database, orderId, day, 9).run()
    await the.reconcile()
    expect(await the.kinds()).toEqual(['refundMissing'])
  })

  it('that stands costs no question on its own day', async () => {
    await refunded(nine)
    for (let time = 0; time < 2; time++) expect(await the.reconcile()).toMatchObject({ differences: 0 })
    expect(the.calls.record).toBe(0)
  })
})
