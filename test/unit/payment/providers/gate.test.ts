// The gate to the provider: its breaker opens when the provider fails, closes again by itself, and no call waits long.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gate } from '../../../../src/payment/providers/gate.ts'
import type { ChargeOutcome, PaymentProvider } from '../../../../src/payment/providers/provider.ts'
import { orderId, won } from '../../../support/orders.ts'
import { refundOf } from '../../../support/refunds.ts'

const charge = { key: 'key', orderId, amount: won(4500), token: 'tok_approved' }
const query = { key: 'key', orderId, amount: won(4500) }
const refund = refundOf('ch_1')
const approved: ChargeOutcome = { status: 'approved', chargeId: 'ch_1' }
const rejected = { status: 'rejected' }
const settings = { timeoutMs: 500, callsMax: 3, openMs: 1000 }

/** `isAway`: it answers nothing but charges. */
function gateTo(answer: () => Promise<ChargeOutcome>, { isAway = false } = {}) {
  const unlessAway = async <T>(value: T) => {
    if (isAway) throw new Error('connection refused')
    return value
  }
  const provider: PaymentProvider = {
    name: 'provider',
    testToken: null,
    charge: answer,
    find: () => unlessAway({ status: 'absent' as const }),
    cancel: () => unlessAway({ status: 'absent' as const }),
    checkout: () => null,
    refund: () => unlessAway({ status: 'refunded' as const }),
    refunds: () => unlessAway([]),
    orderOfRefund: () => unlessAway(orderId),
    dispute: () => unlessAway({ status: 'absent' as const }),
    record: () => unlessAway({ charges: [], refunds: [] }),
    ledger: () => unlessAway({ entries: [], cursor: null }),
    verifyWebhook: async () => ({ genuine: false }),
  }
  return new Gate(provider, settings, () => {})
}

