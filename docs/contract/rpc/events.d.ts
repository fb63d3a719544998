import * as z from 'zod';
import { authorSchema } from './caller.ts';
/** More types may come: a reader of an older release shows one that it does not know as it is. @extensible */
export declare const eventDataSchemas: {
    readonly OrderPlaced: z.ZodObject<{
        customerId: z.ZodString;
        contact: z.ZodObject<{
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
        payment: z.ZodEnum<{
            processing: "processing";
            requested: "requested";
        }>;
        fingerprint: z.ZodString;
        sealed: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
    readonly PayDeferred: z.ZodObject<{
        attempt: z.ZodInt;
        reason: z.ZodString;
    }, z.core.$strip>;
    readonly PayUnknown: z.ZodObject<{
        attempt: z.ZodInt;
    }, z.core.$strip>;
    readonly PayDeclined: z.ZodObject<{
        attempt: z.ZodInt;
        reason: z.ZodString;
    }, z.core.$strip>;
    readonly PayApproved: z.ZodObject<{
        attempt: z.ZodInt;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>;
    readonly OrderTaken: z.ZodObject<{}, z.core.$strip>;
    readonly DeliveryStarted: z.ZodObject<{
        deliveryId: z.ZodString;
    }, z.core.$strip>;
    /** `handover`: to whom, when the courier said it. */
    readonly DeliveryCompleted: z.ZodObject<{
        deliveryId: z.ZodString;
        handover: z.ZodOptional<z.ZodObject<{
            to: z.ZodEnum<{
                customer: "customer";
                leftAtDoor: "leftAtDoor";
                neighbor: "neighbor";
            }>;
            note: z.ZodNullable<z.ZodString>;
        }, z.core.$strip>>;
        sealed: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
    readonly DeliveryAttemptFailed: z.ZodObject<{
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
        deliveryId: z.ZodString;
        sealed: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
    /** The store sends goods that were brought back to it out again. `attempt`: the failed one. */
    readonly DeliveryRestarted: z.ZodObject<{
        deliveryId: z.ZodString;
        attempt: z.ZodInt;
    }, z.core.$strip>;
    readonly OrderCanceled: z.ZodObject<{
        reason: z.ZodEnum<{
            customerRequest: "customerRequest";
            paymentTimeout: "paymentTimeout";
            staffDecision: "staffDecision";
        }>;
        note: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
    readonly CancelOrderTaken: z.ZodObject<{}, z.core.$strip>;
    readonly PayCanceled: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        settledBy: z.ZodOptional<z.ZodEnum<{
            bankTransfer: "bankTransfer";
            cash: "cash";
            other: "other";
            storeCredit: "storeCredit";
        }>>;
    }, z.core.$strip>;
    readonly DeliveryCanceled: z.ZodObject<{
        deliveryId: z.ZodString;
    }, z.core.$strip>;
    readonly OrderFlagged: z.ZodObject<{
        cause: z.ZodEnum<{
            deliveryFailed: "deliveryFailed";
            deliveryNotCompleted: "deliveryNotCompleted";
            deliveryNotStarted: "deliveryNotStarted";
            notRefunded: "notRefunded";
            notTaken: "notTaken";
            paymentDisputed: "paymentDisputed";
        }>;
    }, z.core.$strip>;
    readonly PartRefundRequested: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        reason: z.ZodString;
    }, z.core.$strip>;
    readonly PartRefunded: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        settledBy: z.ZodOptional<z.ZodEnum<{
            bankTransfer: "bankTransfer";
            cash: "cash";
            other: "other";
            storeCredit: "storeCredit";
        }>>;
    }, z.core.$strip>;
    readonly RefundFailed: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        round: z.ZodInt;
        reason: z.ZodString;
    }, z.core.$strip>;
    readonly PaymentDisputed: z.ZodObject<{
        disputeId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        reason: z.ZodString;
        evidenceDueBy: z.ZodNullable<z.ZodISODateTime>;
    }, z.core.$strip>;
    readonly PaymentDisputeWon: z.ZodObject<{
        disputeId: z.ZodString;
    }, z.core.$strip>;
    readonly PaymentDisputeLost: z.ZodObject<{
        disputeId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>;
    /** The order's key is deleted with it. Money, items and times stay. */
    readonly PersonalDataErased: z.ZodObject<{}, z.core.$strip>;
};
export type EventType = keyof typeof eventDataSchemas;
export declare const eventTypes: EventType[];
/** Whether this release knows the type. A later one may have recorded others. */
export declare function isEventType(type: string): type is EventType;
/** An event that was decided: a type and its data, without a place in a history yet. */
export type OrderEvent = {
    [T in EventType]: {
        type: T;
        data: z.infer<(typeof eventDataSchemas)[T]>;
    };
}[EventType];
/**
 * An event with its place in the order's history. `causationId`: the request or message that led to it. `traceparent`:
 * the span of its command (W3C Trace Context); absent in events of releases without it, and no part of what is hashed.
 */
export type RecordedEvent = OrderEvent & {
    seq: number;
    version: number;
    at: string;
    by: z.infer<typeof authorSchema>;
    causationId: string;
    traceparent?: string | undefined;
    /** SHA-256 over this event and the hash of the one before. Absent in messages of releases without hashes. */
    hash?: string | undefined;
};
/** An event of an order that a subscriber subscribes to. Its type may be of a later release than the subscriber. */
export type SubscribedEvent = {
    seq: number;
    type: string;
};
export declare const recordedEventSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"OrderPlaced">;
    data: z.ZodObject<{
        customerId: z.ZodString;
        contact: z.ZodObject<{
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
        payment: z.ZodEnum<{
            processing: "processing";
            requested: "requested";
        }>;
        fingerprint: z.ZodString;
        sealed: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PayDeferred">;
    data: z.ZodObject<{
        attempt: z.ZodInt;
        reason: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PayUnknown">;
    data: z.ZodObject<{
        attempt: z.ZodInt;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PayDeclined">;
    data: z.ZodObject<{
        attempt: z.ZodInt;
        reason: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PayApproved">;
    data: z.ZodObject<{
        attempt: z.ZodInt;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"OrderTaken">;
    data: z.ZodObject<{}, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"DeliveryStarted">;
    data: z.ZodObject<{
        deliveryId: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"DeliveryCompleted">;
    data: z.ZodObject<{
        deliveryId: z.ZodString;
        handover: z.ZodOptional<z.ZodObject<{
            to: z.ZodEnum<{
                customer: "customer";
                leftAtDoor: "leftAtDoor";
                neighbor: "neighbor";
            }>;
            note: z.ZodNullable<z.ZodString>;
        }, z.core.$strip>>;
        sealed: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"DeliveryAttemptFailed">;
    data: z.ZodObject<{
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
        deliveryId: z.ZodString;
        sealed: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"DeliveryRestarted">;
    data: z.ZodObject<{
        deliveryId: z.ZodString;
        attempt: z.ZodInt;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"OrderCanceled">;
    data: z.ZodObject<{
        reason: z.ZodEnum<{
            customerRequest: "customerRequest";
            paymentTimeout: "paymentTimeout";
            staffDecision: "staffDecision";
        }>;
        note: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"CancelOrderTaken">;
    data: z.ZodObject<{}, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PayCanceled">;
    data: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        settledBy: z.ZodOptional<z.ZodEnum<{
            bankTransfer: "bankTransfer";
            cash: "cash";
            other: "other";
            storeCredit: "storeCredit";
        }>>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"DeliveryCanceled">;
    data: z.ZodObject<{
        deliveryId: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"OrderFlagged">;
    data: z.ZodObject<{
        cause: z.ZodEnum<{
            deliveryFailed: "deliveryFailed";
            deliveryNotCompleted: "deliveryNotCompleted";
            deliveryNotStarted: "deliveryNotStarted";
            notRefunded: "notRefunded";
            notTaken: "notTaken";
            paymentDisputed: "paymentDisputed";
        }>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PartRefundRequested">;
    data: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        reason: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PartRefunded">;
    data: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        settledBy: z.ZodOptional<z.ZodEnum<{
            bankTransfer: "bankTransfer";
            cash: "cash";
            other: "other";
            storeCredit: "storeCredit";
        }>>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"RefundFailed">;
    data: z.ZodObject<{
        refundId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        round: z.ZodInt;
        reason: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PaymentDisputed">;
    data: z.ZodObject<{
        disputeId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        reason: z.ZodString;
        evidenceDueBy: z.ZodNullable<z.ZodISODateTime>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PaymentDisputeWon">;
    data: z.ZodObject<{
        disputeId: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PaymentDisputeLost">;
    data: z.ZodObject<{
        disputeId: z.ZodString;
        amount: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>;
}, z.core.$strip>, z.ZodObject<{
    seq: z.ZodInt;
    version: z.ZodInt;
    at: z.ZodISODateTime;
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
    causationId: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    hash: z.ZodOptional<z.ZodString>;
    type: z.ZodLiteral<"PersonalDataErased">;
    data: z.ZodObject<{}, z.core.$strip>;
}, z.core.$strip>], "type">;
