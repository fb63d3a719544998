// The RPC interface of the operations context, besides what gateways of earlier releases call (OperationsRpc).
import type { AuditEntry, AuditFilter } from './audit.ts'
import type { Caller } from './caller.ts'
import type { DeadLetter, DeadLetterFilter, Redriven } from './dead-letter.ts'
import type { RequestMeta } from './idempotency.ts'
import type { Result } from './result.ts'
import type { Page, PageRequest } from './rpc.ts'

/** For ops only. */
export interface OpsRpc {
  findDeadLetters(caller: Caller, filter: DeadLetterFilter, page: PageRequest): Promise<Result<Page<DeadLetter>>>
  /** Null when there is none, as in the two below. */
  deadLetter(caller: Caller, deadLetterId: string): Promise<Result<DeadLetter | null>>
  /** Put the message to its subscriber's queue again, as it was. */
  redrive(caller: Caller, deadLetterId: string, request: RequestMeta): Promise<Result<DeadLetter | null>>
  discard(
    caller: Caller,
    deadLetterId: string,
    reason: string,
    request: RequestMeta,
  ): Promise<Result<DeadLetter | null>>
  /** Redrive the open ones that a filter selects: a bounded number in each call. */
  redriveAll(caller: Caller, filter: DeadLetterFilter, request: RequestMeta): Promise<Result<Redriven>>
  /** What staff and ops did, newest first. */
  audit(caller: Caller, filter: AuditFilter, page: PageRequest): Promise<Result<Page<AuditEntry>>>
  /** The pages of ops under /ops. */
  page(caller: Caller, request: Request, requestId: string): Promise<Response>
}
