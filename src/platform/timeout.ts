// A limit on how long an answer is waited for.

/** Nothing is known of what was asked: it may be done, under way or lost. */
export class TimeoutError extends Error {
  override readonly name = 'NoAnswerInTime'
}

/** The answer of `call`; throws NoAnswerInTime when there is none within the limit, and lets the call go on unheard. */
export async function withTimeout<T>(milliseconds: number, call: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new TimeoutError(`no answer within ${milliseconds} ms`)), milliseconds)
  try {
    return await Promise.race([call, late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}
