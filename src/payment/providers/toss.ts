// The adapter of Toss Payments, over its REST API. The customer pays on Toss's page and returns with a payment key,
// which is the token here. Confirming it moves the money. Toss knows a payment by the order id given to its page, which
// is our charge key (`<orderId>-<attempt>`). A lookup is possible by that key only.
import * as z from 'zod'
import { chargingBy } from '../../contract/charging.ts'
import { minorDigits } from '../../contract/currency.ts'
import type { Money } from '../../contract/money.ts'
import type { ProviderRecord } from '../../contract/rpc.ts'
import { attemptsMax, chargeKey, orderOfKey } from './charge-key.ts'
import { askJson, type Fetch } from './http.ts'
import type {
  Charge,
  ChargeOutcome,
  ChargeQuery,
  FindOutcome,
  LedgerPage,
  PaymentProvider,
  RefundOrder,
  RefundOutcome,
  Webhook,
  WebhookVerdict,
} from './provider.ts'
import { isSameSecret } from './signature.ts'
import { jsonOf } from './webhook.ts'

export type TossSettings = { fetch: Fetch; url: string; secretKey: string; webhookSecret: string }

export function tossProvider(settings: TossSettings): PaymentProvider {
  return {
    name: 'toss',
    testToken: null,
    charge: (charge, signal) => chargeOutcome(settings, charge, signal),
    find: (query, signal) => findOutcome(settings, query, signal),
    refund: (refund, signal) => refundOutcome(settings, refund, signal),
    // As far as known, Toss tells of disputes neither by a webhook nor by a call.
    dispute: async () => ({ status: 'absent' }),
    record: (orderId, signal) => readRecord(settings, orderId, signal),
    ledger: (from, to, cursor, signal) => readLedger(settings, from, to, cursor, signal),
    verifyWebhook: (webhook) => verifyWebhook(settings.webhookSecret, webhook),
  }
}

const statusSchema = z.enum([
  'READY',
  'IN_PROGRESS',
  'WAITING_FOR_DEPOSIT',
  'DONE',
  'CANCELED',
  'PARTIAL_CANCELED',
  'ABORTED',
  'EXPIRED',
])
const paymentSchema = z.object({
  paymentKey: z.string(),
  status: statusSchema,
  currency: z.string(),
  totalAmount: z.int(),
  failure: z.object({ code: z.string() }).nullish(),
  cancels: z.array(z.object({ transactionKey: z.string(), cancelAmount: z.int() })).nullish(),
})
const transactionsSchema = z.array(
  z.object({
    transactionKey: z.string(),
    paymentKey: z.string(),
    orderId: z.string(),
    status: statusSchema,
    currency: z.string(),
    amount: z.number(),
    transactionAt: z.string(),
  }),
)
const problemSchema = z.object({ code: z.string() })
const eventSchema = z.object({ orderId: z.string() })
const webhookSchema = z.union([z.object({ data: eventSchema }).transform(({ data }) => data), eventSchema])

/** Errors after which the payment may be confirmed all the same: it is looked up. */
const mayHaveBeenConfirmed = new Set([
  'ALREADY_PROCESSED_PAYMENT',
  'DUPLICATED_ORDER_ID',
  'PROVIDER_ERROR',
  'IDEMPOTENT_REQUEST_PROCESSING',
])
/** A wrong API key is our error and not the customer's: once it is corrected the charge succeeds. */
const apiKeyErrors = new Set(['UNAUTHORIZED_KEY', 'INVALID_API_KEY', 'INCORRECT_BASIC_AUTH_FORMAT'])
/** Somebody refunded it at the provider's dashboard: the customer has the money. */
const alreadyRefunded = new Set(['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT'])

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

async function refundOutcome(settings: TossSettings, refund: RefundOrder, signal: AbortSignal): Promise<RefundOutcome> {
  const path = `/v1/payments/${encodeURIComponent(refund.chargeId)}/cancel`
  const body = { cancelReason: `refund ${refund.key}`, cancelAmount: refund.amount.amount }
  const answer = await post(settings, path, refund.key, body, signal)
  if (answer.status === 200) {
    const { cancels } = paymentSchema.parse(answer.body)
    return cancels && cancels.length > 0 ? { status: 'refunded' } : { status: 'unknown' }
  }
  const problem = problemSchema.safeParse(answer.body)
  if (!problem.success || answer.status >= 500 || answer.status === 429) return { status: 'unknown' }
  const { code } = problem.data
  if (alreadyRefunded.has(code)) return { status: 'refunded' }
  return mayHaveBeenConfirmed.has(code) ? { status: 'unknown' } : { status: 'refused', reason: code }
}

