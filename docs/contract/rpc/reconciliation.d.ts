import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { PaymentView } from './payment.ts';
import type { Result } from './result.ts';
import type { Page, PageRequest } from './rpc.ts';
/** More kinds may come. @extensible */
export declare const differenceKinds: readonly ['entryNotOurs', 'orderMissing', 'chargeUnknown', 'chargeMissing', 'chargeAmountDiffers', 'orderNotTold', 'paymentOpen', 'refundNotOwed', 'refundNotMade', 'refundNotRecorded', 'refundUnknown', 'refundMissing', 'refundAboveCharge', 'disputeUnknown', 'disputeNotRecorded', 'couldNotCompare'];
export type DifferenceKind = (typeof differenceKinds)[number];
/** `call`: the call of this API that repairs the difference; null when only a person can, as `advice` says. */
export declare const differenceSchema: z.ZodObject<{
    differenceId: z.ZodString;
    kind: z.ZodEnum<{
        chargeAmountDiffers: "chargeAmountDiffers";
        chargeMissing: "chargeMissing";
        chargeUnknown: "chargeUnknown";
        couldNotCompare: "couldNotCompare";
        disputeNotRecorded: "disputeNotRecorded";
        disputeUnknown: "disputeUnknown";
        entryNotOurs: "entryNotOurs";
        orderMissing: "orderMissing";
        orderNotTold: "orderNotTold";
        paymentOpen: "paymentOpen";
        refundAboveCharge: "refundAboveCharge";
        refundMissing: "refundMissing";
        refundNotMade: "refundNotMade";
        refundNotOwed: "refundNotOwed";
        refundNotRecorded: "refundNotRecorded";
        refundUnknown: "refundUnknown";
    }>;
    orderId: z.ZodNullable<z.ZodString>;
    amount: z.ZodObject<{
        amount: z.ZodInt;
        currency: z.ZodString;
    }, z.core.$strip>;
    says: z.ZodString;
    call: z.ZodNullable<z.ZodObject<{
        method: z.ZodEnum<{
            PATCH: "PATCH";
            POST: "POST";
        }>;
        path: z.ZodString;
        body: z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodString>>;
    }, z.core.$strip>>;
    advice: z.ZodString;
}, z.core.$strip>;
export type Difference = z.infer<typeof differenceSchema>;
/**
 * `reading` the provider's ledger, `comparing` each order, or `done`. `underWay`: orders whose money moved just now;
 * the next day's reconciliation compares them again. `ordersLeft` is null while it is not known.
 */
export declare const reconciliationSchema: z.ZodObject<{
    day: z.ZodISODate;
    status: z.ZodEnum<{
        comparing: "comparing";
        done: "done";
        reading: "reading";
    }>;
    entries: z.ZodInt;
    orders: z.ZodInt;
    ordersLeft: z.ZodNullable<z.ZodInt>;
    underWay: z.ZodInt;
    differences: z.ZodInt;
    startedAt: z.ZodISODateTime;
    endedAt: z.ZodNullable<z.ZodISODateTime>;
}, z.core.$strip>;
export type Reconciliation = z.infer<typeof reconciliationSchema>;
/** For ops alone. A day is an ISO date in UTC. */
export interface ReconciliationRpc {
    /**
     * Continue the day's reconciliation by a bounded step; start one when there is none or the last is done. Refused with
     * `payment_overloaded` while the provider's ledger is not available: the steps that are done stay done.
     */
    reconcile(caller: Caller, day: string, requestId?: string): Promise<Result<Reconciliation>>;
    /** The day's reconciliation with a page of its differences; null when there is none. */
    reconciliation(caller: Caller, day: string, page: PageRequest): Promise<Result<{
        reconciliation: Reconciliation;
        differences: Page<Difference>;
    } | null>>;
    reconciliations(caller: Caller, page: PageRequest): Promise<Result<Page<Reconciliation>>>;
    /** Repair the order's payment: adopt what the provider and the order report, and do the work that follows. */
    inquire(caller: Caller, orderId: string, requestId?: string): Promise<Result<PaymentView>>;
}
