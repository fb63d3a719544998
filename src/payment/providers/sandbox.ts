// The adapter of the embedded provider: calls the sandbox's HTTP API and translates its responses.
import type * as z from 'zod'
import type { ProviderDispute } from '../../contract/dispute.ts'
import type { ProviderRecord } from '../../contract/payment.ts'
import { askJson, type Fetch } from './http.ts'
import type {
  Charge,
  ChargeOfOrder,
  ChargeOutcome,
  ChargeQuery,
  DisputeOutcome,
  FindOutcome,
  LedgerPage,
  ListedRefund,
  PaymentProvider,
  RefundOrder,
  RefundOutcome,
  Webhook,
  WebhookVerdict,
} from './provider.ts'
import { outcomeInList } from './refunds.ts'
import {
  chargeSchema,
  chargesSchema,
  disputeSchema,
  ledgerSchema,
  movementsSchema,
  problemSchema,
  refundSchema,
  refundsSchema,
  webhookSchema,
} from './sandbox-answers.ts'
import { isSigned } from './signature.ts'
import { headerOf, jsonOf, orderIdIn } from './webhook.ts'

export type SandboxSettings = {
  fetch: Fetch
  url: string
  apiKey: string
  webhookSecret: string
}

/** Its calls throw when no response comes, or one that cannot be read: the money may have moved. */
export function sandboxProvider(settings: SandboxSettings): PaymentProvider {
  return {
    name: 'sandbox',
    testToken: 'tok_approved',
    charge: (charge, signal) => chargeOutcome(settings, charge, signal),
    find: (query, signal) => findOutcome(settings, query, signal),
    cancel: (query, signal) => cancelCharge(settings, query, signal),
    checkout: ({ amount, returnUrl }) => {
      const query = { amount: String(amount.amount), currency: amount.currency, return: returnUrl }
      return { kind: 'page', url: `/sandbox/cards?${new URLSearchParams(query)}` }
    },
    refund: (refund, signal) => refundOutcome(settings, refund, signal),
    refunds: (charge, signal) => listRefunds(settings, charge, signal),
    // Its webhooks name the order.
    orderOfRefund: async () => null,
    dispute: (disputeId, signal) => findDispute(settings, disputeId, signal),
    record: (orderId, signal) => readRecord(settings, orderId, signal),
    ledger: (from, to, cursor, signal) => readMovements(settings, from, to, cursor, signal),
    verifyWebhook: (webhook, now) => verifyWebhook(settings.webhookSecret, webhook, now),
  }
}

async function chargeOutcome(settings: SandboxSettings, charge: Charge, signal: AbortSignal): Promise<ChargeOutcome> {
  const { amount, token, orderId, key, returnUrl, traceparent } = charge
  const body = { ...amount, token, reference: orderId, ...(returnUrl && { returnUrl }) }
  const answer = await send(settings, '/charges', signal, { traceparent, key, body })
  if (answer.status === 201 || answer.status === 202) return chargeStatus(chargeSchema.parse(answer.body))
  const problem = problemSchema.safeParse(answer.body)
  const { code, charged, reason } = problem.success ? problem.data.error : {}
  if (answer.status === 402) return { status: 'declined', reason: reason ?? code ?? 'declined' }
  if (charged !== false) return { status: 'unknown' }
  if (answer.status === 429 || answer.status === 503) return { status: 'notCharged', reason: 'overloaded' }
  // A wrong API key is our error and not the customer's: once it is corrected the charge succeeds.
  if (answer.status >= 500 || answer.status === 401) return { status: 'notCharged', reason: 'failed' }
  return { status: 'declined', reason: code ?? 'declined' }
}

async function findOutcome(settings: SandboxSettings, query: ChargeQuery, signal: AbortSignal): Promise<FindOutcome> {
  const charges = await listCharges(settings, query, signal)
  if (charges === null) return { status: 'unknown' }
  const charge = charges.find((row) => row.idempotencyKey === query.key)
  return charge ? chargeStatus(charge) : { status: 'absent' }
}

async function cancelCharge(settings: SandboxSettings, query: ChargeQuery, signal: AbortSignal): Promise<FindOutcome> {
  const charges = await listCharges(settings, query, signal)
  const waiting = charges?.find((row) => row.idempotencyKey === query.key && row.status === 'requires_action')
  if (waiting === undefined) return await findOutcome(settings, query, signal)
  const path = `/authentications/${encodeURIComponent(waiting.id)}`
  const { key, traceparent } = query
  const request = { traceparent, key: `${key}-cancel`, body: { status: 'canceled' } }
  const answer = await send(settings, path, signal, request)
  return answer.status === 200 ? chargeStatus(chargeSchema.parse(answer.body)) : { status: 'unknown' }
}

/** Every charge of an order; null when they cannot be read. */
async function listCharges(settings: SandboxSettings, { orderId, traceparent }: ChargeQuery, signal: AbortSignal) {
  const path = `/charges?reference=${encodeURIComponent(orderId)}`
  const answer = await send(settings, path, signal, { traceparent })
  return answer.status === 200 ? chargesSchema.parse(answer.body).data : null
}

async function refundOutcome(
  settings: SandboxSettings,
  refund: RefundOrder,
  signal: AbortSignal,
): Promise<RefundOutcome> {
  const { traceparent, key } = refund
  const path = `/charges/${encodeURIComponent(refund.chargeId)}/refunds`
  const list = await send(settings, path, signal, { traceparent })
  if (list.status !== 200) return refusal(list)
  const known = outcomeInList(refund, refundsSchema.parse(list.body).data.map(listedRefund))
  if (known !== null) return known
  const answer = await send(settings, path, signal, { traceparent, key, body: refund.amount })
  if (answer.status !== 201) return refusal(answer)
  const made = refundSchema.safeParse(answer.body)
  const outcome = made.success ? outcomeInList(refund, [listedRefund(made.data)]) : null
  return outcome ?? { status: 'unknown' }
}

