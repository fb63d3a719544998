// The alerts of the shop, as ops see them, and the calls about them.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import { extensible } from './extensible.ts'
import type { RequestMeta } from './idempotency.ts'
import type { Result } from './result.ts'

/**
 * `notJudged`: its figure has not been read yet. `pending`: its condition holds, and not for long enough. More may
 * come. @extensible
 */
export const alertStates = ['ok', 'pending', 'firing', 'notJudged'] as const
export const alertSeverities = ['page', 'ticket'] as const

/**
 * `value`: the figure as it was judged last; null when it could not be read. `since`: when it began to fire, or else
 * when its condition began to hold. `silence`: until when nothing is sent about it. `runbook`: where it is explained.
 */
export const alertSchema = z.object({
  rule: z.string(),
  severity: z.enum(alertSeverities),
  summary: z.string(),
  state: z.enum(alertStates).meta(extensible),
  value: z.number().nullable(),
  threshold: z.number(),
  since: z.iso.datetime().nullable(),
  recoveredAt: z.iso.datetime().nullable(),
  judgedAt: z.iso.datetime().nullable(),
  silence: z.object({ until: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
  runbook: z.string(),
})
export type Alert = z.infer<typeof alertSchema>

/** For ops only. */
export interface AlertsRpc {
  alerts(caller: Caller): Promise<Result<Alert[]>>
  /** Judge every rule now, as the clock does each minute. */
  judgeAlerts(caller: Caller): Promise<Result<Alert[]>>
  /** `until` (ISO 8601) null: the silence is over. Null when there is no such rule. */
  silenceAlert(
    caller: Caller,
    rule: string,
    until: string | null,
    reason: string,
    request: RequestMeta,
  ): Promise<Result<Alert | null>>
  /** The figures, as the text of OpenMetrics. */
  metrics(caller: Caller): Promise<Result<string>>
}
