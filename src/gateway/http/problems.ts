// Refusals as RFC 9457 problem details, each with a stable `code`.
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Caller } from '../../contract/caller.ts'
import { detailIn, type Language, type Reader, type Told } from '../../contract/language.ts'
import { type Rejection, type RejectionCode, rejectionCodes } from '../../contract/rejections.ts'
import { problemOf } from '../../platform/problem.ts'
import { readerOfRequest } from '../../web/reader.ts'
import { koreanTitles } from './problem-titles.ts'

/** The gateway's own refusals, beside those of the contexts. */
const gatewayCodes = {
  address_too_long: 414,
  body_too_large: 413,
  content_encoding_unsupported: 415,
  content_type_unsupported: 415,
  headers_too_large: 431,
  internal_error: 500,
  json_malformed: 400,
  method_not_allowed: 405,
  no_answer_in_time: 504,
  not_acceptable: 406,
  not_found: 404,
  role_not_allowed: 403,
  token_invalid: 401,
  token_missing: 401,
  too_many_requests: 429,
  unavailable: 503,
} as const

export type ProblemCode = RejectionCode | keyof typeof gatewayCodes
export const problemCodes: readonly ProblemCode[] = [
  ...rejectionCodes,
  ...(Object.keys(gatewayCodes) as (keyof typeof gatewayCodes)[]),
].sort()
export type ProblemStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 406
  | 409
  | 413
  | 414
  | 415
  | 422
  | 429
  | 431
  | 500
  | 503
  | 504

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:homeappliance:problem:price_changed' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes).openapi({ description: 'more codes may come: judge an unknown one by its status' }),
    field: z.string().optional().openapi({ description: 'the input at fault', example: 'lines.0.qty' }),
    errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
    current: z.union([z.object({ amount: z.int(), currency: z.string() }), z.string()]).optional(),
    taken: z
      .object({ by: z.string(), at: z.string(), name: z.string().nullable().optional() })
      .optional()
      .openapi({ description: 'the clerk or courier who has the order, by account and name, and since when' }),
  })
  .openapi('Problem')

export type Problem = z.infer<typeof problemSchema>

/**
 * The HTTP status of every code. A code without one does not compile. One that a context of a newer release has sent is
 * a conflict: the order refused, and its `detail` says why.
 */
export function statusOf(code: ProblemCode): ProblemStatus {
  switch (code) {
    case 'json_malformed':
      return 400
    case 'token_missing':
    case 'token_invalid':
    case 'signature_invalid':
      return 401
    case 'payment_declined':
      return 402
    case 'customer_mismatch':
    case 'forbidden':
    case 'role_not_allowed':
      return 403
    case 'account_not_found':
    case 'delivery_not_found':
    case 'dispute_not_found':
    case 'item_not_found':
    case 'message_not_found':
    case 'not_found':
    case 'order_not_found':
      return 404
    case 'method_not_allowed':
      return 405
    case 'not_acceptable':
      return 406
    case 'account_exists':
    case 'amount_mismatch':
    case 'cancel_not_taken':
    case 'delivery_already_started':
    case 'delivery_already_taken':
    case 'delivery_attempt_recorded':
    case 'delivery_not_started':
    case 'item_name_changed':
    case 'order_already_canceled':
    case 'order_already_delivered':
    case 'order_already_paid':
    case 'order_already_taken':
    case 'order_claimed':
    case 'order_not_canceled':
    case 'order_not_paid':
    case 'order_not_taken':
    case 'price_changed':
    case 'refund_not_requested':
    case 'refund_too_high':
      return 409
    case 'body_too_large':
      return 413
    case 'address_too_long':
      return 414
    case 'content_encoding_unsupported':
    case 'content_type_unsupported':
      return 415
    case 'idempotency_key_reused':
    case 'invalid_request':
    case 'item_unknown':
    case 'payment_token_required':
      return 422
    case 'too_many_requests':
      return 429
    case 'headers_too_large':
      return 431
    case 'internal_error':
      return 500
    case 'payment_overloaded':
    case 'unavailable':
      return 503
    case 'no_answer_in_time':
      return 504
    default:
      return newerCode(code)
  }
}

function newerCode(_: never): ProblemStatus {
  return 409
}

export type ProblemInput = Omit<Rejection, 'code'> & { code: ProblemCode; errors?: (Told & { field: string })[] }

/** The statuses after which a retry can succeed. */
export const transientStatuses: ReadonlySet<number> = new Set([429, 503, 504])

/** The response for a refusal. A transient one sets `Retry-After`; a 401 sets the challenge of RFC 6750, section 3. */
export function problem(c: Context, fault: ProblemInput) {
  const { retryAfterSeconds: _, ...shown } = fault
  const status = statusOf(fault.code)
  const { language } = readerOfCall(c)
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'content-language': language,
    'cache-control': 'no-store',
  }
  Object.assign(headers, retryAfterHeader(fault))
  if (fault.code === 'token_missing') headers['www-authenticate'] = 'Bearer'
  if (fault.code === 'token_invalid') headers['www-authenticate'] = 'Bearer error="invalid_token"'
  return c.json(problemBody(shown, language), status, headers)
}

export function problemBody(fault: Omit<ProblemInput, 'retryAfterSeconds'>, language: Language = 'en'): Problem {
  const { translations: _, errors, ...shown } = fault
  const body = { ...problemOf(shown.code, statusOf(shown.code)), ...shown, detail: detailIn(fault, language) }
  // One of a newer release has no title here yet.
  if (language === 'ko' && Object.hasOwn(koreanTitles, shown.code)) body.title = koreanTitles[shown.code]
  if (errors === undefined) return body
  return { ...body, errors: errors.map((error) => ({ field: error.field, detail: detailIn(error, language) })) }
}

/** How the answer is read: as its caller states it, or else its request. */
export function readerOfCall(c: Context): Reader {
  const caller: Caller | undefined = c.get('caller')
  return caller?.reader ?? readerOfRequest(c.req.raw)
}

export function retryAfterHeader({ code, retryAfterSeconds = 5 }: ProblemInput): Record<string, string> {
  return transientStatuses.has(statusOf(code)) ? { 'retry-after': String(retryAfterSeconds) } : {}
}

/** The call's own refusal codes for the document, beside those of the guard and of every input. */
export function refuses(...codes: ProblemCode[]): { 'x-problem-codes': ProblemCode[] } {
  return { 'x-problem-codes': codes }
}

const content = { 'application/problem+json': { schema: problemSchema } }

/** The refusals of a call, for the compiler. The document lists them exactly (see document.ts). */
export const problems = {
  '4XX': { description: 'refused: `code` names why, `field` the input at fault', content },
  '5XX': { description: 'not possible just now: `Retry-After` says when to try again', content },
} as const
