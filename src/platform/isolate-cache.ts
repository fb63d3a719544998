// A value that the isolate keeps for a while, so that not every call asks for it.

/** Gives the value, loaded with `load` when there is none that is young enough. */
export type IsolateCache<T> = (load: () => Promise<T>) => Promise<T>

/**
 * Gives a value that was asked for at most `msMax` ago. Past half of that, one call at a time loads the next one, and
 * the others go on with the one that is kept; a load that fails then is no call's fault. No promise is shared: the call
 * that began a load may be cut off, and would take the others with it. `now`: epoch milliseconds.
 */
export function isolateCache<T>(msMax: number, now: () => number): IsolateCache<T> {
  let kept: { value: T; askedAt: number } | null = null
  let renewedAt = 0

  async function renew(load: () => Promise<T>): Promise<T> {
    const askedAt = now()
    renewedAt = askedAt
    const value = await load()
    if (kept === null || kept.askedAt <= askedAt) kept = { value, askedAt }
    return value
  }

  return async (load) => {
    if (kept === null || now() - kept.askedAt >= msMax) return await renew(load)
    const { value, askedAt } = kept
    const isDue = now() - Math.max(askedAt, renewedAt) >= msMax / 2
    return isDue ? await renew(load).catch(() => value) : value
  }
}
