// A call to another context. Its refusals come back as values; that it is out of reach is told apart from our own
// faults.

export class ContextUnavailable extends Error {
  override readonly name = 'ContextUnavailable'
  readonly context: string

  constructor(context: string, cause: unknown) {
    super(`${context} did not answer`, { cause })
    this.context = context
  }
}

/** The answer of `call`; throws ContextUnavailable when the context threw or could not be reached. */
export async function reach<T>(context: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    throw new ContextUnavailable(context, cause)
  }
}
