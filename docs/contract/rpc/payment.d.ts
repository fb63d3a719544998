import type { ProviderDispute } from './dispute.ts';
import type { Entry, Money } from './money.ts';
import type { OrderSummary } from './order.ts';
import type { MaybeSealed } from './sealed.ts';
import type { Settlement } from './settlement.ts';
export type PaymentAttempt = {
    attempt: number;
    /** The provider that it was made with. Absent in answers of earlier releases. */
    provider?: string;
    status: 'processing' | 'deferred' | 'unknown' | 'declined' | 'approved';
    amount: Money;
    reason: string | null;
    startedAt: string;
    endedAt: string | null;
};
/** `purpose`: the rest after a cancel, a part refund by the store, or a payment that its order refused. */
export type PaymentRefund = {
    refundId: string;
    purpose: 'cancel' | 'part' | 'unwanted';
    amount: Money;
    status: 'due' | 'done';
    dueAt: string;
    doneAt: string | null;
    /** Of one that is due: why the provider refused it last, and how often it was tried. Absent in older answers. */
    reason?: string | null;
    tries?: number;
    /** Of one that the store has settled by hand. */
    settlement?: Settlement;
};
/** `provider`: of the newest attempt. */
export type PaymentView = {
    orderId: string;
    provider: string;
    attempts: PaymentAttempt[];
    refunds: PaymentRefund[];
};
/**
 * The customer goes to this page of the provider, to authenticate or to give a card there, and comes back from it.
 * `until` (ISO 8601): after it nothing is charged.
 */
export type CustomerAction = {
    url: string;
    until: string;
};
/**
 * The outcome of an attempt to pay. `pending`: the provider has not answered yet, and the platform keeps asking; with
 * an `action` it waits for the customer.
 */
export type PayOutcome = {
    outcome: 'paid' | 'pending';
    order: OrderSummary;
    action?: CustomerAction;
};
/** The outcome as the payment's object gives it: the order's personal data encrypted. */
export type SealedPayOutcome = Omit<PayOutcome, 'order'> & {
    order: MaybeSealed;
};
/** How a page takes the customer's means of payment, by the provider: a card's number never comes to the shop. */
export type CheckoutWay = 
/** The provider's page at `url` comes back to the order's return address with a `paymentToken`. */
{
    kind: 'page';
    url: string;
}
/**
 * Stripe's Payment Element (not without a `publishableKey`), and the payment token that leads to a page of Stripe's
 * instead. `amount` in Stripe's unit of `currency`.
 */
 | {
    kind: 'stripe';
    scriptUrl: string;
    publishableKey: string | null;
    amount: number;
    currency: string;
    hosted: string;
}
/**
 * Toss's payment widget. `orderId`: the shop's order and attempt, as Toss knows them. `hasPage`: `openPage` opens a
 * page of Toss instead; absent in answers of earlier releases.
 */
 | {
    kind: 'toss';
    scriptUrl: string;
    clientKey: string;
    amount: number;
    orderId: string;
    hasPage?: true;
};
/** `way` null: the order cannot be paid just now by a page. `action`: of an attempt that waits for the customer. */
export type Checkout = {
    way: CheckoutWay | null;
    action: CustomerAction | null;
};
/** The money of an order as the provider itself reports it. `disputes` is absent when it tells of none. */
export type ProviderRecord = {
    charges: Entry[];
    refunds: Entry[];
    disputes?: ProviderDispute[];
};
/** `closed` lets calls to the provider through, `open` lets none through, `halfOpen` tries one. */
export type BreakerState = 'closed' | 'open' | 'halfOpen';
/** The state of a gate to the provider. It counts from its last start on. */
export type GateState = {
    breaker: BreakerState;
    callsUnderWay: number;
    callsMax: number;
    calls: number;
    failures: number;
    turnedAway: number;
};
