// Call another context, with a time limit. Its refusals are values; when it does not answer, an UpstreamUnavailable is
// thrown, which is no fault of the gateway.
import { type Text, told } from '../../contract/language.ts'
import { TimeoutError, withTimeout } from '../../platform/timeout.ts'
import { countCall } from './calls-meter.ts'
import type { ProblemInput } from './problems.ts'

/** Longer than any call that still gets an answer. */
export const answerMsMax = 20_000
/** As long as twelve messages take whose receiver is silent. */
export const replayMsMax = 30_000

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
    return await countCall(context, () => withTimeout(msMax, call()))
  } catch (cause) {
    throw cause instanceof UpstreamUnavailable ? cause : new UpstreamUnavailable(context, cause)
  }
}

/** The problem for the caller. A change without an answer may have been made all the same. */
export function upstreamProblem({ context, isLate }: UpstreamUnavailable, method: string): ProblemInput {
  const isRead = method === 'GET' || method === 'HEAD'
  const unknown = isRead ? { en: '', ko: '' } : mayBeDone
  return isLate
    ? {
        code: 'no_answer_in_time',
        ...told({
          en: `This part of the shop did not answer in time: ${context}.${unknown.en}`,
          ko: `제시간에 응답하지 않았습니다: ${context}.${unknown.ko}`,
        }),
      }
    : {
        code: 'unavailable',
        ...told({
          en: `This part of the shop is out of reach just now: ${context}.${unknown.en}`,
          ko: `지금은 연결할 수 없습니다: ${context}.${unknown.ko}`,
        }),
      }
}

const mayBeDone: Text = {
  en: ' Whether it was done is not known: send it again, under the same Idempotency-Key.',
  ko: ' 처리 여부를 알 수 없습니다. 같은 Idempotency-Key로 다시 보내 주세요.',
}
