// Single effects of a payment: what each writes, and what it does when the state has changed during its call.
import { beforeEach, describe, expect, it } from 'vitest'
import { type EffectContext, readOrder } from '../../../../src/payment/actor/effect-context.ts'
import { runEffect } from '../../../../src/payment/actor/effects.ts'
import { type Attempt, afterCharge, begin, isOpen, type OpenAttempt } from '../../../../src/payment/domain/attempt.ts'
import type { Step } from '../../../../src/payment/domain/next-step.ts'
import { mergeRows, type PaymentState } from '../../../../src/payment/domain/payment-state.ts'
import { createRefund, recordedAsDone } from '../../../../src/payment/domain/refund.ts'
import type { FindOutcome, ProviderCalls, RefundOutcome } from '../../../../src/payment/providers/provider.ts'
import { openStorage } from '../../../support/node-storage.ts'
import { OrderBook, tell } from '../../../support/order-book.ts'
import { noon, orderId, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 0.5 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const settings = {
  providerName: 'sandbox',
  unnamedProvider: 'sandbox',
  testToken: null,
  retryMs: 1000,
  unpaidMs: 1,
  ...timing,
}

let orders: OrderBook
let state: PaymentState
let logs: string[]
let held: Attempt[]
let sent: string[]
let provider: ProviderCalls
let amount = won(0)
let refundIds = 0
let requests = 0

beforeEach(async () => {
  orders = new OrderBook()
  await tell(orders, orderId, 'usr_1', 'place')
  amount = (await orders.read(orderId))?.total ?? won(0)
  state = { attempts: [], refunds: [] }
  logs = []
  held = []
  sent = []
  refundIds = 0
  provider = {
    charge: async ({ key }) => {
      sent.push(`charge ${key}`)
      return { status: 'approved', chargeId: 'ch_1' }
    },
    find: async () => ({ status: 'absent' }),
    cancel: async () => ({ status: 'absent' }),
    refund: async () => ({ status: 'refunded' }),
    refunds: async () => [],
  }
})

function context(): EffectContext {
  const write = (rows: { attempts?: readonly Attempt[]; refunds?: PaymentState['refunds'] }) => {
    const { attempts = [], refunds = [] } = rows
    state = { attempts: mergeRows(state.attempts, attempts), refunds: mergeRows(state.refunds, refunds) }
  }
  const ports = {
    orderId,
    storage: openStorage(),
    provider: (name: string) => (name === 'sandbox' ? provider : null),
    orders,
    now: () => noon,
    random: pace.random,
    newRefundId: () => `rfd_new_${++refundIds}`,
    recordSettlement: async () => {},
    log: (event: string) => void logs.push(event),
  }
  return {
    ports,
    requests: () => requests,
    settings,
    traceparent: undefined,
    read: () => state,
    write,
    hold: (attempt) => {
      held.push(attempt)
      write({ attempts: [attempt] })
    },
    orderRead: () => {},
    paid: () => {},
  }
}

const run = (step: Step) => runEffect(step, context())
const processing = (attempt = 1): OpenAttempt =>
  begin({ attempt, provider: 'sandbox', amount, token: 'tok' }, noon, timing)
const approved = (attempt = 1, chargeId = 'ch_1') =>
  afterCharge(processing(attempt), { status: 'approved', chargeId }, noon, pace)
const openAttempt = (attempt: Attempt): OpenAttempt => {
  if (!isOpen(attempt)) throw new Error(`${attempt.status} is not open`)
  return attempt
}

describe('a charge', () => {
  it('that is approved is held until its report, and any other outcome is written at once', async () => {
    state = { attempts: [processing()], refunds: [] }
    await run({ do: 'charge', attempt: processing() })
    expect(held).toMatchObject([{ status: 'approved' }])
    state = { attempts: [processing()], refunds: [] }
    provider.charge = async () => ({ status: 'declined', reason: 'card_declined' })
    await run({ do: 'charge', attempt: processing() })
    expect(held).toHaveLength(1)
    expect(state.attempts).toMatchObject([{ status: 'declined', reason: 'card_declined' }])
  })

  it('that throws is unknown, and the fault is logged', async () => {
    state = { attempts: [processing()], refunds: [] }
    provider.charge = async () => {
      throw new Error('the connection broke')
    }
    await run({ do: 'charge', attempt: processing() })
    expect(state.attempts).toMatchObject([{ status: 'unknown' }])
    expect(logs).toEqual(['call_failed'])
  })
})

describe('a retry', () => {
  const deferred = () => openAttempt(afterCharge(processing(), { status: 'rejected' }, noon, pace))

  it('writes the intent while the order waits for its payment, and ends the attempt when it does not', async () => {
    state = { attempts: [deferred()], refunds: [] }
    await run({ do: 'retry', attempt: deferred() })
    expect(state.attempts).toMatchObject([{ status: 'processing' }])
    state = { attempts: [deferred()], refunds: [] }
    await tell(orders, orderId, 'usr_1', 'cancel')
    await run({ do: 'retry', attempt: deferred() })
    expect(state.attempts).toMatchObject([{ status: 'declined', reason: 'orderClosed' }])
  })

  it('changes nothing when the attempt was replaced while the order was read', async () => {
    const replaced = { ...afterCharge(processing(), { status: 'declined', reason: 'replaced' }, noon, pace) }
    state = { attempts: [replaced], refunds: [] }
    await run({ do: 'retry', attempt: deferred() })
    expect(state.attempts).toEqual([replaced])
  })
})

describe('a lookup', () => {
  it('sends a charge that the provider does not know again under the same key', async () => {
    state = { attempts: [processing()], refunds: [] }
    await run({ do: 'find', attempt: processing() })
    expect(sent).toEqual([`charge ${orderId}-1`])
    expect(state.attempts).toMatchObject([{ status: 'approved' }])
  })

  it('does not take a charge that another attempt has', async () => {
    state = { attempts: [processing(1), approved(2)], refunds: [] }
    provider.find = async (): Promise<FindOutcome> => ({ status: 'approved', chargeId: 'ch_1' })
    await run({ do: 'find', attempt: processing(1) })
    expect(state.attempts).toMatchObject([{ status: 'declined', reason: 'notCharged' }, { status: 'approved' }])
  })

  it('sends nothing while the order does not answer', async () => {
    state = { attempts: [processing()], refunds: [] }
    orders.fault = new Error('the order Worker is down')
    await run({ do: 'find', attempt: processing() })
    expect(sent).toEqual([])
    expect(state.attempts).toMatchObject([{ status: 'unknown' }])
  })
})

describe('a report', () => {
  it('of an approval that the order refuses creates one refund, however often it is sent', async () => {
    state = { attempts: [{ ...approved(), amount: won(amount.amount + 1) }], refunds: [] }
    for (let time = 0; time < 2; time++) {
      const [attempt = approved()] = state.attempts
      await run({ do: 'report', attempt })
    }
    expect(logs).toContain('report_refused')
    expect(state.refunds).toMatchObject([{ refundId: 'rfd_new_1', purpose: 'unwanted', attempt: 1, status: 'due' }])
  })

  it('that the order does not answer is due again', async () => {
    state = { attempts: [approved()], refunds: [] }
    orders.fault = new Error('the order Worker is down')
    await run({ do: 'report', attempt: approved() })
    expect(state.attempts).toMatchObject([{ status: 'approved', report: { reported: null, tries: 1 } }])
    expect(state.refunds).toEqual([])
  })
})

describe('a refund', () => {
  const due = () => createRefund({ purpose: 'part', refundId: 'rfd_1', attempt: 1, amount: won(500) }, noon)

  it('that has failed at the provider is due in its next round, and logged for a person', async () => {
    state = { attempts: [approved()], refunds: [due()] }
    provider.refund = async ({ key }): Promise<RefundOutcome> => ({ status: 'failed', reason: key })
    await run({ do: 'refund', refund: due() })
    expect(state.refunds).toMatchObject([{ status: 'due', round: 1, tries: 0 }])
    expect(logs).toEqual(['refund_refused'])
  })

  it('is looked at once more when news came while it was being made, or looked at', async () => {
    state = { attempts: [approved()], refunds: [due()] }
    provider.refund = async () => {
      requests++
      return { status: 'refunded' }
    }
    await run({ do: 'refund', refund: due() })
    expect(state.refunds).toMatchObject([{ status: 'done', checkAt: noon }])
    const look = async () => {
      const [done] = state.refunds
      if (done?.status === 'done') await run({ do: 'checkRefund', refund: done })
      return state.refunds
    }
    provider.refunds = async () => {
      requests++
      return []
    }
    expect(await look()).toMatchObject([{ status: 'done', checkAt: noon }])
    provider.refunds = async () => []
    expect(await look()).toMatchObject([{ status: 'done', checkAt: null }])
  })

  it('that the provider refuses stays due and is logged for a person', async () => {
    state = { attempts: [approved()], refunds: [due()] }
    provider.refund = async (): Promise<RefundOutcome> => ({ status: 'refused', reason: 'closed' })
    await run({ do: 'refund', refund: due() })
    expect(state.refunds).toMatchObject([{ status: 'due', tries: 1 }])
    expect(logs).toEqual(['refund_refused'])
  })

  it('is never sent for an attempt that is not approved', async () => {
    state = { attempts: [processing()], refunds: [due()] }
    await expect(run({ do: 'refund', refund: due() })).rejects.toThrow('not approved')
  })

  it('that was made at the provider is requested from the order first, and then reported', async () => {
    await tell(orders, orderId, 'usr_1', 'pay')
    const request = { purpose: 'part', refundId: 'rfd_1', attempt: 1, amount: won(500) } as const
    const outside = recordedAsDone(request, noon, noon)
    state = { attempts: [approved()], refunds: [outside] }
    await run({ do: 'reportRefund', refund: outside })
    expect(orders.typesOf(orderId).slice(-2)).toEqual(['PartRefundRequested', 'PartRefunded'])
    expect(state.refunds).toMatchObject([{ report: { at: null } }])
  })
})

it('the order that is known is used when the order does not answer', async () => {
  const known = await orders.read(orderId)
  if (known === null) throw new Error('the order is placed')
  orders.fault = new Error('the order Worker is down')
  expect(await readOrder(context(), known)).toBe(known)
  orders.fault = null
  expect(await readOrder(context(), { ...known, seq: 0 })).toEqual(known)
})
