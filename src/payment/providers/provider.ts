// The port to whoever moves the money. An adapter speaks one provider's API and says what its answers mean for us.
import type { Money } from '../../contract/money.ts'
import type { ProviderRecord } from '../../contract/rpc.ts'

/**
 * `key` is the idempotency key: the same on every retry, so that the provider charges once however often it is asked.
 */
export type Charge = { key: string; orderId: string; amount: Money; token: string }
export type ChargeQuery = { key: string; orderId: string; amount: Money }
export type RefundOrder = { key: string; orderId: string; chargeId: string; amount: Money }

export type Approved = { status: 'approved'; chargeId: string }
export type Declined = { status: 'declined'; reason: string }
/** The provider is certain that nothing was charged: it may be tried again. */
export type NotCharged = { status: 'notCharged'; reason: 'overloaded' | 'failed' }
/** No answer, or none that can be understood: the money may have moved. */
export type Unknown = { status: 'unknown' }

export type ChargeOutcome = Approved | Declined | NotCharged | Unknown
/** `absent`: the provider has not heard of this charge, so far. */
export type FindOutcome = Approved | Declined | { status: 'absent' } | Unknown
/** `refused`: the provider will not give the money back in this way; a person has to look. */
export type RefundOutcome = { status: 'refunded' } | { status: 'refused'; reason: string } | Unknown

/**
 * A movement in the provider's own books. `orderId` is null when it carries none of ours; `at` is epoch milliseconds.
 */
export type LedgerEntry = { kind: 'charge' | 'refund'; id: string; orderId: string | null; amount: Money; at: number }
/** `cursor` is the provider's own; null on the last page. */
export type LedgerPage = { entries: LedgerEntry[]; cursor: string | null }

/** The gate before the provider did not let the call through: the provider was not asked, and did nothing. */
export type Rejected = { status: 'rejected' }

/** What a payment asks of its provider. An implementation answers in values; what it throws counts as `unknown`. */
export type ProviderCalls = {
  charge(charge: Charge): Promise<ChargeOutcome | Rejected>
  find(query: ChargeQuery): Promise<FindOutcome | Rejected>
  refund(refund: RefundOrder): Promise<RefundOutcome | Rejected>
}

export type PaymentProvider = {
  name: string
  /** What pays when the customer names no means; null where only real means exist. */
  testToken: string | null
  charge(charge: Charge, signal: AbortSignal): Promise<ChargeOutcome>
  find(query: ChargeQuery, signal: AbortSignal): Promise<FindOutcome>
  refund(refund: RefundOrder, signal: AbortSignal): Promise<RefundOutcome>
  /** The provider's own books for one order. Throws when they cannot be had. */
  record(orderId: string, signal: AbortSignal): Promise<ProviderRecord>
  /**
   * A page of the provider's whole books: what was taken and given back at or after `from` and before `to` (epoch
   * milliseconds). `cursor` null asks for the first page. A page may be empty and not the last one. Throws when it
   * cannot be had.
   */
  ledger(from: number, to: number, cursor: string | null, signal: AbortSignal): Promise<LedgerPage>
  /**
   * Judge a webhook by the provider's signature over the raw body, and its time stamp against `now` (epoch
   * milliseconds). It names the order there is news about, and nothing else is believed: the provider is asked.
   */
  verifyWebhook(webhook: Webhook, now: number): Promise<WebhookVerdict>
}

export type Webhook = { headers: Record<string, string>; query: Record<string, string>; body: string }

export type WebhookVerdict = { genuine: true; orderId: string | null } | { genuine: false }
