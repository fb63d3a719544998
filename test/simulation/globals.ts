// Replaces the process's clock, timers and randomness during one run. A run never leaves the microtask queue, so
// nothing else in the process sees the replacements.
import { hash } from 'node:crypto'
import type { Kernel } from './kernel.ts'
import type { Random } from './random.ts'

/**
 * Run `work` under the virtual clock: `Date.now`, timers and `Math.random` are the simulation's, since the circuit
 * breaker has no port for them. Digests are computed synchronously. Other randomness without a port throws.
 */
export async function underVirtualGlobals<T>(kernel: Kernel, random: Random, work: () => Promise<T>): Promise<T> {
  const restore = [
    // The faults of a run are thrown by the thousand, and only a replay needs their stacks.
    replace(Error, 'stackTraceLimit', kernel.trace === null ? 0 : Error.stackTraceLimit),
    replace(Date, 'now', () => kernel.now),
    replace(globalThis, 'setTimeout', (run: () => void, delayMs = 0) => kernel.schedule(delayMs, '', run)),
    replace(globalThis, 'clearTimeout', (serial?: number) => serial !== undefined && kernel.cancel(serial)),
    replace(Math, 'random', () => random.next()),
    replace(crypto, 'randomUUID', () => refuse('crypto.randomUUID')),
    replace(crypto, 'getRandomValues', () => refuse('crypto.getRandomValues')),
    replace(crypto.subtle, 'digest', async (algorithm: string, bytes: Uint8Array) => digest(algorithm, bytes)),
  ]
  try {
    return await work()
  } finally {
    for (const back of restore) back()
  }
}

function replace(owner: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, own)
  }
}

function refuse(name: string): never {
  throw new Error(`${name} was called: randomness must come in as a port`)
}

function digest(algorithm: string, bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(hash(algorithm.replace('-', '').toLowerCase(), bytes, 'buffer')).buffer
}
