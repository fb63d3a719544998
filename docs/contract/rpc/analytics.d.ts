import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { Result } from './result.ts';
import type { PageRequest } from './rpc.ts';
/** Most days of one question: a quarter. */
export declare const periodDaysMax = 92;
/** Both days belong to it. `timeZone`: in which the shop's days begin and end (IANA name). */
export declare const periodSchema: z.ZodObject<{
    from: z.ZodISODate;
    to: z.ZodISODate;
    timeZone: z.ZodString;
}, z.core.$strip>;
export type Period = z.infer<typeof periodSchema>;
/** One entry for each currency. A day without sales is absent. */
export declare const salesSchema: z.ZodObject<{
    from: z.ZodISODate;
    to: z.ZodISODate;
    timeZone: z.ZodString;
    totals: z.ZodArray<z.ZodObject<{
        orders: z.ZodInt;
        canceled: z.ZodInt;
        sales: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        returned: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>>;
    days: z.ZodArray<z.ZodObject<{
        orders: z.ZodInt;
        canceled: z.ZodInt;
        sales: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        returned: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
        day: z.ZodISODate;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type Sales = z.infer<typeof salesSchema>;
/** `sales`: at the prices of the orders, canceled ones left out; those are `canceledQty`. */
export declare const itemSalesSchema: z.ZodObject<{
    itemId: z.ZodString;
    itemName: z.ZodString;
    translations: z.ZodOptional<z.ZodObject<{
        ko: z.ZodOptional<z.ZodObject<{
            itemName: z.ZodString;
        }, z.core.$strip>>;
        en: z.ZodOptional<z.ZodObject<{
            itemName: z.ZodString;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
    orders: z.ZodInt;
    qty: z.ZodInt;
    canceledQty: z.ZodInt;
    sales: z.ZodObject<{
        amount: z.ZodInt;
        currency: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>;
export type ItemSales = z.infer<typeof itemSalesSchema>;
/** The best-sold items first. */
export declare const itemsSoldSchema: z.ZodObject<{
    from: z.ZodISODate;
    to: z.ZodISODate;
    timeZone: z.ZodString;
    items: z.ZodArray<z.ZodObject<{
        itemId: z.ZodString;
        itemName: z.ZodString;
        translations: z.ZodOptional<z.ZodObject<{
            ko: z.ZodOptional<z.ZodObject<{
                itemName: z.ZodString;
            }, z.core.$strip>>;
            en: z.ZodOptional<z.ZodObject<{
                itemName: z.ZodString;
            }, z.core.$strip>>;
        }, z.core.$strip>>;
        orders: z.ZodInt;
        qty: z.ZodInt;
        canceledQty: z.ZodInt;
        sales: z.ZodObject<{
            amount: z.ZodInt;
            currency: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>>;
    cursor: z.ZodNullable<z.ZodString>;
}, z.core.$strip>;
export type ItemsSold = z.infer<typeof itemsSoldSchema>;
/** A day without deliveries of its orders is absent. */
export declare const deliveryTimesSchema: z.ZodObject<{
    from: z.ZodISODate;
    to: z.ZodISODate;
    timeZone: z.ZodString;
    delivered: z.ZodInt;
    medianSeconds: z.ZodNullable<z.ZodInt>;
    p90Seconds: z.ZodNullable<z.ZodInt>;
    days: z.ZodArray<z.ZodObject<{
        delivered: z.ZodInt;
        medianSeconds: z.ZodNullable<z.ZodInt>;
        p90Seconds: z.ZodNullable<z.ZodInt>;
        day: z.ZodISODate;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type DeliveryTimes = z.infer<typeof deliveryTimesSchema>;
/** `orders`: those that were paid or canceled. `unpaid`: how many of the canceled ones were never paid. */
export declare const cancellationsSchema: z.ZodObject<{
    from: z.ZodISODate;
    to: z.ZodISODate;
    timeZone: z.ZodString;
    orders: z.ZodInt;
    canceled: z.ZodInt;
    reasons: z.ZodArray<z.ZodObject<{
        reason: z.ZodEnum<{
            customerRequest: "customerRequest";
            paymentTimeout: "paymentTimeout";
            staffDecision: "staffDecision";
        }>;
        orders: z.ZodInt;
        unpaid: z.ZodInt;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type Cancellations = z.infer<typeof cancellationsSchema>;
/** ISO days. Null: up to today, and 30 days in all. */
export type PeriodRequest = {
    from: string | null;
    to: string | null;
};
export interface AnalyticsRpc {
    sales(caller: Caller, period: PeriodRequest): Promise<Result<Sales>>;
    items(caller: Caller, period: PeriodRequest, page: PageRequest): Promise<Result<ItemsSold>>;
    deliveryTimes(caller: Caller, period: PeriodRequest): Promise<Result<DeliveryTimes>>;
    cancellations(caller: Caller, period: PeriodRequest): Promise<Result<Cancellations>>;
    /** The page of staff and ops: /admin/analytics. */
    page(caller: Caller, request: Request): Promise<Response>;
}
