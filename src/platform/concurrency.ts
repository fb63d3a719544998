// Concurrent work on many items, with a limit on how many at a time.

/**
 * Settle `work` for each item, at most `atOnceMax` at a time, started in their order. A failure does not stop the
 * others. The results are in the order of the items.
 */
export async function settleAll<T, R>(
  items: readonly T[],
  atOnceMax: number,
  work: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = []
  // The lanes share one iterator, so that each item is taken once.
  const waiting = items.entries()
  const lane = async () => {
    for (const [index, item] of waiting) {
      try {
        results[index] = { status: 'fulfilled', value: await work(item) }
      } catch (reason) {
        results[index] = { status: 'rejected', reason }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, lane))
  return results
}

/** The values of the results that succeeded, in their order. */
export function valuesOf<R>(results: readonly PromiseSettledResult<R>[]): R[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

/** Throw the first failure, if there is one. */
export function throwFirst(results: readonly PromiseSettledResult<unknown>[]): void {
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
