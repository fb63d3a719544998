import * as z from 'zod';
import type { RecordedEvent } from './events.ts';
import { type OrderRecord, type OrderSummary } from './order.ts';
/**
 * `key`: the seed of the order's key, of no use without the shop's own. `contact`: the contact, and `note` what a
 * courier wrote, encrypted under that key. See platform/vault.ts.
 */
export declare const sealedSchema: z.ZodObject<{
    key: z.ZodString;
    contact: z.ZodString;
    note: z.ZodOptional<z.ZodString>;
}, z.core.$strip>;
export type Sealed = z.infer<typeof sealedSchema>;
/**
 * While it has `sealed`, its `contact` and the note of its failed attempt are null. Without, its personal data is
 * erased, or was written in clear by an earlier release. Absent in messages and rows of those.
 */
export declare const sealedOrderSchema: z.ZodObject<{
    orderId: z.ZodString;
    seq: z.ZodInt;
    orderStatus: z.ZodEnum<{
        cancelOrderTaken: "cancelOrderTaken";
        deliveryCompleted: "deliveryCompleted";
        deliveryStarted: "deliveryStarted";
        orderCanceled: "orderCanceled";
        orderStarted: "orderStarted";
        orderTaken: "orderTaken";
        payApproved: "payApproved";
        payCanceled: "payCanceled";
    }>;
    customerId: z.ZodString;
    contact: z.ZodNullable<z.ZodObject<{
        customerName: z.ZodString;
        deliveryAddress: z.ZodString;
        deliveryPhoneNumber: z.ZodString;
        deliveryPhone: z.ZodOptional<z.ZodObject<{
            e164: z.ZodString;
            display: z.ZodString;
        }, z.core.$strip>>;
        language: z.ZodOptional<z.ZodEnum<{
            en: "en";
            ko: "ko";
        }>>;
    }, z.core.$strip>>;
    lines: z.ZodArray<z.ZodObject<{
        itemId: z.ZodString;
        itemName: z.ZodString;
        qty: z.ZodInt;
        unitPrice: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        translations: z.ZodOptional<z.ZodObject<{
            ko: z.ZodOptional<z.ZodObject<{
                itemName: z.ZodString;
            }, z.core.$strip>>;
            en: z.ZodOptional<z.ZodObject<{
                itemName: z.ZodString;
            }, z.core.$strip>>;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
    total: z.ZodObject<{
        amount: z.ZodInt;
        currency: z.ZodString;
    }, z.core.$strip>;
    payment: z.ZodObject<{
        status: z.ZodEnum<{
            approved: "approved";
            declined: "declined";
            deferred: "deferred";
            none: "none";
            processing: "processing";
            refunded: "refunded";
            requested: "requested";
            unknown: "unknown";
        }>;
        attempt: z.ZodInt;
        captured: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        refunded: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        partRefunds: z.ZodDefault<z.ZodArray<z.ZodObject<{
            refundId: z.ZodString;
            amount: z.ZodObject<{
                amount: z.ZodInt;
                currency: z.ZodString;
            }, z.core.$strip>;
            reason: z.ZodString;
            status: z.ZodEnum<{
                done: "done";
                due: "due";
            }>;
            at: z.ZodISODateTime;
        }, z.core.$strip>>>;
        disputes: z.ZodOptional<z.ZodArray<z.ZodObject<{
            disputeId: z.ZodString;
            amount: z.ZodObject<{
                amount: z.ZodInt;
                currency: z.ZodString;
            }, z.core.$strip>;
            reason: z.ZodString;
            status: z.ZodEnum<{
                lost: "lost";
                open: "open";
                won: "won";
            }>;
            evidenceDueBy: z.ZodNullable<z.ZodISODateTime>;
            at: z.ZodISODateTime;
        }, z.core.$strip>>>;
        declineReason: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
    delivery: z.ZodNullable<z.ZodObject<{
        deliveryId: z.ZodString;
        status: z.ZodEnum<{
            canceled: "canceled";
            completed: "completed";
            started: "started";
        }>;
        failedAttempt: z.ZodOptional<z.ZodObject<{
            attempt: z.ZodInt;
            reason: z.ZodEnum<{
                addressNotFound: "addressNotFound";
                noAccess: "noAccess";
                nobodyHome: "nobodyHome";
                other: "other";
                refused: "refused";
            }>;
            note: z.ZodNullable<z.ZodString>;
            next: z.ZodEnum<{
                backToStore: "backToStore";
                retry: "retry";
            }>;
            at: z.ZodISODateTime;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
    cancel: z.ZodNullable<z.ZodObject<{
        reason: z.ZodEnum<{
            customerRequest: "customerRequest";
            paymentTimeout: "paymentTimeout";
            staffDecision: "staffDecision";
        }>;
        note: z.ZodNullable<z.ZodString>;
        by: z.ZodObject<{
            kind: z.ZodEnum<{
                courier: "courier";
                customer: "customer";
                ops: "ops";
                staff: "staff";
                system: "system";
            }>;
            id: z.ZodString;
        }, z.core.$strip>;
        at: z.ZodISODateTime;
    }, z.core.$strip>>;
    needsAttention: z.ZodDefault<z.ZodNullable<z.ZodEnum<{
        deliveryFailed: "deliveryFailed";
        deliveryNotCompleted: "deliveryNotCompleted";
        deliveryNotStarted: "deliveryNotStarted";
        notRefunded: "notRefunded";
        notTaken: "notTaken";
        paymentDisputed: "paymentDisputed";
    }>>>;
    personalDataErasedAt: z.ZodOptional<z.ZodNullable<z.ZodISODateTime>>;
    placedAt: z.ZodISODateTime;
    updatedAt: z.ZodISODateTime;
    sealed: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        key: z.ZodString;
        contact: z.ZodString;
        note: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>>>;
}, z.core.$strip>;
export type SealedOrder = z.infer<typeof sealedOrderSchema>;
/** An order as it came, opened or not, for those who store nothing of it. */
export type MaybeSealed = OrderRecord & {
    sealed?: Sealed | null;
};
/** `payableUntil` (ISO 8601): when an unpaid order is canceled; null for any other. Absent in older releases. */
export type OrderHistory = {
    order: OrderSummary;
    events: RecordedEvent[];
    payableUntil?: string | null;
};
/** The same as its actor hands it out, encrypted. */
export type SealedHistory = {
    order: SealedOrder;
    events: RecordedEvent[];
    payableUntil?: string | null;
};
/** The order for a subscriber that needs no personal data. */
export declare function withoutPersonalData(order: SealedOrder): SealedOrder;
/** The order with what a courier wrote of the customer; null: without. */
export declare function withNote<T extends Pick<OrderRecord, 'delivery'>>(order: T, note: string | null): T;
/** The JSON of an order for a row, without what its schema supplies when it is read: a small row takes a page less. */
export declare function rowJsonOf({ sealed, needsAttention, payment, ...order }: SealedOrder): string;
