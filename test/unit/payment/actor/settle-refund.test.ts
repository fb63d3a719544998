// A refund that the provider does not make is settled by hand: the money goes back once, whatever the provider does.
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../../src/contract/caller.ts'
import type { ProviderRecord } from '../../../../src/contract/payment.ts'
import type { SettlementRequest } from '../../../../src/payment/actor/settle-refund.ts'
import { compare } from '../../../../src/payment/reconciliation/compare.ts'
import { statusOf, sums } from '../../../support/payment-story.ts'
import { type Call, type Fault, noon, orderId, type World, won, world } from '../../../support/payments.ts'

const clerk: Caller = { subject: 'usr_park', role: 'staff', name: 'Park' }
const request: SettlementRequest = {
  ...{ refundId: 'rfd_1', caller: clerk, requestId: 'req_1' },
  ...{ way: 'bankTransfer', reference: 'transfer 7', checkedAtProvider: false },
}
const minutes = 60_000
const settled = 'payCanceled, refunded'
const underWay = { ok: false, rejection: { code: 'refund_not_settleable' } }
const made = { ok: false, rejection: { code: 'refund_already_made' } }

/** `calls` fail as `fault` says, for ten hours. */
function failing(fault: Fault, calls: readonly Call[], others: (call: Call) => Fault | null = () => null) {
  const the: World = world((call) => {
    return calls.includes(call) && the.clock.now < noon + 600 * minutes ? fault : others(call)
  })
  return the
}

/** The order was paid and canceled, and its refund was tried for `after` milliseconds. */
async function canceled(the: World, after: number) {
  await the.pay('tok_approved')
  the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
  the.command({ type: 'TakeCancelOrder' })
  await the.rest(noon + after)
}

/** What the provider says, and how it differs from the order and its payment. */
function recordOf(the: World): ProviderRecord {
  const { charges, refunds } = the.moved()
  const entry = ({ id, amount }: { id: string; amount: number }) => ({ id, amount: won(amount) })
  return { charges: charges.map(entry), refunds: refunds.map(entry) }
}
const differences = (the: World) =>
  compare({ orderId, order: the.order(), state: the.payment().state(), record: recordOf(the) })

/** When the provider did not answer last. */
function lastTryOf(the: World): number {
  const [refund] = the.payment().state().refunds
  if (refund?.status !== 'due' || refund.unansweredAt === undefined) throw new Error('no try went unanswered')
  return refund.unansweredAt
}

/** Each call fails in every way, one after the other, and then succeeds. */
function everyFault() {
  const failed = new Map<Call, number>()
  return (call: Call): Fault | null => {
    if (call !== 'recordSettlement' && call !== 'RecordPayCanceled') return null
    failed.set(call, (failed.get(call) ?? 0) + 1)
    return (['throwBefore', 'crashBefore', 'throwAfter', 'crashAfter'] as const)[(failed.get(call) ?? 0) - 1] ?? null
  }
}