/** Toss cannot list the payments of an order, so each key that an attempt can have is looked up. */
async function readRecord(settings: TossSettings, orderId: string, signal: AbortSignal): Promise<ProviderRecord> {
  const keys = Array.from({ length: attemptsMax }, (_, index) => chargeKey(orderId, index + 1))
  const payments = await Promise.all(
    keys.map(async (key) => {
      const answer = await get(settings, `/v1/payments/orders/${encodeURIComponent(key)}`, signal)
      if (answer.status === 404 && isNotFound(answer.body)) return []
      if (answer.status !== 200) throw new Error(`Toss answered ${answer.status} when asked for a payment`)
      const payment = paymentSchema.parse(answer.body)
      return hasMoved(payment.status) ? [payment] : []
    }),
  )
  const won = (amount: number): Money => ({ amount, currency: 'KRW' })
  return {
    charges: payments.flat().map(({ paymentKey, totalAmount }) => ({ id: paymentKey, amount: won(totalAmount) })),
    refunds: payments.flat().flatMap(({ cancels }) => {
      return (cancels ?? []).map((row) => ({ id: row.transactionKey, amount: won(row.cancelAmount) }))
    }),
  }
}

/** The most transactions on a page. */
const pageMax = 100
const koreaAheadMs = 9 * 3600_000

/** Toss takes times in Korean time and whole seconds, so entries outside of `from` and `to` are left out here. */
async function readLedger(
  settings: TossSettings,
  from: number,
  to: number,
  cursor: string | null,
  signal: AbortSignal,
): Promise<LedgerPage> {
  const korean = (at: number) => new Date(at + koreaAheadMs).toISOString().slice(0, 19)
  const after: Record<string, string> = cursor === null ? {} : { startingAfter: cursor }
  const query = { startDate: korean(from), endDate: korean(to), limit: String(pageMax), ...after }
  const answer = await get(settings, `/v1/transactions?${new URLSearchParams(query)}`, signal)
  if (answer.status !== 200) throw new Error(`Toss answered ${answer.status} when asked for its transactions`)
  const rows = transactionsSchema.parse(answer.body)
  const entries = rows
    .map(({ status, transactionKey, paymentKey, orderId, amount, currency, transactionAt }) => {
      const kind = status === 'DONE' ? ('charge' as const) : ('refund' as const)
      const id = kind === 'charge' ? paymentKey : transactionKey
      const money = minorUnits(Math.abs(amount), currency)
      return { status, entry: { kind, id, orderId: orderOfKey(orderId), amount: money, at: Date.parse(transactionAt) } }
    })
    .filter(({ status, entry }) => hasMoved(status) && entry.at >= from && entry.at < to)
  const last = rows.length === pageMax ? rows.at(-1) : undefined
  return { entries: entries.map(({ entry }) => entry), cursor: last?.transactionKey ?? null }
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

function hasMoved(status: z.infer<typeof statusSchema>): boolean {
  return status === 'DONE' || status === 'CANCELED' || status === 'PARTIAL_CANCELED'
}

/** A payment key that has expired at Toss must be made anew: the customer opens its page again. */
function reasonOf(code: string): string {
  return code === 'NOT_FOUND_PAYMENT_SESSION' ? 'authenticationRequired' : code
}

function isNotFound(body: unknown): boolean {
  const problem = problemSchema.safeParse(body)
  return problem.success && problem.data.code === 'NOT_FOUND_PAYMENT'
}

/** Toss gives amounts in major units, with decimals where the currency has them. */
function minorUnits(amount: number, currency: string): Money {
  return { amount: Math.round(amount * 10 ** minorDigits(currency)), currency }
}

function get(settings: TossSettings, path: string, signal: AbortSignal) {
  return askJson(settings.fetch, settings.url + path, { headers: authorization(settings), signal })
}

function post(settings: TossSettings, path: string, key: string, body: object, signal: AbortSignal) {
  const headers = { ...authorization(settings), 'content-type': 'application/json', 'idempotency-key': key }
  return askJson(settings.fetch, settings.url + path, { method: 'POST', headers, signal, body: JSON.stringify(body) })
}

/** The secret key is the user name, without a password. */
function authorization({ secretKey }: TossSettings) {
  return { authorization: `Basic ${btoa(`${secretKey}:`)}` }
}
