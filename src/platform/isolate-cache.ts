// A cache in the isolate for one value, so that not every call loads it.

/** Gives the value; calls `load` when the cached value is too old or missing. */
export type IsolateCache<T> = (load: () => Promise<T>) => Promise<T>

/**
 * Gives a value whose load began at most `msMax` ago. After half of that time one call loads the next value, and the
 * others get the cached one; if this load fails, its call gets the cached value too. Calls do not share a promise: the
 * call that began a load may be cut off, and would take the others with it. `now`: epoch milliseconds.
 */
export function isolateCache<T>(msMax: number, now: () => number): IsolateCache<T> {
  let cached: { value: T; loadedAt: number } | null = null
  let renewedAt = 0

  async function renew(load: () => Promise<T>): Promise<T> {
    const loadedAt = now()
    renewedAt = loadedAt
    const value = await load()
    if (cached === null || cached.loadedAt <= loadedAt) cached = { value, loadedAt }
    return value
  }

  return async (load) => {
    if (cached === null || now() - cached.loadedAt >= msMax) return await renew(load)
    const { value, loadedAt } = cached
    const isDue = now() - Math.max(loadedAt, renewedAt) >= msMax / 2
    return isDue ? await renew(load).catch(() => value) : value
  }
}
