import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { RequestMeta } from './idempotency.ts';
import type { OrderRecord } from './order.ts';
import type { Result } from './result.ts';
import type { Item, Page, PageRequest } from './rpc.ts';
/** No issuer gives a person this id. */
export declare const syntheticCustomer: Caller;
export declare function isSynthetic({ customerId }: Pick<OrderRecord, 'customerId'>): boolean;
export declare const syntheticItemId = "homeappliance-synthetic";
/** The catalog has it for whoever asks for its id, and the order for nobody but the synthetic customer. */
export declare function syntheticItem(currency: string): Item;
/**
 * What a synthetic order goes through: it is placed and approved; canceled; its cancel is taken and settled, through
 * the queues of two contexts; and mypage shows it so.
 */
export declare const syntheticSteps: readonly ['place', 'cancel', 'settle', 'show'];
/** `failedStep` null: all is well. `cause`: why it failed. `milliseconds`: all in all. */
export declare const syntheticRunSchema: z.ZodObject<{
    startedAt: z.ZodISODateTime;
    orderId: z.ZodNullable<z.ZodString>;
    failedStep: z.ZodNullable<z.ZodEnum<{
        cancel: "cancel";
        place: "place";
        settle: "settle";
        show: "show";
    }>>;
    cause: z.ZodNullable<z.ZodString>;
    milliseconds: z.ZodInt;
}, z.core.$strip>;
export type SyntheticRun = z.infer<typeof syntheticRunSchema>;
/** Of operations, for ops only. */
export interface SyntheticRpc {
    /** Place one now. */
    placeSynthetic(caller: Caller, request: RequestMeta): Promise<Result<SyntheticRun>>;
    /** The last ones, newest first. */
    syntheticRuns(caller: Caller, page: PageRequest): Promise<Result<Page<SyntheticRun>>>;
}
