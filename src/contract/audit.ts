// The audit: what staff and ops did. A context records an act together with the change, and operations collects them.
import * as z from 'zod'

export const actSchema = z.object({
  /** The same whenever it is told. */
  actId: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ id: z.string(), role: z.string(), name: z.string().nullable() }),
  /** The call, by its name in the authorization table. */
  action: z.string(),
  /** The id of what it was about. */
  target: z.string(),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()).nullable(),
  after: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()).nullable(),
  requestId: z.string().nullable(),
})
export type Act = z.infer<typeof actSchema>

/** `auditId`: the act's id, with its source before it if it was collected. */
export const auditEntrySchema = actSchema.omit({ actId: true }).extend({ auditId: z.string() })
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** `since` and `until` (ISO 8601): when it was done, `until` excluded. */
export type AuditFilter = {
  actorId?: string | undefined
  action?: string | undefined
  target?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

/** Of a context that records acts. The gateway has no binding to it. */
export interface ActsRpc {
  /**
   * The acts after `seq`, oldest first, and the seq of the last of them; and the newest seq that there is. Each
   * database of a context has its own. `database`: its number, 0 when absent. `databases`: the first number that none
   * of them has, 1 when absent; a number before it that is free has no acts.
   */
  actsAfter(
    seq: number,
    limit: number,
    database?: number,
  ): Promise<{ acts: Act[]; last: number; newest: number; databases?: number }>
}
