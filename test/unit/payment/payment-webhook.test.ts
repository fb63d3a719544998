// Webhooks that name no order: it is looked up at the provider. Those about disputes are answered once the order is up
// to date: the provider sends one that failed again.
import { beforeEach, describe, expect, it } from 'vitest'
import type { MaybeSealed } from '../../../src/contract/sealed.ts'
import { type PaymentServicePorts, paymentService } from '../../../src/payment/payment-service.ts'
import type { DisputeOutcome, Rejected, WebhookVerdict } from '../../../src/payment/providers/provider.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { noon, won } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const orderId = orderIdOf(1)
const dispute = { id: 'dp_1', amount: won(4500), reason: 'fraudulent', status: 'open', evidenceDueBy: null } as const
const unreachable = async () => {
  throw new Error('this is not called')
}

let book: OrderBook
let outcome: DisputeOutcome | Rejected
let held: MaybeSealed[]
let refund: Awaited<ReturnType<PaymentServicePorts['orderOfRefund']>>
let verdict: WebhookVerdict
let looked = 0
beforeEach(async () => {
  book = new OrderBook()
  await tell(book, orderId, 'usr_1', 'place', 'pay')
  outcome = { status: 'found', orderId, dispute }
  held = []
  refund = { status: 'found', orderId }
  verdict = { genuine: true, orderId: null, disputeId: 'dp_1' }
  looked = 0
})

const receive = (name = 'sandbox') =>
  paymentService({
    vault: testVault,
    orders: book,
    payment: () => ({
      pay: unreachable,
      view: unreachable,
      settle: unreachable,
      news: async () => void looked++,
      requestRefunds: async (order) => void held.push(order),
      state: unreachable,
      lookUp: unreachable,
      next: unreachable,
    }),
    providers: ['stripe', 'sandbox'],
    record: unreachable,
    orderOfRefund: async (provider) => (provider === name ? refund : { status: 'found', orderId: null }),
    openPage: unreachable,
    dispute: async (provider) => (provider === name ? outcome : { status: 'absent' }),
    gates: unreachable,
    provider: (of) => {
      return ['stripe', 'sandbox'].includes(of) ? { verifyWebhook: async () => verdict, checkout: () => null } : null
    },
    now: () => noon,
    log: () => {},
  }).webhook(name, {}, '')

describe('a webhook about a dispute', () => {
  it('is answered once the order has recorded it, and records it once however often it comes', async () => {
    for (let times = 0; times < 3; times++) expect(await receive()).toEqual({ ok: true, value: null })
    expect(book.typesOf(orderId)).toEqual(['OrderPlaced', 'PayApproved', 'PaymentDisputed'])
    expect(held[0]).toMatchObject({ needsAttention: 'paymentDisputed' })
  })

  it.each([
    ['won', 'PaymentDisputeWon'],
    ['lost', 'PaymentDisputeLost'],
  ] as const)('that is %s, though the first one never came, records both', async (status, type) => {
    outcome = { status: 'found', orderId, dispute: { ...dispute, status } }
    await receive()
    expect(book.typesOf(orderId).slice(-2)).toEqual(['PaymentDisputed', type])
    outcome = { status: 'found', orderId, dispute }
    await receive()
    expect(book.typesOf(orderId).at(-1)).toBe(type)
  })

  it.each(['unknown', 'rejected'] as const)(
    'is refused for now when the provider does not tell more (%s)',
    async (status) => {
      outcome = { status }
      expect(await receive()).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded' } })
      expect(book.typesOf(orderId)).not.toContain('PaymentDisputed')
    },
  )

  it('is looked up at the provider that sent it, also when new payments go to another one', async () => {
    expect(await receive('stripe')).toEqual({ ok: true, value: null })
    expect(book.typesOf(orderId)).toContain('PaymentDisputed')
  })

  it('of a provider that is not configured is refused', async () => {
    expect(await receive('toss')).toMatchObject({ ok: false, rejection: { code: 'signature_invalid' } })
  })

  it('throws when the order does not answer, so that it comes again', async () => {
    book.fault = new Error('the order is away')
    await expect(receive()).rejects.toThrow('away')
  })

  it.each<DisputeOutcome>([
    { status: 'absent' },
    { status: 'found', orderId: null, dispute },
    { status: 'found', orderId: orderIdOf(9), dispute },
  ])('that is of none of our payments is over with its answer', async (other) => {
    outcome = other
    expect(await receive()).toEqual({ ok: true, value: null })
    expect(held).toEqual([])
  })
})

describe('a webhook about a refund that names no order', () => {
  beforeEach(() => {
    verdict = { genuine: true, orderId: null, refundId: 're_1' }
  })

  it('makes the payment of its charge look it up', async () => {
    expect(await receive()).toEqual({ ok: true, value: null })
    expect(looked).toBe(1)
  })

  it('comes again while the provider does not tell its charge, and is over when that is none of ours', async () => {
    for (const status of ['unknown', 'rejected'] as const) {
      refund = { status }
      expect(await receive()).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded' } })
    }
    refund = { status: 'found', orderId: null }
    expect(await receive()).toEqual({ ok: true, value: null })
    expect(looked).toBe(0)
  })
})
