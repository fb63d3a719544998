// Stripe's ledger page by page: first the charges, then the refunds, through its own package.
import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { chargeIdOf, readLedger } from '../../../../../src/payment/providers/stripe/ledger.ts'
import { orderId, won } from '../../../../support/orders.ts'

type Row = Record<string, unknown>

let pages: { data: Row[]; has_more: boolean }[]
let asked: URL[]
let stripe: Stripe
beforeEach(() => {
  pages = []
  asked = []
  const fetch = async (url: string | URL | Request) => {
    asked.push(new URL(String(url)))
    return Response.json({ object: 'list', url: '/v1/list', ...pages.shift() })
  }
  const httpClient = Stripe.createFetchHttpClient(fetch)
  stripe = new Stripe('sk_test', { httpClient, maxNetworkRetries: 0, telemetry: false })
})

const charge = (id: string, more: Row = {}) => ({
  id,
  status: 'succeeded',
  amount: 4500,
  currency: 'krw',
  created: 1_700_000_000,
  metadata: { orderId },
  payment_intent: `pi_${id}`,
  ...more,
})
const refund = (id: string, more: Row = {}) => ({ ...charge(id), payment_intent: undefined, ...more })
const read = (cursor: string | null) => readLedger(stripe, 1_700_000_000_500, 1_700_000_100_000, cursor)
const at = 1_700_000_000_000

describe('the charges', () => {
  it('come first, for the whole seconds of the period, and only those that succeeded', async () => {
    pages = [{ data: [charge('ch_1'), charge('ch_2', { status: 'failed' })], has_more: false }]
    expect(await read(null)).toEqual({
      entries: [{ kind: 'charge', id: 'pi_ch_1', orderId, amount: won(4500), at }],
      cursor: 'refunds',
    })
    expect(asked[0]?.pathname).toBe('/v1/charges')
    expect(asked[0]?.searchParams.get('created[gte]')).toBe('1700000001')
    expect(asked[0]?.searchParams.get('created[lt]')).toBe('1700000100')
    expect(asked[0]?.searchParams.get('starting_after')).toBeNull()
  })

  it('go on after the last one of the page, also when it failed', async () => {
    pages = [
      { data: [charge('ch_1'), charge('ch_2', { status: 'failed' })], has_more: true },
      { data: [], has_more: false },
    ]
    const { cursor } = await read(null)
    expect(cursor).toBe('charges ch_2')
    expect(await read(cursor)).toEqual({ entries: [], cursor: 'refunds' })
    expect(asked[1]?.searchParams.get('starting_after')).toBe('ch_2')
  })

  it('without an order of ours belong to none', async () => {
    pages = [
      { data: [charge('ch_1', { metadata: {} }), charge('ch_2', { metadata: { orderId: 'x' } })], has_more: false },
    ]
    expect((await read(null)).entries.map((entry) => entry.orderId)).toEqual([null, null])
  })
})

describe('the refunds', () => {
  it('come second, page by page, before the disputes', async () => {
    pages = [
      { data: [refund('re_1'), refund('re_2', { status: 'failed' })], has_more: true },
      { data: [refund('re_3', { status: 'pending' })], has_more: false },
    ]
    const first = await read('refunds')
    expect(first).toEqual({
      entries: [{ kind: 'refund', id: 're_1', orderId, amount: won(4500), at }],
      cursor: 'refunds re_2',
    })
    const second = await read(first.cursor)
    expect(second.entries.map(({ id }) => id)).toEqual(['re_3'])
    expect(second.cursor).toBe('disputes')
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/v1/refunds', '/v1/refunds'])
  })

  it('made by hand belong to the order of their charge', async () => {
    pages = [{ data: [refund('re_1', { metadata: {}, charge: charge('ch_1') })], has_more: false }]
    expect((await read('refunds')).entries).toMatchObject([{ orderId }])
    expect(asked[0]?.searchParams.get('expand[0]')).toBe('data.charge')
  })
})

describe('the disputes', () => {
  const dispute = (id: string, more: Row = {}) => ({ ...charge(id), metadata: {}, charge: charge('ch_1'), ...more })

  it('come last, page by page, each of the order of its charge, and end the ledger', async () => {
    pages = [
      { data: [dispute('dp_1')], has_more: true },
      { data: [dispute('dp_2', { charge: charge('ch_2', { metadata: {} }) })], has_more: false },
    ]
    const first = await read('disputes')
    expect(first).toEqual({
      entries: [{ kind: 'dispute', id: 'dp_1', orderId, amount: won(4500), at }],
      cursor: 'disputes dp_1',
    })
    expect(await read(first.cursor)).toMatchObject({ entries: [{ id: 'dp_2', orderId: null }], cursor: null })
  })
})

describe('the id of a charge', () => {
  it.each([
    ['pi_1', 'pi_1'],
    [{ id: 'pi_2' }, 'pi_2'],
    [null, 'ch_1'],
  ])('with the intent %j is %s', (payment_intent, id) => {
    expect(chargeIdOf(JSON.parse(JSON.stringify({ id: 'ch_1', payment_intent })))).toBe(id)
  })
})
