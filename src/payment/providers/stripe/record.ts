// What Stripe has of one order: its charges, refunds and disputes. Every list is read to its end.
import type Stripe from 'stripe'
import type { ProviderRecord } from '../../../contract/payment.ts'
import type { ListedRefund } from '../provider.ts'
import { disputeOf } from './disputes.ts'
import { chargeIdOf } from './ledger.ts'
import { listedRefund, moneyOf } from './outcomes.ts'

/** Most objects on one page of Stripe. */
const pageMax = 100
/** Most objects of one order. */
const objectsMax = 1000

/** Read by Stripe's search, which may lag by a minute. */
export async function readRecord(stripe: Stripe, orderId: string): Promise<ProviderRecord> {
  const query = `metadata['orderId']:'${orderId}'`
  const found = await whole(stripe.charges.search({ query, limit: pageMax }))
  const charges = found.filter(({ status }) => status === 'succeeded')
  const refunds = await Promise.all(charges.map(({ id }) => listRefunds(stripe, { charge: id })))
  const disputes = await Promise.all(
    charges.map(({ id }) => whole(stripe.disputes.list({ charge: id, limit: pageMax }))),
  )
  return {
    charges: charges.map((charge) => ({ id: chargeIdOf(charge), amount: moneyOf(charge) })),
    refunds: refunds
      .flat()
      .filter(({ status }) => status === 'made')
      .map(({ id, amount }) => ({ id, amount })),
    disputes: disputes.flat().map(disputeOf),
  }
}

/** All refunds of a charge, the newest first. Unlike the search, this list never lags. */
export async function listRefunds(
  stripe: Stripe,
  charge: { charge: string } | { payment_intent: string },
): Promise<ListedRefund[]> {
  return (await whole(stripe.refunds.list({ ...charge, limit: pageMax }))).map(listedRefund)
}

/** All pages of a list. Throws when there are more objects than an order can have. */
async function whole<T>(pages: { autoPagingToArray(options: { limit: number }): Promise<T[]> }): Promise<T[]> {
  const objects = await pages.autoPagingToArray({ limit: objectsMax })
  if (objects.length === objectsMax) throw new Error(`Stripe lists ${objectsMax} objects or more for one order`)
  return objects
}
