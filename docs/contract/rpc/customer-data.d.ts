import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { RequestMeta } from './idempotency.ts';
import type { Result } from './result.ts';
/**
 * What identity holds of a person. `language` and `timeZone`: null where the browser has the say. `country`: where the
 * account was made; null where nobody knows.
 */
export declare const accountDataSchema: z.ZodObject<{
    name: z.ZodString;
    email: z.ZodString;
    isEmailVerified: z.ZodBoolean;
    role: z.ZodEnum<{
        courier: "courier";
        customer: "customer";
        ops: "ops";
        staff: "staff";
    }>;
    createdAt: z.ZodString;
    language: z.ZodNullable<z.ZodEnum<{
        en: "en";
        ko: "ko";
    }>>;
    timeZone: z.ZodNullable<z.ZodString>;
    country: z.ZodOptional<z.ZodNullable<z.ZodString>>;
    sessions: z.ZodArray<z.ZodObject<{
        createdAt: z.ZodString;
        userAgent: z.ZodString;
        ipAddress: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type AccountData = z.infer<typeof accountDataSchema>;
/**
 * The erasure of a customer. `erasedOrders`: the orders whose personal data is erased. `leftOrders`: those that are
 * not yet, and are tried again. `erasedAt`: when none was left and the account was gone; null until then.
 */
export declare const customerErasureSchema: z.ZodObject<{
    customerId: z.ZodString;
    requestedAt: z.ZodISODateTime;
    requestedBy: z.ZodObject<{
        id: z.ZodString;
        role: z.ZodEnum<{
            courier: "courier";
            customer: "customer";
            ops: "ops";
            staff: "staff";
        }>;
    }, z.core.$strip>;
    reason: z.ZodNullable<z.ZodString>;
    erasedOrders: z.ZodInt;
    leftOrders: z.ZodInt;
    erasedAt: z.ZodNullable<z.ZodISODateTime>;
}, z.core.$strip>;
export type CustomerErasure = z.infer<typeof customerErasureSchema>;
/** What the staff noted about an order. */
export type OrderNote = {
    at: string;
    text: string;
};
/** Of ordermanagement. For the export. */
export interface OrderNotesRpc {
    notes(caller: Caller, orderId: string): Promise<Result<OrderNote[]>>;
}
/** Of operations: for the customer, about themselves, and for ops. */
export interface CustomersRpc {
    /** Begin the erasure, or go on with it. Refused while an order is open. `reason`: null from the customer. */
    eraseCustomer(caller: Caller, customerId: string, reason: string | null, request: RequestMeta): Promise<Result<CustomerErasure>>;
    /** For ops only. */
    customerErasure(caller: Caller, customerId: string): Promise<Result<CustomerErasure>>;
    /** May the caller have an export? Then the account, null where the shop has none. That ops asked is in the audit. */
    exportCustomer(caller: Caller, customerId: string, request: RequestMeta): Promise<Result<AccountData | null>>;
}
/** Of a context that holds something of customers besides their orders. For operations. */
export interface CustomerDataRpc {
    /** Erase it, for good. Said twice, it is done once. */
    eraseCustomer(customerId: string): Promise<void>;
}
/** Of identity. For operations. */
export interface AccountDataRpc extends CustomerDataRpc {
    accountData(customerId: string): Promise<AccountData | null>;
}
