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

/** The HTTP status of every code. A code without one does not compile. */
const statuses: Readonly<Record<ProblemCode, ProblemStatus>> = {
  json_malformed: 400,
  token_missing: 401,
  token_invalid: 401,
  signature_invalid: 401,
  payment_declined: 402,
  customer_mismatch: 403,
  forbidden: 403,
  role_not_allowed: 403,
  account_not_found: 404,
  customer_not_found: 404,
  delivery_not_found: 404,
  dispute_not_found: 404,
  item_not_found: 404,
  message_not_found: 404,
  not_found: 404,
  order_not_found: 404,
  refund_not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  account_exists: 409,
  amount_mismatch: 409,
  cancel_not_taken: 409,
  delivery_already_started: 409,
  delivery_already_taken: 409,
  delivery_attempt_recorded: 409,
  delivery_not_started: 409,
  item_name_changed: 409,
  message_not_replayable: 409,
  order_already_canceled: 409,
  order_already_delivered: 409,
  order_already_paid: 409,
  order_already_taken: 409,
  order_claimed: 409,
  order_not_canceled: 409,
  order_not_paid: 409,
  order_not_taken: 409,
  order_still_open: 409,
  price_changed: 409,
  refund_already_made: 409,
  refund_not_requested: 409,
  refund_not_settleable: 409,
  refund_too_high: 409,
  body_too_large: 413,
  address_too_long: 414,
  content_encoding_unsupported: 415,
  content_type_unsupported: 415,
  idempotency_key_reused: 422,
  invalid_request: 422,
  item_unknown: 422,
  payment_token_required: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  internal_error: 500,
  payment_overloaded: 503,
  unavailable: 503,
  no_answer_in_time: 504,
}

/** A code that a context of a newer release has sent is a conflict: the order refused, and its `detail` says why. */
export function statusOf(code: ProblemCode): ProblemStatus {
  return Object.hasOwn(statuses, code) ? statuses[code] : 409
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