function refusal({ status, body }: { status: number; body: unknown }): RefundOutcome {
  const problem = problemSchema.safeParse(body)
  if (!problem.success || status >= 500 || status === 429) return { status: 'unknown' }
  const { code } = problem.data.error
  // It was refunded since its refunds were listed: the next list shows by what.
  return code === 'charge_already_refunded' ? { status: 'unknown' } : { status: 'refused', reason: code }
}

async function listRefunds(
  settings: SandboxSettings,
  { chargeId, traceparent }: ChargeOfOrder,
  signal: AbortSignal,
): Promise<ListedRefund[]> {
  const path = `/charges/${encodeURIComponent(chargeId)}/refunds`
  const answer = await send(settings, path, signal, { traceparent })
  if (answer.status !== 200) throw new Error(`the sandbox answered ${answer.status} when asked for refunds`)
  return refundsSchema.parse(answer.body).data.map(listedRefund)
}

/** A refund at the sandbox's own API by hand has a key of its maker, which is none of ours. */
function listedRefund({ idempotencyKey, status, reason, ...row }: z.infer<typeof refundSchema>): ListedRefund {
  const { id, amount } = recordEntry(row)
  return { id, key: idempotencyKey, amount, status: status === 'failed' ? 'failed' : 'made', reason }
}

async function readRecord(settings: SandboxSettings, orderId: string, signal: AbortSignal): Promise<ProviderRecord> {
  const answer = await send(settings, `/ledger?reference=${encodeURIComponent(orderId)}`, signal)
  if (answer.status !== 200) throw new Error(`the sandbox answered ${answer.status} when asked for its ledger`)
  const { charges, refunds, disputes } = ledgerSchema.parse(answer.body)
  return {
    charges: charges.map(recordEntry),
    refunds: refunds.map(recordEntry),
    disputes: disputes.map(disputeOf),
  }
}

async function findDispute(settings: SandboxSettings, disputeId: string, signal: AbortSignal): Promise<DisputeOutcome> {
  const answer = await send(settings, `/disputes/${encodeURIComponent(disputeId)}`, signal)
  if (answer.status === 404) return { status: 'absent' }
  if (answer.status !== 200) return { status: 'unknown' }
  const found = disputeSchema.parse(answer.body)
  return { status: 'found', orderId: orderIdIn(found.reference), dispute: disputeOf(found) }
}

function disputeOf({ status, reason, evidenceDueBy, ...row }: z.infer<typeof disputeSchema>): ProviderDispute {
  return { ...recordEntry(row), status, reason, evidenceDueBy }
}

async function readMovements(
  settings: SandboxSettings,
  from: number,
  to: number,
  cursor: string | null,
  signal: AbortSignal,
): Promise<LedgerPage> {
  const query = new URLSearchParams({ from: String(from), to: String(to), ...(cursor === null ? {} : { cursor }) })
  const answer = await send(settings, `/movements?${query}`, signal)
  if (answer.status !== 200) throw new Error(`the sandbox answered ${answer.status} when asked for its movements`)
  const { data, next } = movementsSchema.parse(answer.body)
  const entries = data.map(({ kind, id, reference, amount, currency, at }) => {
    return { kind, id, orderId: orderIdIn(reference), amount: { amount, currency }, at: Date.parse(at) }
  })
  return { entries, cursor: next }
}

async function verifyWebhook(secret: string, webhook: Webhook, now: number): Promise<WebhookVerdict> {
  const header = headerOf(webhook, 'sandbox-signature')
  if (header === undefined || !(await isSigned(header, webhook.body, secret, now))) return { genuine: false }
  const event = webhookSchema.safeParse(jsonOf(webhook))
  if (!event.success) return { genuine: true, orderId: null }
  const { type, data } = event.data
  const disputeId = type.startsWith('dispute.') ? data.id : undefined
  return { genuine: true, orderId: orderIdIn(data.reference), ...(disputeId !== undefined && { disputeId }) }
}

/** `key`: the idempotency key. */
type ApiRequest = { traceparent?: string | undefined; key?: string; body?: unknown }

/** Send a request (a POST when it has a body) and read the response's JSON; `null` when the body is no JSON. */
async function send(settings: SandboxSettings, path: string, signal: AbortSignal, request: ApiRequest = {}) {
  const { traceparent, key, body } = request
  const headers: Record<string, string> = { authorization: `Bearer ${settings.apiKey}` }
  if (traceparent !== undefined) headers['traceparent'] = traceparent
  if (key !== undefined) headers['idempotency-key'] = key
  if (body !== undefined) headers['content-type'] = 'application/json'
  const init =
    body === undefined ? { headers, signal } : { method: 'POST', headers, signal, body: JSON.stringify(body) }
  return await askJson(settings.fetch, `${settings.url}${path}`, init)
}

function chargeStatus(charge: z.infer<typeof chargeSchema>): ChargeOutcome & FindOutcome {
  switch (charge.status) {
    case 'succeeded':
      return { status: 'approved', chargeId: charge.id }
    case 'failed':
      return { status: 'declined', reason: charge.reason ?? 'declined' }
    case 'requires_action':
      return { status: 'requiresAction', url: charge.actionUrl ?? '' }
    case 'processing':
      return { status: 'unknown' }
  }
}

function recordEntry(row: { id: string; amount: number; currency: string }) {
  return { id: row.id, amount: { amount: row.amount, currency: row.currency } }
}
