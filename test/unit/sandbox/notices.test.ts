// The notices of a ledger's shard: when they are due, how many are sent at once, and when the tries end.
import { describe, expect, it } from 'vitest'
import { Ledger, type NewCharge } from '../../../src/sandbox/ledger.ts'
import { noticesMax } from '../../../src/sandbox/notices.ts'
import { sendNotices } from '../../../src/sandbox/webhook.ts'
import { openStorage } from '../../support/node-storage.ts'
import { noon } from '../../support/orders.ts'

const charge: NewCharge = { amount: 4500, currency: 'KRW', declineReason: null, settlesAt: noon, loseAnswer: false }
const keyed = (key: string) => ({ key, fingerprint: 'a body' })

describe('the notices of a shard', () => {
  const ports = (now: number, isReceived: (body: string) => boolean) => {
    const sent: string[] = []
    return {
      sent,
      secret: 'secret',
      triesMax: 3,
      now: () => now,
      fetch: async (_url: string, init: RequestInit) => {
        sent.push(String(init.body))
        return new Response(null, { status: isReceived(String(init.body)) ? 204 : 503 })
      },
    }
  }

  it('are due after the answer, those of one second together, and so many at a time', async () => {
    const ledger = new Ledger(openStorage())
    for (let number = 0; number <= noticesMax; number++) {
      ledger.charge(`order-${number}`, keyed('key'), { ...charge, settlesAt: noon + number }, noon + number)
    }
    const due = noon + 1000
    expect(ledger.notices.nextAt()).toBe(due)
    expect(ledger.notices.due(due - 1)).toEqual([])
    const first = ports(due, () => true)
    await sendNotices(ledger.notices, first)
    expect(first.sent).toHaveLength(noticesMax)
    expect(ledger.notices.nextAt()).toBe(due)
    await sendNotices(ledger.notices, first)
    expect(first.sent).toHaveLength(noticesMax + 1)
    expect(ledger.notices.nextAt()).toBeNull()
  })

  it('are sent again after growing pauses when nobody receives them, and in the end no more', async () => {
    const ledger = new Ledger(openStorage())
    ledger.charge('received', keyed('key'), charge, noon)
    ledger.charge('lost', keyed('key'), { ...charge, declineReason: 'card_declined' }, noon)
    const pauses: (number | null)[] = []
    for (let now = ledger.notices.nextAt(); now !== null; now = ledger.notices.nextAt()) {
      const post = ports(now, (body) => body.includes('received'))
      await sendNotices(ledger.notices, post)
      expect(post.sent).toContain(
        JSON.stringify({ type: 'charge.failed', data: { reference: 'lost', id: 'ch_lost_1' } }),
      )
      const next = ledger.notices.nextAt()
      pauses.push(next && next - now)
    }
    expect(pauses).toEqual([1000, 4000, null])
  })
})
