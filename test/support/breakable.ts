// A Worker that a test can break and mend while it runs. By the position of the switch its calls and its queue throw,
// its calls get no answer, its queue drops its messages, or each message comes at its last try.
import type { ExportedHandler, MessageBatch } from '@cloudflare/workers-types'
import { attemptsMax } from '../../src/contract/dead-letter.ts'
import { retryDelaySeconds } from '../../src/platform/consume.ts'

/** Of the switch: see workerd/switch.ts. */
export type Position = 'up' | 'down' | 'silent' | 'forgetful' | 'lastTry'

type Switch = {
  OUTAGE: { position(): Promise<Position>; acknowledged(queue: string, messages: number): Promise<void> }
}
// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for exactly this of a class that is mixed in (TS2545).
type EntrypointClass = new (...args: any[]) => object

/** Longer than any caller waits. */
const silenceMs = 120_000

/** The same entrypoint; each method throws or does not answer while the switch says so. */
export function breakable<T extends EntrypointClass>(Real: T): T {
  class Breakable extends Real {}
  for (const name of Object.getOwnPropertyNames(Real.prototype)) {
    const method: unknown = Real.prototype[name]
    if (name === 'constructor' || typeof method !== 'function') continue
    Object.defineProperty(Breakable.prototype, name, {
      async value(this: { env: Switch }, ...args: unknown[]) {
        const position = await this.env.OUTAGE.position()
        if (position === 'down') throw new Error('this Worker is down, for a test')
        if (position === 'silent') await new Promise((resolve) => setTimeout(resolve, silenceMs))
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
      const position = await env.OUTAGE.position()
      if (position === 'down') {
        // As when its database is unavailable: the platform's delay for a Worker that does not run takes too long.
        for (const message of batch.messages) message.retry({ delaySeconds: retryDelaySeconds(message.attempts) })
        return
      }
      if (position === 'forgetful') return batch.ackAll()
      let acknowledged = 0
      const counted = changed(batch, (message) => ({
        ack() {
          acknowledged += 1
          message.ack()
        },
        // As after the eight hours of its other tries.
        ...(position === 'lastTry' ? { attempts: attemptsMax } : {}),
      }))
      await real.queue?.(counted, env, context)
      await env.OUTAGE.acknowledged(batch.queue, acknowledged)
    },
  }
}

type Delivered = MessageBatch<unknown>['messages'][number]

function changed(batch: MessageBatch<unknown>, by: (message: Delivered) => Partial<Delivered>): MessageBatch<unknown> {
  const messages = batch.messages.map((message) => ({
    id: message.id,
    timestamp: message.timestamp,
    body: message.body,
    attempts: message.attempts,
    ack: () => message.ack(),
    retry: (options?: { delaySeconds?: number }) => message.retry(options),
    ...by(message),
  }))
  return { ...batch, queue: batch.queue, messages, ackAll: () => batch.ackAll(), retryAll: () => batch.retryAll() }
}
