import { type Author, type Caller } from './caller.ts';
import type { AttemptFailed, Handover } from './handover.ts';
import { type Idempotency, type RequestMeta } from './idempotency.ts';
import type { Money } from './money.ts';
import type { AttentionCause, Contact, cancelReasons, OrderLine } from './order.ts';
import type { Result } from './result.ts';
import type { SealedOrder } from './sealed.ts';
import type { SettlementWay } from './settlement.ts';
/** `round`: the try of the refund (0, 1, …). `settledBy`: the store gave the money back, and the provider did not. */
type Refunded = {
    refundId: string;
    amount: Money;
    round?: number;
    settledBy?: SettlementWay;
};
export type OrderCommand = {
    type: 'PlaceOrder';
    customerId: string;
    contact: Contact;
    lines: OrderLine[];
    total: Money;
    /** `processing` when the customer left a payment token with the order. */
    payment: 'requested' | 'processing';
    /** A hash of the request: another hash under the same Idempotency-Key is another order, and refused. */
    fingerprint: string;
} | {
    type: 'RecordPayApproved';
    attempt: number;
    amount: Money;
} | {
    type: 'RecordPayDeclined';
    attempt: number;
    reason: string;
} | {
    type: 'RecordPayUnknown';
    attempt: number;
} | {
    type: 'RecordPayDeferred';
    attempt: number;
    reason: string;
} | {
    type: 'TakeOrder';
} | {
    type: 'RecordDeliveryStarted';
    deliveryId: string;
} | {
    type: 'RecordDeliveryCompleted';
    handover?: Handover;
} | ({
    type: 'RecordDeliveryAttemptFailed';
} & AttemptFailed)
/** Send out again what came back to the store. `attempt`: the failed one. */
 | {
    type: 'RestartDelivery';
    attempt: number;
} | {
    type: 'CancelOrder';
    reason: (typeof cancelReasons)[number];
    note: string | null;
} | {
    type: 'TakeCancelOrder';
} | ({
    type: 'RecordPayCanceled';
} & Refunded) | {
    type: 'RecordDeliveryCanceled';
    deliveryId: string;
} | {
    type: 'FlagOrder';
    cause: AttentionCause;
} | {
    type: 'RefundPart';
    refundId: string;
    amount: Money;
    reason: string;
} | ({
    type: 'RecordPartRefunded';
} & Refunded)
/** Money that was reported as returned has come back to the shop. */
 | {
    type: 'RecordRefundFailed';
    refundId: string;
    amount: Money;
    round: number;
    reason: string;
} | {
    type: 'RecordPaymentDisputed';
    disputeId: string;
    amount: Money;
    reason: string;
    evidenceDueBy: string | null;
} | {
    type: 'RecordPaymentDisputeWon';
    disputeId: string;
} | {
    type: 'RecordPaymentDisputeLost';
    disputeId: string;
    amount: Money;
} | {
    type: 'ErasePersonalData';
};
export type CommandType = OrderCommand['type'];
/**
 * The author of a command and its cause: `causationId` is the id of the request or message that led to it. A repeat by
 * the same author under the same `idempotency` key gets the same response. `traceparent`: the span that the command is
 * given in; without one it begins a trace.
 */
export type CommandMeta = {
    by: Author;
    causationId: string;
    traceparent?: string | undefined;
    idempotency?: Idempotency;
};
/** The order as it stands after the command. `recorded` is false when no event was recorded (a repeat). */
export type CommandOutcome = Result<{
    order: SealedOrder;
    recorded: boolean;
}>;
/** For a command that a caller gives by a request. `input`: all that the caller sent, which the fingerprint covers. */
export declare function commandMeta(caller: Caller, request: RequestMeta, input: Partial<OrderCommand>): Promise<CommandMeta>;
/** The author and the cause of a command that a caller gives by a request. */
export declare function causeOf(caller: Caller, requestId: string): Omit<CommandMeta, 'idempotency'>;
export {};
