// The clock, timers and chance of the process, in the hands of the simulation for as long as one run lasts. A run never
// leaves the queue of promises, so nothing else in the process can notice.
import { createHash } from 'node:crypto'
import type { Kernel } from './kernel.ts'
import type { Random } from './random.ts'

/**
 * Run `work` under the virtual clock: `Date.now`, timers and `Math.random` are the simulation's (the circuit breaker
 * has no port for them), digests are computed at once, and whoever asks for other chance without a port is found out.
 */
export async function underVirtualGlobals<T>(kernel: Kernel, random: Random, work: () => Promise<T>): Promise<T> {
  const restore = [
    replace(Date, 'now', () => kernel.now),
    replace(globalThis, 'setTimeout', (run: () => void, delayMs = 0) => kernel.after(delayMs, '', run)),
    replace(globalThis, 'clearTimeout', (serial?: number) => serial !== undefined && kernel.drop(serial)),
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
  throw new Error(`${name} was called: chance must come in as a port`)
}

function digest(algorithm: string, bytes: Uint8Array): ArrayBuffer {
  const hash = createHash(algorithm.replace('-', '').toLowerCase()).update(bytes).digest()
  return Uint8Array.from(hash).buffer
}
