// The promises of every adapter about disputes: the same suite for each provider that tells of them.
import { afterAll, describe, expect, it } from 'vitest'
import { noon, orderId, won } from '../../../support/payments.ts'
import { fixtures } from '../../../support/providers/fixtures.ts'

const { signal } = new AbortController()
const day = 86_400_000

describe.each(Object.entries(fixtures))('the disputes of %s', async (_, openFixture) => {
  const fixture = await openFixture()
  const { provider, dispute } = fixture
  afterAll(() => fixture.http.close())

  if (dispute === null) {
    it('are not told of, neither by a call', async () => {
      expect(await provider.dispute('dp_1', signal)).toEqual({ status: 'absent' })
    })
    return
  }

  async function disputed(key: string, amount = 4500) {
    const charge = { key, orderId, amount: won(4500), token: fixture.tokenOf('approved') }
    const outcome = await provider.charge(charge, signal)
    if (outcome.status !== 'approved') throw new Error(`the charge was ${outcome.status}`)
    fixture.catchUp()
    return { ...(await dispute?.(outcome.chargeId, amount)), chargeId: outcome.chargeId }
  }

  it('are named by their webhook, and found with their order and their deadline', async () => {
    const { id = '', notice = '' } = await disputed(`${orderId}-1`)
    expect(await provider.verifyWebhook(fixture.signed(notice, noon), noon)).toMatchObject({
      genuine: true,
      disputeId: id,
    })
    const open = { id, amount: won(4500), reason: 'fraudulent', status: 'open', evidenceDueBy: expect.any(String) }
    expect(await provider.dispute(id, signal)).toEqual({ status: 'found', orderId, dispute: open })
    expect((await provider.record(orderId, signal)).disputes).toContainEqual(open)
  })

  it('stand in the ledger of the day on which they were raised', async () => {
    const { id } = await disputed(`${orderId}-2`, 1500)
    const entries = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await provider.ledger(Date.now() - day, Date.now() + day, cursor ?? null, signal)
      entries.push(...page.entries)
      cursor = page.cursor
    }
    expect(entries).toContainEqual({ kind: 'dispute', id, orderId, amount: won(1500), at: expect.any(Number) })
  })

  it.each(['won', 'lost'] as const)('are %s once they are decided so', async (status) => {
    const { id = '', decide } = await disputed(`${orderId}-${status === 'won' ? 3 : 4}`)
    await decide?.(status)
    expect(await provider.dispute(id, signal)).toMatchObject({ dispute: { status } })
  })

  it('that nobody knows are absent', async () => {
    expect(await provider.dispute('dp_nobody_1', signal)).toEqual({ status: 'absent' })
  })
})
