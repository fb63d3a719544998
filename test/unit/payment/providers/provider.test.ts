// The promises of every adapter of a provider: the same suite for each, over HTTP.
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChargeOutcome, FindOutcome } from '../../../../src/payment/providers/provider.ts'
import { orderId, won } from '../../../support/payments.ts'
import { fixtures, type ProviderFixture } from '../../../support/providers/fixtures.ts'

vi.setConfig({ testTimeout: 60_000 })

const signal = new AbortController().signal
const first = `${orderId}-1`
const query = (key = first) => ({ key, orderId, amount: won(4500) })
const charge = (token: string, key = first) => ({ ...query(key), token })

/** What is thrown counts as unknown, as it does for the gate. */
async function result<T>(work: Promise<T>): Promise<T | { status: 'unknown' }> {
  return await work.catch(() => ({ status: 'unknown' as const }))
}

describe.each(Object.entries(fixtures))('the adapter of %s', (_name, openFixture) => {
  let fixture: ProviderFixture
  const opened: ProviderFixture[] = []
  beforeEach(async () => {
    fixture = await openFixture()
    opened.push(fixture)
  })
  afterAll(async () => {
    await Promise.all(opened.map(({ http }) => http.close()))
  })

  const pay = (token = fixture.tokenOf('approved'), key = first, until = signal): Promise<ChargeOutcome> =>
    fixture.provider.charge(charge(token, key), until)
  const find = (key = first): Promise<FindOutcome> => fixture.provider.find(query(key), signal)
  /** The amounts that the provider itself shows as charged and refunded. */
  async function moved(): Promise<number[][]> {
    fixture.catchUp()
    const { charges, refunds } = await fixture.provider.record(orderId, signal)
    return [charges, refunds].map((rows) => rows.map(({ amount }) => amount.amount))
  }

  describe('charging', () => {
    it('charges once for a key, however often it is asked, and finds the charge', async () => {
      const token = fixture.tokenOf('approved')
      const outcome = await pay(token)
      expect(outcome).toMatchObject({ status: 'approved' })
      expect(await pay(token)).toEqual(outcome)
      expect(await find()).toEqual(outcome)
      expect(await moved()).toEqual([[4500], []])
    })

    it('charges once when the same is asked twice at once', async () => {
      const token = fixture.tokenOf('approved')
      await Promise.all([result(pay(token)), result(pay(token))])
      expect(await find()).toMatchObject({ status: 'approved' })
      expect(await moved()).toEqual([[4500], []])
    })

    it.each(['declined', 'needsAction', 'unknown'] as const)(
      'refuses a token that is %s, with its reason',
      async (kind) => {
        const token = fixture.tokenOf(kind)
        const declined = { status: 'declined', reason: fixture.reasons[kind] }
        expect(await pay(token)).toEqual(declined)
        expect(await pay(token)).toEqual(declined)
        // A provider that keeps no record of a decline does not know the charge; none has charged money.
        const found = await find()
        if (found.status !== 'absent') expect(found).toEqual(declined)
        expect(await moved()).toEqual([[], []])
      },
    )

    it('lets another token follow on one that was declined', async () => {
      await pay(fixture.tokenOf('declined'))
      const second = `${orderId}-2`
      expect(await pay(fixture.tokenOf('approved', second), second)).toMatchObject({ status: 'approved' })
      expect(await moved()).toEqual([[4500], []])
    })

    it('asked too often, has charged nothing, and may be asked again', async () => {
      const token = fixture.tokenOf('approved')
      fixture.http.strike('overloaded')
      expect(await pay(token)).toEqual({ status: 'notCharged', reason: 'overloaded' })
      expect(await find()).toEqual({ status: 'absent' })
      expect(await pay(token)).toMatchObject({ status: 'approved' })
    })

    it('failing, is not believed to have charged nothing', async () => {
      const token = fixture.tokenOf('approved')
      fixture.http.strike('failing')
      expect(await result(pay(token))).toEqual({ status: 'unknown' })
      expect(await find()).toEqual({ status: 'absent' })
      expect(await pay(token)).toMatchObject({ status: 'approved' })
      expect(await moved()).toEqual([[4500], []])
    })

    it('is not believed to have charged when somebody else answers', async () => {
      fixture.http.strike('foreign')
      expect(await result(pay())).toEqual({ status: 'unknown' })
      expect(await find()).toEqual({ status: 'absent' })
    })

    it('is found to have charged when its answer could not be read', async () => {
      fixture.http.strike('malformed')
      expect(await result(pay())).toEqual({ status: 'unknown' })
      expect(await find()).toMatchObject({ status: 'approved' })
    })

    it('is unknown when the connection breaks before it, and the same may be sent again', async () => {
      const token = fixture.tokenOf('approved')
      fixture.http.strike('cutBefore')
      expect(await result(pay(token))).toEqual({ status: 'unknown' })
      expect(await find()).toEqual({ status: 'absent' })
      expect(await pay(token)).toMatchObject({ status: 'approved' })
      expect(await moved()).toEqual([[4500], []])
    })

    it('is unknown when the connection breaks after it, found, and not made again', async () => {
      const token = fixture.tokenOf('approved')
      fixture.http.strike('cutAfter')
      expect(await result(pay(token))).toEqual({ status: 'unknown' })
      const found = await find()
      expect(found).toMatchObject({ status: 'approved' })
      expect(await pay(token)).toEqual(found)
      expect(await moved()).toEqual([[4500], []])
    })

    it.each([
      ['silentBefore', 'absent'],
      ['silentAfter', 'approved'],
    ] as const)(
      'is given up at the time-out when the provider falls silent (%s), and the call ends',
      async (fault, end) => {
        const timeout = new AbortController()
        const token = fixture.tokenOf('approved')
        const { arrived, left } = fixture.http.strike(fault)
        const outcome = result(pay(token, first, timeout.signal))
        await arrived
        timeout.abort()
        expect(await outcome).toEqual({ status: 'unknown' })
        await left
        await expect.poll(() => find()).toMatchObject({ status: end })
        expect(await pay(token)).toMatchObject({ status: 'approved' })
        expect(await moved()).toEqual([[4500], []])
      },
    )
  })
})
