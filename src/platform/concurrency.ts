// Work for many things side by side, with a limit on how many at a time.

/**
 * Settle `work` for each of `things`, at most `atOnceMax` at a time, begun in their order. A failure stops none of the
 * others; the results stand in the order of the things.
 */
export async function settleAll<T, R>(
  things: readonly T[],
  atOnceMax: number,
  work: (thing: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = []
  // The lanes share one iterator, so that each thing is taken once.
  const waiting = things.entries()
  const lane = async () => {
    for (const [index, thing] of waiting) {
      try {
        results[index] = { status: 'fulfilled', value: await work(thing) }
      } catch (reason) {
        results[index] = { status: 'rejected', reason }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnceMax, things.length) }, lane))
  return results
}

/** The values of what succeeded, in their order. */
export function valuesOf<R>(results: readonly PromiseSettledResult<R>[]): R[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

/** Throw the first failure, if there is one. */
export function throwFirst(results: readonly PromiseSettledResult<unknown>[]): void {
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
