import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { Region } from './region.ts';
/** A point between two changes: `<time>` or `<time>-<orderId>`. */
export declare const changeIdPattern: RegExp;
/** An order as it stands, as the API shows it, with its age. */
export declare const liveOrderSchema: z.ZodObject<{
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
    projectedAt: z.ZodISODateTime;
    ageSeconds: z.ZodNumber;
}, z.core.$strip>;
export type LiveOrder = z.infer<typeof liveOrderSchema>;
/**
 * One text message each, as JSON. `start`: where a socket begins that named no id. `reset`: the id is ahead of all that
 * is known, since the projection was restored from a backup: all orders follow.
 */
export declare const liveFrameSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    event: z.ZodLiteral<"start">;
    id: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    event: z.ZodLiteral<"reset">;
    id: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    event: z.ZodLiteral<"order">;
    id: z.ZodString;
    order: z.ZodObject<{
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
        projectedAt: z.ZodISODateTime;
        ageSeconds: z.ZodNumber;
    }, z.core.$strip>;
}, z.core.$strip>], "event">;
export type LiveFrame = z.infer<typeof liveFrameSchema>;
/** The one message that a client may send, to learn whether its connection is alive; answered by `pong`. */
export declare const ping = "ping";
export declare const pong = "pong";
/** RFC 6455, section 7.4. Those above 4000 are of this application. */
export declare const closeCodes: {
    /** A message that nobody takes. */
    readonly notTaken: 1008;
    /** The token or its session has ended: come back with another token. */
    readonly ended: 4401;
};
/**
 * A socket that the gateway opens for a verified caller. `until`: when its token ends, epoch milliseconds. `after`: the
 * id to go on after; null begins at now. `region`: the caller's.
 */
export type LiveRequest = {
    customerId: string;
    sessionId: string | null;
    until: number;
    after: string | null;
    region?: Region;
};
/** The header in which the gateway hands it over: the gateway writes the whole request. */
export declare const liveRequestHeader = "live-request";
/** Of the mypage context, beside MyPageRpc. */
export interface LiveRpc {
    /** Opens the socket that the header of the request asks for: 101, or 429 when the customer has too many. */
    fetch(request: Request): Promise<Response>;
    /** Closes the sockets of a session that has ended. */
    endSession(caller: Caller, sessionId: string): Promise<void>;
}
