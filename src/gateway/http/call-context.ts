// Call another context, with a time limit. Its refusals are values; when it does not answer, an UpstreamUnavailable is
// thrown, which is no fault of the gateway.
import { TimeoutError, withTimeout } from '../../platform/timeout.ts'
import type { ProblemInput } from './problems.ts'

/** Longer than any call that still gets an answer. */
export const answerMsMax = 20_000

export class UpstreamUnavailable extends Error {
  override readonly name = 'UpstreamUnavailable'
  readonly context: string

  constructor(context: string, cause: unknown) {
    super(`${context} did not answer`, { cause })
    this.context = context
  }

  get isLate(): boolean {
    return this.cause instanceof TimeoutError
  }
}

/** The answer of `call`. Throws UpstreamUnavailable when the context throws, is silent or cannot be reached. */
export async function callContext<T>(context: string, call: () => Promise<T>, msMax = answerMsMax): Promise<T> {
  try {
    return await withTimeout(msMax, call())
  } catch (cause) {
    throw cause instanceof UpstreamUnavailable ? cause : new UpstreamUnavailable(context, cause)
  }
}

/** The problem for the caller. A change without an answer may have been made all the same. */
export function upstreamProblem({ context, isLate }: UpstreamUnavailable, method: string): ProblemInput {
  const isRead = method === 'GET' || method === 'HEAD'
  const unknown = isRead ? '' : ' Whether it was done is not known: send it again, under the same Idempotency-Key.'
  return isLate
    ? { code: 'no_answer_in_time', detail: `This part of the shop did not answer in time: ${context}.${unknown}` }
    : { code: 'unavailable', detail: `This part of the shop is out of reach just now: ${context}.${unknown}` }
}
