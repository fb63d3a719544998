import type { Told } from './language.ts';
/** More may come: a caller of an older release treats one that it does not know as a conflict. @extensible */
export declare const rejectionCodes: readonly ['account_exists', 'account_not_found', 'amount_mismatch', 'cancel_not_taken', 'customer_mismatch', 'customer_not_found', 'delivery_already_started', 'delivery_already_taken', 'delivery_attempt_recorded', 'delivery_not_found', 'delivery_not_started', 'dispute_not_found', 'forbidden', 'idempotency_key_reused', 'invalid_request', 'item_name_changed', 'item_not_found', 'item_unknown', 'message_not_found', 'message_not_replayable', 'order_already_canceled', 'order_already_delivered', 'order_already_paid', 'order_already_taken', 'order_claimed', 'order_not_canceled', 'order_not_found', 'order_not_paid', 'order_not_taken', 'order_still_open', 'payment_declined', 'payment_overloaded', 'payment_token_required', 'price_changed', 'refund_already_made', 'refund_not_found', 'refund_not_requested', 'refund_not_settleable', 'refund_too_high', 'signature_invalid'];
export type RejectionCode = (typeof rejectionCodes)[number];
/**
 * Why a request was refused, in words for a customer. `field` names the input at fault (a JSON path such as
 * `lines.0.qty`). `current` is the right value, where it helps the caller. `taken`: the clerk or courier who has the
 * order, by account and name (null when it is not known), and since when (ISO 8601).
 */
export type Rejection = Told & {
    code: RejectionCode;
    field?: string;
    current?: {
        amount: number;
        currency: string;
    } | string;
    taken?: {
        by: string;
        at: string;
        name?: string | null;
    };
    retryAfterSeconds?: number;
};
