// The port to a payment provider. An adapter calls one provider's API and translates its responses into these outcomes.
import type { ProviderDispute } from '../../contract/dispute.ts'
import type { Entry, Money } from '../../contract/money.ts'
import type { CheckoutWay, ProviderRecord } from '../../contract/payment.ts'

/** The span of the call (W3C Trace Context), for a provider whose API takes it. */
type Traced = { traceparent?: string }

/** `key` is the idempotency key: the same on every retry, so that the provider charges once. */
export type ChargeQuery = {
  key: string
  orderId: string
  amount: Money
  /** Null once the attempt has ended. */
  token?: string | null
  /** See Attempt. */
  returnUrl?: string | null
} & Traced
export type Charge = ChargeQuery & { token: string }
/** `returnUrl`: the address of the order's page that the customer comes back to. */
export type CheckoutQuery = { key: string; amount: Money; returnUrl: string }
export type PageQuery = CheckoutQuery & { orderName: string }
export type ChargeOfOrder = { orderId: string; chargeId: string } & Traced
/**
 * `key`: the refund's id with its round (see refundKey). `charged`: the amount of the charge. `others`: the other
 * refunds of the charge that the payment knows.
 */
export type RefundOrder = {
  refundId: string
  key: string
  orderId: string
  chargeId: string
  charged: Money
  amount: Money
  others: readonly { refundId: string; amount: Money; isDone: boolean }[]
} & Traced
/** `key`: our idempotency key, null for a refund made by hand. `waiting`: it is not made, and may be later. */
export type ListedRefund = {
  id: string
  key: string | null
  amount: Money
  status: 'made' | 'waiting' | 'failed'
  reason: string | null
}

export type Approved = { status: 'approved'; chargeId: string }
export type Declined = { status: 'declined'; reason: string }
/** Nothing is charged before the customer has been at `url`, a page of the provider, which leads back. */
export type RequiresAction = { status: 'requiresAction'; url: string }
/** `refused`: the provider opens no page, for a `reason` of its own. */
export type PageOutcome = { status: 'opened'; url: string } | { status: 'refused'; reason: string } | Unknown
/** The provider is certain that nothing was charged: a retry is safe. */
export type NotCharged = { status: 'notCharged'; reason: 'overloaded' | 'failed' }
/** No answer, or one that cannot be understood: the money may have moved. */
export type Unknown = { status: 'unknown' }

export type ChargeOutcome = Approved | Declined | RequiresAction | NotCharged | Unknown
/** `absent`: the provider does not know this charge so far. */
export type FindOutcome = Approved | Declined | RequiresAction | { status: 'absent' } | Unknown
/**
 * `failed`: the refund of this key has failed for good, so it is made under a new one. `refused`: the provider refuses
 * it as things are now, and (`isReplayed`) answers so to each repeat of this key. A person has to look at both.
 */
export type RefundOutcome =
  | { status: 'refunded' }
  | { status: 'failed'; reason: string }
  | { status: 'refused'; reason: string; isReplayed?: true }
  | Unknown

/** `orderId` is null when the dispute is of no order of ours. */
export type DisputeOutcome =
  | { status: 'found'; orderId: string | null; dispute: ProviderDispute }
  | { status: 'absent' }
  | Unknown

export const ledgerKinds = ['charge', 'refund', 'dispute'] as const
/** An entry of the provider's ledger. `orderId` is null when it names no order of ours; `at` is epoch milliseconds. */
export type LedgerEntry = {
  kind: (typeof ledgerKinds)[number]
  id: string
  orderId: string | null
  amount: Money
  at: number
}
/** `cursor` is the provider's own; null on the last page. */
export type LedgerPage = { entries: LedgerEntry[]; cursor: string | null }

/** The gate rejected the call: it did not reach the provider. */
export type Rejected = { status: 'rejected' }

/** A charge that a provider lists. */
export type ChargeAtProvider = Entry & { provider: string }

/** `unreadable`: the provider was asked, and gave no record that can be read. */
export type RecordOutcome =
  | { status: 'read'; record: ProviderRecord }
  | { status: 'unreadable'; reason: string }
  | Rejected

/** The calls of a payment to its provider. An outcome is a value; a thrown error counts as `unknown`. */
export type ProviderCalls = {
  charge(charge: Charge): Promise<ChargeOutcome | Rejected>
  find(query: ChargeQuery): Promise<FindOutcome | Rejected>
  cancel(query: ChargeQuery): Promise<FindOutcome | Rejected>
  refund(refund: RefundOrder): Promise<RefundOutcome | Rejected>
  /** All refunds of a charge; null when they cannot be read. */
  refunds(charge: ChargeOfOrder): Promise<ListedRefund[] | null>
}

export type PaymentProvider = {
  name: string
  /** The token used when the customer gives none; null for a provider without a test token. */
  testToken: string | null
  charge(charge: Charge, signal: AbortSignal): Promise<ChargeOutcome>
  find(query: ChargeQuery, signal: AbortSignal): Promise<FindOutcome>
  /** Cancel a charge that waits for its customer: once it answers `declined`, nothing can be charged any more. */
  cancel(query: ChargeQuery, signal: AbortSignal): Promise<FindOutcome>
  /** How a page takes the card for this charge; null when its settings do not allow one. Moves no money. */
  checkout(charge: CheckoutQuery): CheckoutWay | null
  /** Open a page of the provider, from which the customer returns with a token. Moves no money. */
  openPage?(page: PageQuery, signal: AbortSignal): Promise<PageOutcome>
  /** Lists the refunds of the charge first: what is made already is not made again, and no more than was charged. */
  refund(refund: RefundOrder, signal: AbortSignal): Promise<RefundOutcome>
  /** All refunds of a charge, also those that failed. Throws when they cannot be read. */
  refunds(charge: ChargeOfOrder, signal: AbortSignal): Promise<ListedRefund[]>
  /** The provider's record of one order. Throws when it cannot be read. */
  record(orderId: string, signal: AbortSignal): Promise<ProviderRecord>
  /** The order of a refund that a webhook names; null when it is of none of ours. Throws when it cannot be read. */
  orderOfRefund(refundId: string, signal: AbortSignal): Promise<string | null>
  /** A dispute that a webhook names. Throws when it cannot be read. */
  dispute(disputeId: string, signal: AbortSignal): Promise<DisputeOutcome>
  /**
   * A page of the provider's ledger: the charges, refunds and new disputes at or after `from` and before `to` (epoch
   * milliseconds). `cursor` null: the first page. An empty page is not always the last one. Throws when it cannot be
   * read.
   */
  ledger(from: number, to: number, cursor: string | null, signal: AbortSignal): Promise<LedgerPage>
  /**
   * Verify a webhook: the signature over the raw body, and the time stamp against `now` (epoch milliseconds). Only the
   * order's id is taken from it; the outcome itself is looked up at the provider. A genuine webhook that holds nothing
   * known is about no order: it never throws, since the provider would send it again for days.
   */
  verifyWebhook(webhook: Webhook, now: number): Promise<WebhookVerdict>
}

export type Webhook = { headers: Record<string, string>; query: Record<string, string>; body: Uint8Array<ArrayBuffer> }

/** `disputeId`, `refundId`: what it is about. Its order is then looked up at the provider. */
export type WebhookVerdict =
  | { genuine: true; orderId: string | null; disputeId?: string; refundId?: string }
  | { genuine: false }
