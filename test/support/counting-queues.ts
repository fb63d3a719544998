// Counts the messages that a Worker puts on its queues, by the queue's subscriber.
export type Sender = {
  send: (...args: unknown[]) => Promise<unknown>
  sendBatch: (messages: Iterable<unknown>, ...args: unknown[]) => Promise<unknown>
}

/** One for all objects of the Worker: locally they share an isolate. */
export const sent: Record<string, number> = {}

/** The same bindings; a message counts when the queue has taken it. */
export function countingQueues<E extends object>(env: E): E {
  return new Proxy(env, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof name === 'string' && /_EVENTS(_2)?$/.test(name) && isSender(value) ? counting(name, value) : value
    },
  })
}

function counting(binding: string, queue: Sender): Sender {
  const subscriber = binding.replace('_EVENTS', '').toLowerCase()
  const count = (messages: number) => {
    sent[subscriber] = (sent[subscriber] ?? 0) + messages
  }
  return {
    async send(...args) {
      const answer = await queue.send(...args)
      count(1)
      return answer
    },
    async sendBatch(messages, ...args) {
      const batch = [...messages]
      const answer = await queue.sendBatch(batch, ...args)
      count(batch.length)
      return answer
    },
  }
}

export function isSender(value: unknown): value is Sender {
  return typeof value === 'object' && value !== null && 'sendBatch' in value
}
