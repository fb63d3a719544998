// A timeout for calls.

/** The outcome of the call is not known: it may be done, under way or lost. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/** The result of `call`. Throws TimeoutError when there is none within the limit; the call itself goes on. */
export async function withTimeout<T>(milliseconds: number, call: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new TimeoutError(`no answer within ${milliseconds} ms`)), milliseconds)
  try {
    return await Promise.race([call, late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}
