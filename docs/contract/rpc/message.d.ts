import * as z from 'zod';
import { type EventType, type RecordedEvent } from './events.ts';
import { type MaybeSealed, type SealedOrder } from './sealed.ts';
/**
 * CloudEvents 1.0.2, section 3 (context attributes), with the extensions `sequence` and Distributed Tracing
 * (`traceparent`: of its event). `subject` is the orderId.
 */
export declare const orderMessageSchema: z.ZodObject<{
    specversion: z.ZodLiteral<"1.0">;
    id: z.ZodString;
    source: z.ZodLiteral<"/orders">;
    type: z.ZodString;
    subject: z.ZodString;
    time: z.ZodISODateTime;
    datacontenttype: z.ZodLiteral<"application/json">;
    sequence: z.ZodString;
    traceparent: z.ZodOptional<z.ZodString>;
    data: z.ZodObject<{
        event: z.ZodDiscriminatedUnion<[z.ZodObject<{
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
        order: z.ZodObject<{
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
        preceding: z.ZodOptional<z.ZodObject<{
            type: z.ZodString;
            at: z.ZodISODateTime;
        }, z.core.$strip>>;
    }, z.core.$strip>;
}, z.core.$strip>;
/** A message as it comes, perhaps from an earlier release. */
export type IncomingMessage = Omit<OrderMessage, 'data'> & {
    data: Omit<OrderMessage['data'], 'order'> & {
        order: MaybeSealed;
    };
};
export type OrderMessage = {
    specversion: '1.0';
    id: string;
    source: '/orders';
    type: `homeappliance.order.${EventType}`;
    subject: string;
    time: string;
    datacontenttype: 'application/json';
    sequence: string;
    traceparent?: string | undefined;
    data: {
        event: RecordedEvent;
        order: SealedOrder;
        preceding?: Preceding | undefined;
    };
};
type Preceding = {
    type: string;
    at: string;
};
/**
 * The message of an event. `preceding`: the event before it, where that has no message of its own. `sequence` is padded
 * so that it sorts as text, as the extension requires.
 */
export declare function orderMessage(event: RecordedEvent, order: SealedOrder, preceding?: Preceding | null): OrderMessage;
export {};
