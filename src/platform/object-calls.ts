// Calls of a Durable Object that outlast its reset. The platform resets an object when its code is updated, when it
// moves to another machine, or when it fails; every call under way fails then.
import { type Backoff, backoff } from './backoff.ts'

/** Of one call, the first included. With its pauses it stays far below the time for which its callers wait. */
export const attemptsMax = 4
/** In milliseconds: together 1.1 seconds at most. A reset object is back with the next call. */
export const retryPause: Backoff = { base: 50, growth: 4, max: 1000 }

/**
 * The object with methods that are called again when the platform has reset it. Each attempt calls a new stub, since a
 * stub that has failed stays broken. The outcome of the attempt before is not known: each method must be idempotent.
 */
export function outlastingReset<T extends object>(stub: () => T, pause = pauseAtRandom): T {
  return new Proxy(stub(), {
    get: (_, name) => {
      return (...args: unknown[]) => callAgain(() => methodOf(stub(), name)(...args), pause)
    },
  })
}

function methodOf(object: object, name: string | symbol): (...args: unknown[]) => Promise<unknown> {
  const method: unknown = Reflect.get(object, name)
  if (typeof method !== 'function') throw new Error(`the object has no ${String(name)}`)
  return (...args) => Reflect.apply(method, object, args)
}

async function callAgain<T>(call: () => Promise<T>, pause: (retries: number) => Promise<void>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await call()
    } catch (fault) {
      if (attempts >= attemptsMax || !isReset(fault)) throw fault
      await pause(attempts - 1)
    }
  }
}

/**
 * Whether the platform, and not the object's code, has ended the call: it marks what it throws so. An overloaded object
 * is never called again.
 */
function isReset(fault: unknown): boolean {
  if (typeof fault !== 'object' || fault === null) return false
  const has = (mark: string) => Reflect.get(fault, mark) === true
  return (has('durableObjectReset') || has('retryable')) && !has('overloaded')
}

function pauseAtRandom(retries: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, backoff(retries, retryPause, Math.random())))
}
