// Configuration: variables are text, and checked here. A wrong value stops the Worker at once, and is named.

/** A whole number of seconds, at least 1. */
export function positiveSeconds(name: string, value: string): number {
  const seconds = Number(value)
  if (!Number.isSafeInteger(seconds) || seconds < 1)
    throw new Error(`${name} must be a whole number of seconds above 0`)
  return seconds
}
