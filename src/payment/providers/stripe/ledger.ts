// Stripe's ledger page by page: first all charges of the period, then all refunds, then all disputes.
import type Stripe from 'stripe'
import type { LedgerPage } from '../provider.ts'
import { orderIdIn } from '../webhook.ts'
import { disputeEntry } from './disputes.ts'
import { listedRefund, moneyOf, orderNamedBy } from './outcomes.ts'

const pageMax = 100

/** See PaymentProvider. The cursor is the part and the last id of the page, as in `refunds re_…`. */
export async function readLedger(stripe: Stripe, from: number, to: number, cursor: string | null): Promise<LedgerPage> {
  const [part, after] = cursor?.split(' ') ?? ['charges']
  const created = { gte: Math.ceil(from / 1000), lt: Math.ceil(to / 1000) }
  const page = { created, limit: pageMax, ...(after === undefined ? {} : { starting_after: after }) }
  if (part === 'disputes') return await disputes(stripe, page)
  return part === 'refunds' ? await refunds(stripe, page) : await charges(stripe, page)
}

async function charges(stripe: Stripe, page: Stripe.ChargeListParams): Promise<LedgerPage> {
  const { data, has_more } = await stripe.charges.list(page)
  const entries = data
    .filter(({ status }) => status === 'succeeded')
    .map((charge) => {
      const orderId = orderIdIn(charge.metadata['orderId'])
      return {
        kind: 'charge' as const,
        id: chargeIdOf(charge),
        orderId,
        amount: moneyOf(charge),
        at: charge.created * 1000,
      }
    })
  const last = data.at(-1)
  return { entries, cursor: has_more && last !== undefined ? `charges ${last.id}` : 'refunds' }
}

async function refunds(stripe: Stripe, page: Stripe.RefundListParams): Promise<LedgerPage> {
  const { data, has_more } = await stripe.refunds.list({ ...page, expand: ['data.charge'] })
  const entries = data
    .filter((refund) => listedRefund(refund).status === 'made')
    .map((refund) => {
      const orderId = orderNamedBy(refund)
      return { kind: 'refund' as const, id: refund.id, orderId, amount: moneyOf(refund), at: refund.created * 1000 }
    })
  const last = data.at(-1)
  return { entries, cursor: has_more && last !== undefined ? `refunds ${last.id}` : 'disputes' }
}

async function disputes(stripe: Stripe, page: Stripe.DisputeListParams): Promise<LedgerPage> {
  const { data, has_more } = await stripe.disputes.list({ ...page, expand: ['data.charge'] })
  const last = data.at(-1)
  const cursor = has_more && last !== undefined ? `disputes ${last.id}` : null
  return { entries: data.map(disputeEntry), cursor }
}

/** The id that a payment keeps of its charge: the one of the intent. */
export function chargeIdOf({ id, payment_intent }: Stripe.Charge): string {
  return (typeof payment_intent === 'object' ? payment_intent?.id : payment_intent) ?? id
}
