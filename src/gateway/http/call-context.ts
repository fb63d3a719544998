// A call to another context, and how long its answer is waited for. Its refusals come back as values; that it is out of
// reach is told apart from our own faults.
import { TimeoutError, withTimeout } from '../../platform/timeout.ts'
import type { ProblemInput } from './problems.ts'

/** Longer than any call takes that will still be answered. */
export const answerMsMax = 20_000

export class UpstreamUnavailable extends Error {
  override readonly name = 'ContextUnavailable'
  readonly context: string

  constructor(context: string, cause: unknown) {
    super(`${context} did not answer`, { cause })
    this.context = context
  }

  get isLate(): boolean {
    return this.cause instanceof TimeoutError
  }
}

/** The answer of `call`; throws ContextUnavailable when the context threw, was silent or could not be reached. */
export async function callContext<T>(context: string, call: () => Promise<T>, msMax = answerMsMax): Promise<T> {
  try {
    return await withTimeout(msMax, call())
  } catch (cause) {
    throw cause instanceof UpstreamUnavailable ? cause : new UpstreamUnavailable(context, cause)
  }
}

/** What the caller is told. A change that got no answer may have been made all the same. */
export function upstreamProblem({ context, isLate }: UpstreamUnavailable, method: string): ProblemInput {
  const isRead = method === 'GET' || method === 'HEAD'
  const unknown = isRead ? '' : ' Whether it was done is not known: send it again, under the same Idempotency-Key.'
  return isLate
    ? { code: 'no_answer_in_time', detail: `This part of the shop did not answer in time: ${context}.${unknown}` }
    : { code: 'unavailable', detail: `This part of the shop is out of reach just now: ${context}.${unknown}` }
}
