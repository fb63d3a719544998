// The queues of a subscriber: one, or several over which the orders are spread by their ids.
import { type QueueBinding, queueOf, type Subscriber } from '../contract/routing.ts'
import { shardOf } from './shard.ts'

export type EventQueues<T> = { readonly [binding in QueueBinding]?: T | undefined }

/** Those bound as `MESSAGE_EVENTS`, `MESSAGE_EVENTS_1`, … up to the first gap: so many are bound, so many there are. */
export function queuesOf<T>(bindings: EventQueues<T>, subscriber: Subscriber): T[] {
  const queues: T[] = []
  for (;;) {
    const queue = bindings[queueOf(subscriber, queues.length).binding]
    if (queue === undefined) return queues
    queues.push(queue)
  }
}

/**
 * The queue of an order's messages; undefined without any. How many there are may change at any time: the messages of
 * an order are then in two queues for a while, and no subscriber counts on an order among them, not even in one queue.
 */
export function queueFor<T>(queues: readonly T[], orderId: string): T | undefined {
  return queues[shardOf(orderId, queues.length)]
}
