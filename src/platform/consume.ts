// The consumer of a subscriber's queue. A batch is applied as a whole, and message by message when that fails: each
// message is then acknowledged or retried by itself, and a bad message does not make the others wait.
import type { OrderMessage } from '../contract/message.ts'
import { readOrderMessage } from '../contract/read-message.ts'
import { backoff } from './backoff.ts'
import { settleAll } from './concurrency.ts'
import { describeFault, type Log } from './log.ts'
import { groupByOrder, type OrderMessages } from './order-messages.ts'

const retryBackoff = { base: 1, growth: 2, max: 300 }

/** With the 100 tries of the wrangler files a message waits some 3.7 days; a queue keeps it for 4. */
const newerBackoff = { base: 1, growth: 2, max: 3600 }

/** Most orders whose messages are applied concurrently after the batch as a whole has failed. */
export const ordersAtOnceMax = 10

/** The parts of the platform's batches and queues that are used here. */
export type Batch = { readonly messages: readonly Delivery[] }
export type Delivery = {
  readonly id: string
  readonly body: unknown
  readonly attempts: number
  ack(): void
  retry(options: { delaySeconds: number }): void
}
export type DeadLetterQueue = { send(body: unknown): Promise<unknown> }

/** Applies messages of many orders. Idempotent: when it throws, all of them may be applied again. */
export type Apply = (messages: OrderMessage[]) => Promise<void>

/**
 * Apply the order messages of a batch, those of one order in the order of their `seq`. When that fails they are applied
 * one by one: a message that fails is retried after a growing delay, and becomes a dead letter when its retries are
 * used up. A message that is not an order message becomes a dead letter at once. One of a newer release waits for the
 * newer consumer, and holds up nothing behind it: the newest `seq` of an order wins, in whichever order they are
 * applied.
 */
export async function consume(batch: Batch, deadLetters: DeadLetterQueue, apply: Apply, log: Log): Promise<void> {
  const deliveries = new Map<OrderMessage, Delivery>()
  for (const delivery of batch.messages) {
    const read = readOrderMessage(delivery.body)
    if (read.kind === 'known') deliveries.set(read.message, delivery)
    else if (read.kind === 'newer') awaitRelease(delivery, log)
    else await deadLetter(delivery, deadLetters, log)
  }
  const orders = groupByOrder([...deliveries.keys()])
  if (deliveries.size > 1 && (await isApplied(orders.flat(), apply, log))) {
    for (const delivery of deliveries.values()) delivery.ack()
    return
  }
  await settleAll(orders, ordersAtOnceMax, (messages) => applyEach(messages, deliveries, apply, log))
}

/** Seconds until the next try of a message tried `attempts` times (1, 2, …): 1, 2, 4, … up to five minutes. */
export function retryDelaySeconds(attempts: number): number {
  return backoff(attempts - 1, retryBackoff)
}

/** As retryDelaySeconds, for a message of a newer release: up to an hour. */
export function newerDelaySeconds(attempts: number): number {
  return backoff(attempts - 1, newerBackoff)
}

async function isApplied(messages: OrderMessage[], apply: Apply, log: Log): Promise<boolean> {
  try {
    await apply(messages)
    return true
  } catch (fault) {
    log('batch_split', { messages: messages.length, fault: describeFault(fault) })
    return false
  }
}

async function applyEach(
  messages: OrderMessages,
  deliveries: ReadonlyMap<OrderMessage, Delivery>,
  apply: Apply,
  log: Log,
): Promise<void> {
  for (const message of messages) {
    const delivery = deliveries.get(message)
    if (delivery === undefined) continue
    try {
      await apply([message])
      delivery.ack()
    } catch (fault) {
      const { attempts } = delivery
      const delaySeconds = retryDelaySeconds(attempts)
      log('message_retried', { id: message.id, attempts, delaySeconds, fault: describeFault(fault) })
      delivery.retry({ delaySeconds })
    }
  }
}

function awaitRelease(delivery: Delivery, log: Log): void {
  const { id, attempts } = delivery
  const delaySeconds = newerDelaySeconds(attempts)
  log('message_of_newer_release', { id, attempts, delaySeconds })
  delivery.retry({ delaySeconds })
}

async function deadLetter(delivery: Delivery, deadLetters: DeadLetterQueue, log: Log): Promise<void> {
  log('message_not_understood', { id: delivery.id, attempts: delivery.attempts })
  try {
    await deadLetters.send(delivery.body)
    delivery.ack()
  } catch (fault) {
    log('dead_letter_not_sent', { id: delivery.id, fault: describeFault(fault) })
    delivery.retry({ delaySeconds: retryDelaySeconds(delivery.attempts) })
  }
}
