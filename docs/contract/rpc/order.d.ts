import * as z from 'zod';
import { type Money } from './money.ts';
export declare const orderStatuses: readonly ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted', 'deliveryCompleted', 'orderCanceled', 'cancelOrderTaken', 'payCanceled'];
export type OrderStatus = (typeof orderStatuses)[number];
/** An order that is not paid yet has one of the first five. `none`: it was canceled before it was paid. */
export declare const paymentStatuses: readonly ['requested', 'processing', 'deferred', 'unknown', 'declined', 'approved', 'refunded', 'none'];
export type PaymentStatus = (typeof paymentStatuses)[number];
export declare const cancelReasons: readonly ['customerRequest', 'staffDecision', 'paymentTimeout'];
/**
 * Why a person has to look at the order: the step that takes too long, goods that came back to the store, or a dispute
 * that waits for an answer. More may come. @extensible
 */
export declare const attentionCauses: readonly ['notTaken', 'deliveryNotStarted', 'deliveryNotCompleted', 'deliveryFailed', 'notRefunded', 'paymentDisputed'];
export type AttentionCause = (typeof attentionCauses)[number];
export declare const attentionCauseSchema: z.ZodEnum<{
    deliveryFailed: "deliveryFailed";
    deliveryNotCompleted: "deliveryNotCompleted";
    deliveryNotStarted: "deliveryNotStarted";
    notRefunded: "notRefunded";
    notTaken: "notTaken";
    paymentDisputed: "paymentDisputed";
}>;
export declare const lineTranslationsSchema: z.ZodObject<{
    ko: z.ZodOptional<z.ZodObject<{
        itemName: z.ZodString;
    }, z.core.$strip>>;
    en: z.ZodOptional<z.ZodObject<{
        itemName: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** `translations`: the name in other languages, as the catalog had it. Absent in orders of earlier releases. */
export declare const orderLineSchema: z.ZodObject<{
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
}, z.core.$strip>;
export type OrderLine = z.infer<typeof orderLineSchema>;
/**
 * A phone number as it is dialled. `e164`: for machines, without an extension (ITU-T E.164). `display`: for people,
 * with the extension; a number of the shop's own country in its national form, any other in the international one.
 */
export declare const deliveryPhoneSchema: z.ZodObject<{
    e164: z.ZodString;
    display: z.ZodString;
}, z.core.$strip>;
export type DeliveryPhone = z.infer<typeof deliveryPhoneSchema>;
/** Personal data: only the subscribers that need it get it. */
export declare const contactSchema: z.ZodObject<{
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
}, z.core.$strip>;
export type Contact = z.infer<typeof contactSchema>;
/** The contact without personal data: what is left of it once that is erased. */
export declare function emptied({ language }: Contact): Contact;
export declare const cancelSchema: z.ZodObject<{
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
}, z.core.$strip>;
export type Cancel = z.infer<typeof cancelSchema>;
/** A refund of a part of the money while the order stands. `due` until the provider has confirmed it. */
export declare const partRefundSchema: z.ZodObject<{
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
}, z.core.$strip>;
export type PartRefund = z.infer<typeof partRefundSchema>;
/** Whether the provider has confirmed the part refund. */
export declare function isDone({ status }: PartRefund): boolean;
/** The order after its event number `seq`. It is complete: a reader needs no further call. */
export declare const orderSummarySchema: z.ZodObject<{
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
}, z.core.$strip>;
/** An order whose personal data may be encrypted: for those who do not read it. */
export type OrderRecord = z.infer<typeof orderSummarySchema>;
export type OrderSummary = OrderRecord & {
    sealed?: null;
};
/** Whether name, address and phone number are erased. */
export declare function isPersonalDataErased({ personalDataErasedAt }: Pick<OrderRecord, 'personalDataErasedAt'>): boolean;
/** Whether the order was ever paid; the money may be refunded by now. One that costs nothing counts as paid. */
export declare function wasPaid(order: OrderRecord): boolean;
/** Whether the order was ever paid by a charge. */
export declare function wasCharged({ payment }: Pick<OrderRecord, 'payment'>): boolean;
/** The amount paid less its part refunds, done or due, and its lost disputes: the amount that a cancel refunds. */
export declare function moneyLeft({ payment }: Pick<OrderRecord, 'payment'>): Money;
/** Whether an open dispute holds the order's refunds. */
export declare function isDisputed({ payment }: Pick<OrderRecord, 'payment'>): boolean;
/** Whether the order still needs its personal data: it is not over, or a dispute is open, for which it is evidence. */
export declare function isOpen(order: OrderRecord): boolean;
/** Whether the goods came back to the store, whose staff decide what comes next. */
export declare function isBackAtStore({ orderStatus, delivery }: Pick<OrderRecord, 'orderStatus' | 'delivery'>): boolean;
/** The contact, for a context that always gets it. Throws when it is missing: the routing table is wrong then. */
export declare function contactOf(order: OrderSummary): Contact;
/** The contact as those who send the goods need it: without the language of the messages. */
export declare function recipientOf(order: OrderSummary): Omit<Contact, 'language'>;
