// A subscriber's side of its queue: each message gets its own verdict, and one bad message never drags its batch back.
import { type OrderMessage, orderMessageSchema } from '../contract/message.ts'
import { describeFault, type Log } from './log.ts'

export const retryDelaySecondsMax = 300

/** The parts of the platform's batches and queues that are needed here. */
export type Batch = { readonly messages: readonly Delivery[] }
export type Delivery = {
  readonly id: string
  readonly body: unknown
  readonly attempts: number
  ack(): void
  retry(options: { delaySeconds: number }): void
}
export type DeadLetterQueue = { send(body: unknown): Promise<unknown> }

/**
 * Hand each order message of a batch to `handle`: the messages of one order one after the other by `seq`, different
 * orders side by side. A message that `handle` throws on is retried later with a growing delay, and stands in the dead
 * letters when its retries are used up; one that is no order message at all goes there at once.
 */
export async function consume(
  batch: Batch,
  deadLetters: DeadLetterQueue,
  handle: (message: OrderMessage) => Promise<void>,
  log: Log,
): Promise<void> {
  const byOrder = new Map<string, { message: OrderMessage; delivery: Delivery }[]>()
  for (const delivery of batch.messages) {
    const parsed = orderMessageSchema.safeParse(delivery.body)
    if (!parsed.success) {
      await bury(delivery, deadLetters, log)
      continue
    }
    // The schema has checked the shape; only the template-literal type of `type` is wider in it.
    const message = parsed.data as OrderMessage
    const group = byOrder.get(message.subject)
    if (group) group.push({ message, delivery })
    else byOrder.set(message.subject, [{ message, delivery }])
  }
  await Promise.all([...byOrder.values()].map((group) => handleInOrder(group, handle, log)))
}

/** Seconds until the next try of a message tried `attempts` times (1, 2, …): 1, 2, 4, … up to five minutes. */
export function retryDelaySeconds(attempts: number): number {
  return Math.min(retryDelaySecondsMax, 2 ** Math.min(attempts - 1, 16))
}

async function handleInOrder(
  group: { message: OrderMessage; delivery: Delivery }[],
  handle: (message: OrderMessage) => Promise<void>,
  log: Log,
): Promise<void> {
  group.sort((a, b) => a.message.data.event.seq - b.message.data.event.seq)
  for (const { message, delivery } of group) {
    try {
      await handle(message)
      delivery.ack()
    } catch (fault) {
      const delaySeconds = retryDelaySeconds(delivery.attempts)
      log('message_retried', {
        id: message.id,
        attempts: delivery.attempts,
        delaySeconds,
        fault: describeFault(fault),
      })
      delivery.retry({ delaySeconds })
    }
  }
}

async function bury(delivery: Delivery, deadLetters: DeadLetterQueue, log: Log): Promise<void> {
  log('message_not_understood', { id: delivery.id, attempts: delivery.attempts })
  try {
    await deadLetters.send(delivery.body)
    delivery.ack()
  } catch (fault) {
    log('dead_letter_not_sent', { id: delivery.id, fault: describeFault(fault) })
    delivery.retry({ delaySeconds: retryDelaySeconds(delivery.attempts) })
  }
}
