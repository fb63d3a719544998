// The adapter of Toss Payments, over its REST API. The customer pays on Toss's page and returns with a payment key,
// which is the token here. Confirming it moves the money. Toss knows a payment by the order id given to its page, which
// is our charge key (`<orderId>-<attempt>`). A lookup is possible by that key only.
import * as z from 'zod'
import { chargingBy } from '../../../contract/charging.ts'
import type { Money } from '../../../contract/money.ts'
import type { CheckoutWay } from '../../../contract/payment.ts'
import { orderOfKey } from '../charge-key.ts'
import type {
  Charge,
  ChargeOutcome,
  ChargeQuery,
  FindOutcome,
  PaymentProvider,
  Webhook,
  WebhookVerdict,
} from '../provider.ts'
import { isSameSecret } from '../signature.ts'
import { jsonOf } from '../webhook.ts'
import {
  apiKeyErrors,
  get,
  isNotFound,
  mayHaveBeenConfirmed,
  paymentSchema,
  post,
  problemSchema,
  type TossSettings,
} from './api.ts'
import { openPage } from './hosted-page.ts'
import { readLedger, readRecord } from './record.ts'
import { listRefunds, refundOutcome } from './refund.ts'

export function tossProvider(settings: TossSettings): PaymentProvider {
  return {
    name: 'toss',
    testToken: null,
    charge: (charge, signal) => chargeOutcome(settings, charge, signal),
    find: (query, signal) => findOutcome(settings, query, signal),
    // Nothing waits for a customer here: Toss leads them to the bank before there is a token.
    cancel: (query, signal) => findOutcome(settings, query, signal),
    checkout: ({ key, amount }) => checkoutWay(settings, key, amount),
    openPage: (page, signal) => openPage(settings, page, signal),
    refund: (refund, signal) => refundOutcome(settings, refund, signal),
    refunds: ({ chargeId }, signal) => listRefunds(settings, chargeId, signal),
    // Its webhooks name the order.
    orderOfRefund: async () => null,
    // As far as known, Toss tells of disputes neither by a webhook nor by a call.
    dispute: async () => ({ status: 'absent' }),
    record: (orderId, signal) => readRecord(settings, orderId, signal),
    ledger: (from, to, cursor, signal) => readLedger(settings, from, to, cursor, signal),
    verifyWebhook: (webhook) => verifyWebhook(settings.webhookSecret, webhook),
  }
}

function checkoutWay(
  { clientKey, scriptUrl }: TossSettings,
  key: string,
  { amount, currency }: Money,
): CheckoutWay | null {
  if (clientKey === null || chargingBy.toss(currency) === null) return null
  return { kind: 'toss', scriptUrl, clientKey, amount, orderId: key, hasPage: true }
}

const eventSchema = z.object({ orderId: z.string() })
const webhookSchema = z.union([z.object({ data: eventSchema }).transform(({ data }) => data), eventSchema])

async function chargeOutcome(settings: TossSettings, charge: Charge, signal: AbortSignal): Promise<ChargeOutcome> {
  const { key, amount, token } = charge
  if (chargingBy.toss(amount.currency) === null) return { status: 'declined', reason: 'currencyNotSupported' }
  const body = { paymentKey: token, orderId: key, amount: amount.amount }
  const answer = await post(settings, '/v1/payments/confirm', key, body, signal)
  if (answer.status === 200) {
    const outcome = chargeStatus(paymentSchema.parse(answer.body))
    return outcome.status === 'absent' ? { status: 'unknown' } : outcome
  }
  const problem = problemSchema.safeParse(answer.body)
  if (!problem.success || answer.status >= 500) return { status: 'unknown' }
  const { code } = problem.data
  if (mayHaveBeenConfirmed.has(code)) return { status: 'unknown' }
  if (answer.status === 429) return { status: 'notCharged', reason: 'overloaded' }
  if (apiKeyErrors.has(code)) return { status: 'notCharged', reason: 'failed' }
  return { status: 'declined', reason: reasonOf(code) }
}

async function findOutcome(settings: TossSettings, query: ChargeQuery, signal: AbortSignal): Promise<FindOutcome> {
  const answer = await get(settings, `/v1/payments/orders/${encodeURIComponent(query.key)}`, signal)
  if (answer.status === 404) return isNotFound(answer.body) ? { status: 'absent' } : { status: 'unknown' }
  return answer.status === 200 ? chargeStatus(paymentSchema.parse(answer.body)) : { status: 'unknown' }
}

/**
 * Toss does not sign webhooks about payments: the webhook's address holds a secret. A stolen secret can only cause a
 * lookup at Toss, and so does a late or repeated webhook. Toss itself repeats one for up to four days.
 */
async function verifyWebhook(secret: string, webhook: Webhook): Promise<WebhookVerdict> {
  if (!(await isSameSecret(webhook.query['secret'] ?? '', secret))) return { genuine: false }
  const event = webhookSchema.safeParse(jsonOf(webhook))
  return { genuine: true, orderId: event.success ? orderOfKey(event.data.orderId) : null }
}

function chargeStatus({ status, paymentKey, failure }: z.infer<typeof paymentSchema>): FindOutcome {
  switch (status) {
    case 'DONE':
    case 'PARTIAL_CANCELED':
      return { status: 'approved', chargeId: paymentKey }
    case 'CANCELED':
      return { status: 'declined', reason: 'refundedAtProvider' }
    case 'ABORTED':
    case 'EXPIRED':
      return { status: 'declined', reason: reasonOf(failure?.code ?? status) }
    // The customer has opened Toss's page, and nothing was confirmed.
    case 'READY':
    case 'IN_PROGRESS':
      return { status: 'absent' }
    case 'WAITING_FOR_DEPOSIT':
      return { status: 'unknown' }
  }
}

/** A payment key that has expired at Toss must be made anew: the customer opens its page again. */
function reasonOf(code: string): string {
  return code === 'NOT_FOUND_PAYMENT_SESSION' ? 'authenticationRequired' : code
}
