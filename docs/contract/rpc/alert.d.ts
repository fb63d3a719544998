import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { RequestMeta } from './idempotency.ts';
import type { Result } from './result.ts';
/**
 * `notJudged`: its figure has not been read yet. `pending`: its condition holds, and not for long enough. More may
 * come. @extensible
 */
export declare const alertStates: readonly ['ok', 'pending', 'firing', 'notJudged'];
export declare const alertSeverities: readonly ['page', 'ticket'];
/**
 * `value`: the figure as it was judged last; null when it could not be read. `since`: when it began to fire, or else
 * when its condition began to hold. `silence`: until when nothing is sent about it. `runbook`: where it is explained.
 */
export declare const alertSchema: z.ZodObject<{
    rule: z.ZodString;
    severity: z.ZodEnum<{
        page: "page";
        ticket: "ticket";
    }>;
    summary: z.ZodString;
    state: z.ZodEnum<{
        firing: "firing";
        notJudged: "notJudged";
        ok: "ok";
        pending: "pending";
    }>;
    value: z.ZodNullable<z.ZodNumber>;
    threshold: z.ZodNumber;
    since: z.ZodNullable<z.ZodISODateTime>;
    recoveredAt: z.ZodNullable<z.ZodISODateTime>;
    judgedAt: z.ZodNullable<z.ZodISODateTime>;
    silence: z.ZodNullable<z.ZodObject<{
        until: z.ZodISODateTime;
        by: z.ZodString;
        reason: z.ZodString;
    }, z.core.$strip>>;
    runbook: z.ZodString;
}, z.core.$strip>;
export type Alert = z.infer<typeof alertSchema>;
/** For ops only. */
export interface AlertsRpc {
    alerts(caller: Caller): Promise<Result<Alert[]>>;
    /** Judge every rule now, as the clock does each minute. */
    judgeAlerts(caller: Caller): Promise<Result<Alert[]>>;
    /** `until` (ISO 8601) null: the silence is over. Null when there is no such rule. */
    silenceAlert(caller: Caller, rule: string, until: string | null, reason: string, request: RequestMeta): Promise<Result<Alert | null>>;
    /** The figures, as the text of OpenMetrics. */
    metrics(caller: Caller): Promise<Result<string>>;
}
