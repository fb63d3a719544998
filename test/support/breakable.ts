// A Worker that can be broken and mended while it runs: its calls and its queue throw while the switch says so, or its
// calls are not answered, or its queue forgets what it is sent.
import type { ExportedHandler, MessageBatch } from '@cloudflare/workers-types'
import { retryDelaySeconds } from '../../src/platform/consume.ts'

type Switch = {
  OUTAGE: { isDown(): Promise<boolean>; isSilent(): Promise<boolean>; isForgetful(): Promise<boolean> }
}
// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for exactly this of a class that is mixed in (TS2545).
type EntrypointClass = new (...args: any[]) => object

async function demandUp(env: Switch): Promise<void> {
  if (await env.OUTAGE.isDown()) throw new Error('this Worker is down, for a test')
}

/** Longer than anybody waits. */
const silenceMs = 120_000

/** The same entrypoint, each of whose methods throws during the outage, or says nothing. */
export function breakable<T extends EntrypointClass>(Real: T): T {
  class Breakable extends Real {}
  for (const name of Object.getOwnPropertyNames(Real.prototype)) {
    const method: unknown = Real.prototype[name]
    if (name === 'constructor' || typeof method !== 'function') continue
    Object.defineProperty(Breakable.prototype, name, {
      async value(this: { env: Switch }, ...args: unknown[]) {
        await demandUp(this.env)
        if (await this.env.OUTAGE.isSilent()) await new Promise((resolve) => setTimeout(resolve, silenceMs))
        return method.apply(this, args)
      },
    })
  }
  return Breakable
}

export function breakableQueue<E>(real: ExportedHandler<E>): ExportedHandler<E & Switch> {
  return {
    ...real,
    async queue(batch: MessageBatch<unknown>, env: E & Switch, context) {
      if (await env.OUTAGE.isDown()) {
        // As when its database is away: the platform's own delay for a Worker that does not run is too long for a test.
        for (const message of batch.messages) message.retry({ delaySeconds: retryDelaySeconds(message.attempts) })
        return
      }
      if (await env.OUTAGE.isForgetful()) return batch.ackAll()
      await real.queue?.(batch, env, context)
    },
  }
}
