// Configuration: variables are text, and checked here. A wrong value stops the Worker at once, and is named.

/** A whole number of seconds, at least 1. */
export function positiveSeconds(name: string, value: string): number {
  const seconds = Number(value)
  if (!Number.isSafeInteger(seconds) || seconds < 1)
    throw new Error(`${name} must be a whole number of seconds above 0`)
  return seconds
}

const secondsOfDay = 86_400

/** A whole number of days as seconds; null for 0, which means for ever. */
export function daysOrForEver(name: string, value: string): number | null {
  const days = Number(value)
  if (value.trim() === '' || !Number.isSafeInteger(days) || days < 0)
    throw new Error(`${name} must be a whole number of days, or 0 for ever`)
  return days === 0 ? null : days * secondsOfDay
}