describe('a refund that the provider does not make', () => {
  it('is settled by hand: the provider is asked no more, the order and the audit are told', async () => {
    const the = failing('throwBefore', ['refund'])
    await canceled(the, 30 * minutes)
    const { way, reference } = request
    const shown = { way, reference, by: 'usr_park', at: new Date(the.clock.now).toISOString() }
    expect(await the.settle(request)).toMatchObject({
      ok: true,
      value: { refunds: [{ refundId: 'rfd_1', status: 'done', settlement: shown }] },
    })
    await the.rest()
    expect([statusOf(the), sums(the)]).toEqual([settled, [[4500], []]])
    expect(the.settled).toMatchObject([{ refundId: 'rfd_1', settlement: { by: clerk, requestId: 'req_1' } }])
    expect(the.events().at(-1)).toMatchObject({
      type: 'PayCanceled',
      data: { refundId: 'rfd_1', amount: won(4500), settledBy: 'bankTransfer' },
      by: { kind: 'staff', id: 'usr_park' },
    })
  })

  it('is told though the audit and the order are away at first, and the object crashes', async () => {
    const the = failing('throwBefore', ['refund'], everyFault())
    await canceled(the, 30 * minutes)
    await the.settle(request)
    await the.rest()
    expect([statusOf(the), sums(the)]).toEqual([settled, [[4500], []]])
    expect(the.settled.map(({ refundId }) => refundId)).toContain('rfd_1')
    expect(the.recorded('PayCanceled')).toBe(1)
  })

  it('is settled once: a repeat has the same answer, and another way comes too late', async () => {
    const the = failing('throwBefore', ['refund'])
    await canceled(the, 30 * minutes)
    const first = await the.settle(request)
    expect(await the.settle({ ...request, requestId: 'req_2' })).toEqual(first)
    expect(await the.settle({ ...request, way: 'cash' })).toMatchObject(made)
    expect(the.settled).toHaveLength(1)
  })

  it('is not made any more by a webhook, an inquiry or the end of the outage', async () => {
    const the = failing('throwBefore', ['refund'])
    await canceled(the, 30 * minutes)
    await the.settle(request)
    the.payment().news()
    the.payment().repair(the.order(), [{ provider: 'sandbox', record: recordOf(the) }])
    the.clock.now = noon + 700 * minutes
    the.payment().news()
    await the.rest()
    expect([statusOf(the), sums(the)]).toEqual([settled, [[4500], []]])
    expect(differences(the)).toEqual([])
  })
})

it('a refund that a bank let fail before it was settled stays settled', async () => {
  let tries = 0
  const the: World = world((call) => (call === 'refund' && tries++ > 0 ? 'throwBefore' : null))
  await canceled(the, 1000)
  await the.failRefund()
  the.payment().news()
  await the.rest(noon + 30 * minutes)
  expect(await the.settle(request)).toMatchObject({ ok: true })
  the.payment().news()
  await the.rest()
  expect([statusOf(the), sums(the)]).toEqual([settled, [[4500], []]])
})

describe('a refund is not settled by hand', () => {
  it('while the provider may make it: before it was refused, and while a try has no answer', async () => {
    const the = failing('throwBefore', ['refund'])
    await canceled(the, 5000)
    expect(await the.settle(request)).toMatchObject(underWay)
    await the.rest(noon + 30 * minutes)
    the.clock.now = lastTryOf(the) + 1000
    expect(await the.settle(request)).toMatchObject({ rejection: { retryAfterSeconds: 119 } })
  })

  it('when the provider has made it after all: the next try finds it', async () => {
    const the = failing('throwAfter', ['refund'])
    await canceled(the, 30 * minutes)
    the.clock.now = lastTryOf(the) + 121_000
    expect(await the.settle(request)).toMatchObject(made)
    await the.rest()
    expect([statusOf(the), sums(the), the.settled]).toEqual([settled, [[4500], [4500]], []])
  })

  it('unseen: whoever cannot ask the provider looks at its dashboard', async () => {
    const the = failing('throwBefore', ['refund', 'refunds'])
    await canceled(the, 30 * minutes)
    const blind = { ok: false, rejection: { code: 'payment_overloaded', field: 'checkedAtProvider' } }
    expect(await the.settle(request)).toMatchObject(blind)
    expect(await the.settle({ ...request, checkedAtProvider: true })).toMatchObject({ ok: true })
  })

  it('that the order does not have', async () => {
    const the = world()
    await the.pay('tok_approved')
    expect(await the.settle(request)).toMatchObject({ rejection: { code: 'refund_not_found' } })
  })
})

it('a refund that the provider makes although it was settled is found by the reconciliation', async () => {
  const the = failing('throwBefore', ['refund'])
  await canceled(the, 30 * minutes)
  await the.settle(request)
  await the.rest()
  await the.refundByHand(4500)
  expect(differences(the)).toMatchObject([{ kind: 'refundAboveCharge', amount: won(4500) }])
})
