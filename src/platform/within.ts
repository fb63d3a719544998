// A limit on how long an answer is waited for.

/** The answer of `call`, when it comes within the limit; throws when it does not, and lets the call go on unheard. */
export async function within<T>(milliseconds: number, call: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  try {
    return await Promise.race([call, late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}
