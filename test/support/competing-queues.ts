// Scale-out of consumers: a second one takes messages from a queue of its own. Of three messages one goes to the first
// consumer, one to the second, and one to both, as a queue may deliver a message twice.
import { isSender, type Sender } from './counting-queues.ts'

let isCompeting = false
let messagesSent = 0

/** From now on. One for all objects of the Worker: locally they share an isolate. */
export function compete(): void {
  isCompeting = true
}

/** The same bindings; what is sent to `X_EVENTS` is shared with `X_EVENTS_2` where there is one. */
export function competingQueues<E extends object>(env: E): E {
  return new Proxy(env, {
    get(target, name) {
      const first: unknown = Reflect.get(target, name)
      const second: unknown = typeof name === 'string' ? Reflect.get(target, `${name}_2`) : undefined
      return isSender(first) && isSender(second) ? competing(first, second) : first
    },
  })
}

function competing(first: Sender, second: Sender): Sender {
  return {
    send: (...args) => first.send(...args),
    async sendBatch(messages, ...args) {
      if (!isCompeting) return await first.sendBatch(messages, ...args)
      const turns = [...messages].map((message) => ({ message, turn: messagesSent++ % 3 }))
      const shareWithout = (turn: number) => turns.filter((one) => one.turn !== turn).map(({ message }) => message)
      const shares = [
        [first, shareWithout(1)],
        [second, shareWithout(0)],
      ] as const
      return await Promise.all(
        shares.map(([queue, share]) => (share.length > 0 ? queue.sendBatch(share, ...args) : undefined)),
      )
    },
  }
}
