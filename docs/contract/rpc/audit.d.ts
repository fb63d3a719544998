import * as z from 'zod';
export declare const actSchema: z.ZodObject<{
    actId: z.ZodString;
    at: z.ZodISODateTime;
    actor: z.ZodObject<{
        id: z.ZodString;
        role: z.ZodString;
        name: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
    action: z.ZodString;
    target: z.ZodString;
    reason: z.ZodNullable<z.ZodString>;
    before: z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
    after: z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
    requestId: z.ZodNullable<z.ZodString>;
}, z.core.$strip>;
export type Act = z.infer<typeof actSchema>;
/** `auditId`: the act's id, with its source before it if it was collected. */
export declare const auditEntrySchema: z.ZodObject<{
    at: z.ZodISODateTime;
    actor: z.ZodObject<{
        id: z.ZodString;
        role: z.ZodString;
        name: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
    action: z.ZodString;
    target: z.ZodString;
    reason: z.ZodNullable<z.ZodString>;
    before: z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
    after: z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
    requestId: z.ZodNullable<z.ZodString>;
    auditId: z.ZodString;
}, z.core.$strip>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
/** `since` and `until` (ISO 8601): when it was done, `until` excluded. */
export type AuditFilter = {
    actorId?: string | undefined;
    action?: string | undefined;
    target?: string | undefined;
    since?: string | undefined;
    until?: string | undefined;
};
/** Of a context that records acts. The gateway has no binding to it. */
export interface ActsRpc {
    /**
     * The acts after `seq`, oldest first, and the seq of the last of them; and the newest seq that there is. Each
     * database of a context has its own. `database`: its number, 0 when absent. `databases`: the first number that none
     * of them has, 1 when absent; a number before it that is free has no acts.
     */
    actsAfter(seq: number, limit: number, database?: number): Promise<{
        acts: Act[];
        last: number;
        newest: number;
        databases?: number;
    }>;
}
