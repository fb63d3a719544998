// What becomes of the messages to customers: what their receiver reports, and those that are sent again.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import type { CustomerMessage, MessageProblem } from './customer-message.ts'
import type { RequestMeta } from './idempotency.ts'
import type { Result } from './result.ts'
import type { Page, PageRequest } from './rpc.ts'

/** What the receiver of the messages reports of one: `at` (ISO 8601) dates it, and `cause` is a code. */
export const messageReportSchema = z.strictObject({
  messageId: z.string().max(64),
  status: z.enum(['delivered', 'bounced']),
  at: z.iso.datetime({ offset: true }),
  cause: z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .optional(),
})
export type MessageReport = z.infer<typeof messageReportSchema>

/** Messages that failed before `until`, about what happened at `since` or later (ISO 8601). */
export type ReplayFilter = { since?: string | undefined; until?: string | undefined }

/**
 * What a call for many has sent again, how many of them failed again, and how many are left for the next calls. `until`
 * is named in those: what has failed again by then is not sent by them.
 */
export type Replayed = { sent: number; failed: number; left: number; until: string }

/** Beside MessageRpc. */
export interface MessageDeliveryRpc {
  /** As `list` of MessageRpc: the messages that stand so. */
  listProblems(
    caller: Caller,
    problem: MessageProblem,
    orderId: string | null,
    page: PageRequest,
  ): Promise<Result<Page<CustomerMessage>>>
  /** Send a message that failed or bounced again, under its own id. By the answer it was sent, or has failed again. */
  replay(caller: Caller, messageId: string, request: RequestMeta): Promise<Result<CustomerMessage>>
  /** The same for those that failed, the oldest first, a piece at a time. */
  replayAll(caller: Caller, filter: ReplayFilter, request: RequestMeta): Promise<Result<Replayed>>
  /** What the receiver of the webhooks reports of a message: the raw body, and the headers that sign it. */
  report(headers: Record<string, string>, body: Uint8Array): Promise<Result<null>>
}
