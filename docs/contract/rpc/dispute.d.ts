import * as z from 'zod';
import { type Money } from './money.ts';
/** Most disputes of one order. A payment hardly ever has a second one. */
export declare const disputesMax = 10;
/** `evidenceDueBy`: until when the store can answer it at the provider; null when it cannot. `at`: of its status. */
export declare const disputeSchema: z.ZodObject<{
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
}, z.core.$strip>;
export type Dispute = z.infer<typeof disputeSchema>;
/** While a dispute is open, no refund is made: the money may go back by the dispute. */
export declare function holdsRefunds(disputes?: readonly Dispute[]): boolean;
/** The amount that went back to the customer by disputes, in the minor unit. */
export declare function lostBy(disputes?: readonly Dispute[]): number;
/** What is left of the amount paid after its part refunds, done or due, and its lost disputes; never below 0. */
export declare function leftOf(paid: Money, parts: readonly {
    amount: Money;
}[], disputes?: readonly Dispute[]): Money;
/** A dispute as the provider has it. */
export declare const providerDisputeSchema: z.ZodObject<{
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
    id: z.ZodString;
}, z.core.$strip>;
export type ProviderDispute = z.infer<typeof providerDisputeSchema>;