async function repeat(times: number, work: () => Promise<unknown>) {
  for (let time = 0; time < times; time++) await work()
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('the gate', () => {
  it('lets calls through, and a declined charge is no failure of the provider', async () => {
    const gate = gateTo(async () => ({ status: 'declined', reason: 'card_declined' }))
    await repeat(20, () => gate.charge(charge))
    expect(gate.state()).toMatchObject({ breaker: 'closed', calls: 20, failures: 0 })
  })

  it('answers unknown when no answer comes in time, since the money may have moved', async () => {
    const gate = gateTo(() => new Promise(() => {}))
    const outcome = gate.charge(charge)
    await vi.advanceTimersByTimeAsync(settings.timeoutMs)
    expect(await outcome).toEqual({ status: 'unknown' })
  })

  it('passes on a page of the ledger, or null when the provider is not available', async () => {
    const gate = gateTo(async () => approved)
    expect(await gate.ledger(0, 1, null)).toEqual({ entries: [], cursor: null })
    const away = gateTo(async () => approved, { isAway: true })
    expect(await away.ledger(0, 1, null)).toBeNull()
  })

  it('answers unknown when the call throws', async () => {
    const gate = gateTo(async () => {
      throw new Error('connection refused')
    })
    expect(await gate.charge(charge)).toEqual({ status: 'unknown' })
  })

  it('opens after five failures, and then rejects calls without asking the provider', async () => {
    const gate = gateTo(async () => ({ status: 'unknown' }))
    await repeat(5, () => gate.charge(charge))
    expect(gate.state()).toMatchObject({ breaker: 'open', calls: 5 })
    expect(await gate.charge(charge)).toEqual(rejected)
    expect(gate.state()).toMatchObject({ calls: 5, turnedAway: 1 })
  })

  it('lets refunds and lookups through while charges fail', async () => {
    const gate = gateTo(async () => ({ status: 'unknown' }))
    await repeat(5, () => gate.charge(charge))
    expect(await gate.refund(refund)).toEqual({ status: 'refunded' })
    expect(await gate.find(query)).toEqual({ status: 'absent' })
    expect(await gate.refunds({ orderId, chargeId: 'ch_1' })).toEqual([])
    expect(await gate.record(orderId)).toEqual({ status: 'read', record: { charges: [], refunds: [] } })
  })

  it('tells a record that cannot be read from one that it did not ask for', async () => {
    const gate = gateTo(async () => approved, { isAway: true })
    expect(await gate.record(orderId)).toEqual({ status: 'unreadable', reason: expect.stringContaining('Error') })
    await repeat(4, () => gate.find(query))
    expect(await gate.record(orderId)).toEqual(rejected)
    expect(await gate.refunds({ orderId, chargeId: 'ch_1' })).toBeNull()
  })

  it('rejects refunds and lookups after five of them have failed, and no charge', async () => {
    const gate = gateTo(async () => approved, { isAway: true })
    await repeat(5, () => gate.find(query))
    expect(await gate.refund(refund)).toEqual(rejected)
    expect(await gate.record(orderId)).toEqual(rejected)
    expect(gate.state()).toMatchObject({ calls: 5, turnedAway: 2 })
    expect(await gate.charge(charge)).toEqual(approved)
  })

  it('opens as soon after a busy minute as after a quiet one', async () => {
    let healthy = true
    const gate = gateTo(async () => (healthy ? approved : { status: 'unknown' }))
    await repeat(1000, () => gate.charge(charge))
    healthy = false
    await repeat(20, () => gate.charge(charge))
    expect(gate.state().breaker).toBe('open')
    expect(gate.state().calls).toBeLessThan(1000 + 15)
  })

  it('stays closed while one answer in ten is late', async () => {
    let calls = 0
    const gate = gateTo(async () => (++calls % 10 === 0 ? { status: 'unknown' } : approved))
    await repeat(500, () => gate.charge(charge))
    expect(gate.state()).toMatchObject({ breaker: 'closed', calls: 500, failures: 50 })
  })

  it.each([0, 0.999])(
    'leaves the provider alone for half a pause at least, by whatever chance (%d)',
    async (chance) => {
      vi.spyOn(Math, 'random').mockReturnValue(chance)
      const gate = gateTo(async () => ({ status: 'unknown' }))
      await repeat(5, () => gate.charge(charge))
      await vi.advanceTimersByTimeAsync(settings.openMs / 2 - 1)
      expect(await gate.charge(charge)).toEqual(rejected)
      await vi.advanceTimersByTimeAsync(settings.openMs / 2 + 1)
      expect(await gate.charge(charge)).toEqual({ status: 'unknown' })
    },
  )

  it('tries one call when it has been open for a while, and closes when that one succeeds', async () => {
    let healthy = false
    let answerNow: (outcome: ChargeOutcome) => void = () => {}
    const gate = gateTo(async () =>
      healthy ? await new Promise<ChargeOutcome>((resolve) => (answerNow = resolve)) : { status: 'unknown' },
    )
    await repeat(5, () => gate.charge(charge))
    healthy = true
    await vi.advanceTimersByTimeAsync(settings.openMs * 2)
    const probe = gate.charge(charge)
    expect(gate.state().breaker).toBe('halfOpen')
    expect(await gate.charge(charge)).toEqual(rejected)
    await vi.advanceTimersByTimeAsync(1)
    answerNow(approved)
    expect(await probe).toEqual(approved)
    expect(gate.state().breaker).toBe('closed')
  })

  it('opens again when the one call fails, and is never left half open by one that gets no answer', async () => {
    const gate = gateTo(() => new Promise(() => {}))
    const first = Array.from({ length: 2 }, async () => {
      await repeat(3, () => gate.charge(charge))
    })
    await vi.advanceTimersByTimeAsync(settings.timeoutMs * 4)
    await Promise.all(first)
    expect(gate.state().breaker).toBe('open')
    await vi.advanceTimersByTimeAsync(settings.openMs * 2)
    const probe = gate.charge(charge)
    await vi.advanceTimersByTimeAsync(settings.timeoutMs)
    expect(await probe).toEqual({ status: 'unknown' })
    expect(gate.state().breaker).toBe('open')
  })

  it('turns away what is more than it may carry at once, and that is no failure of the provider', async () => {
    const answers: ((outcome: ChargeOutcome) => void)[] = []
    const gate = gateTo(() => new Promise((resolve) => void answers.push(resolve)))
    const carried = Array.from({ length: settings.callsMax }, () => gate.charge(charge))
    await vi.advanceTimersByTimeAsync(0)
    expect(gate.state().callsUnderWay).toBe(settings.callsMax)
    expect(await Promise.all(Array.from({ length: 20 }, () => gate.charge(charge)))).toEqual(Array(20).fill(rejected))
    for (const answer of answers) answer(approved)
    expect(await Promise.all(carried)).toEqual(Array(settings.callsMax).fill(approved))
    expect(gate.state()).toMatchObject({ breaker: 'closed', callsUnderWay: 0, turnedAway: 20 })
  })
})
