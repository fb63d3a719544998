// The consumer of a subscriber's queue. A batch is applied as a whole, and message by message when that fails: each
// message is then acknowledged or retried by itself, and a bad message does not make the others wait.
import { attemptsMax, type DeadMessage } from '../contract/dead-letter.ts'
import type { OrderMessage } from '../contract/message.ts'
import { type ReadMessage, readOrderMessage } from '../contract/read-message.ts'
import { shortened } from '../contract/text.ts'
import { backoff } from './backoff.ts'
import { settleAll } from './concurrency.ts'
import { describeFault, type Log } from './log.ts'
import { namesIn, namesOf } from './message-names.ts'
import { groupByOrder, type OrderMessages } from './order-messages.ts'
import { bytesOf, messageBytesMax } from './publish.ts'

const retryBackoff = { base: 1, growth: 2, max: 300 }

/** With the 100 tries of the wrangler files a message waits some 3.7 days; a queue keeps it for 4. */
const newerBackoff = { base: 1, growth: 2, max: 3600 }

/** Most orders whose messages are applied concurrently after the batch as a whole has failed. */
export const ordersAtOnceMax = 10
/** Most messages that the log names when a batch has failed. */
const namedMax = 10
const causeLengthMax = 500

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

/** Thrown by what applies messages, to say when the next try can succeed. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater'
  readonly delaySeconds: number

  /** `delayMs`: from now. A queue delays whole seconds. */
  constructor(delayMs: number, message: string) {
    super(message)
    this.delaySeconds = Math.max(1, Math.ceil(delayMs / 1000))
  }
}

/** Applies messages of many orders. Idempotent: when it throws, all of them may be applied again. */
export type Apply = (messages: OrderMessage[]) => Promise<void>

/**
 * Apply the order messages of a batch, those of one order in the order of their `seq`. When that fails they are applied
 * one by one: a message that fails is retried after a growing delay, or after that of RetryLater, and becomes a dead
 * letter at its last try. A
 * message that is not an order message becomes a dead letter at once. One of a newer release waits for the newer
 * consumer, and holds up nothing behind it: the newest `seq` of an order wins, in whichever order they are applied.
 */
export async function consume(batch: Batch, deadLetters: DeadLetterQueue, apply: Apply, log: Log): Promise<void> {
  const deliveries = new Map<OrderMessage, Delivery>()
  for (const delivery of batch.messages) {
    const read = readOrderMessage(delivery.body)
    if (read.kind === 'known') deliveries.set(read.message, delivery)
    else if (read.kind === 'newer' && delivery.attempts < attemptsMax) awaitRelease(delivery, log)
    else await deadLetterUnknown(delivery, read, deadLetters, log)
  }
  const orders = groupByOrder([...deliveries.keys()])
  const fault = deliveries.size > 1 ? await faultOf(orders.flat(), apply) : undefined
  if (fault === null) {
    for (const delivery of deliveries.values()) delivery.ack()
    return
  }
  const failed: string[] = []
  await settleAll(orders, ordersAtOnceMax, async (messages) => {
    failed.push(...(await applyEach(messages, deliveries, deadLetters, apply, log)))
  })
  if (fault !== undefined) {
    const named = failed.slice(0, namedMax).join(' ')
    log('batch_split', { messages: deliveries.size, failed: failed.length, ids: named, fault: describeFault(fault) })
  }
}

/** Seconds until the next try of a message tried `attempts` times (1, 2, …): 1, 2, 4, … up to five minutes. */
export function retryDelaySeconds(attempts: number): number {
  return backoff(attempts - 1, retryBackoff)
}

/** As retryDelaySeconds, for a message of a newer release: up to an hour. */
export function newerDelaySeconds(attempts: number): number {
  return backoff(attempts - 1, newerBackoff)
}

/** What applying the batch as a whole threw; null when it was applied. */
async function faultOf(messages: OrderMessage[], apply: Apply): Promise<unknown> {
  try {
    await apply(messages)
    return null
  } catch (fault) {
    return fault ?? new Error('the batch failed')
  }
}

/** The ids of the messages that failed. One that fails does not keep those behind it waiting. */
async function applyEach(
  messages: OrderMessages,
  deliveries: ReadonlyMap<OrderMessage, Delivery>,
  deadLetters: DeadLetterQueue,
  apply: Apply,
  log: Log,
): Promise<string[]> {
  const failed: string[] = []
  for (const message of messages) {
    const delivery = deliveries.get(message)
    if (delivery === undefined) continue
    try {
      await apply([message])
      delivery.ack()
    } catch (fault) {
      failed.push(message.id)
      const { attempts } = delivery
      if (attempts >= attemptsMax) {
        log('message_given_up', { ...namesOf(message), attempts, fault: describeFault(fault) })
        await deadLetter(delivery, describeFault(fault), deadLetters, log)
        continue
      }
      const delaySeconds = fault instanceof RetryLater ? fault.delaySeconds : retryDelaySeconds(attempts)
      log('message_retried', { ...namesOf(message), attempts, delaySeconds, fault: describeFault(fault) })
      delivery.retry({ delaySeconds })
    }
  }
  return failed
}

function awaitRelease(delivery: Delivery, log: Log): void {
  const { attempts } = delivery
  const delaySeconds = newerDelaySeconds(attempts)
  log('message_of_newer_release', { ...namesIn(delivery), attempts, delaySeconds })
  delivery.retry({ delaySeconds })
}

type Unknown = Exclude<ReadMessage, { kind: 'known' }>

/** The cause names the fields at fault, and not what is in them. */
async function deadLetterUnknown(delivery: Delivery, read: Unknown, deadLetters: DeadLetterQueue, log: Log) {
  log('message_not_understood', { ...namesIn(delivery), attempts: delivery.attempts })
  const what = read.kind === 'newer' ? 'of a newer release' : 'not an order message'
  await deadLetter(delivery, shortened(`${what}: ${read.fields.join(', ')}`, causeLengthMax), deadLetters, log)
}

async function deadLetter(delivery: Delivery, cause: string, deadLetters: DeadLetterQueue, log: Log): Promise<void> {
  try {
    const { body, attempts } = delivery
    const told: DeadMessage = { deadLetter: { cause, attempts }, ...attributesOf(body), message: body }
    // A message that leaves no room for its cause goes without it.
    await deadLetters.send(bytesOf(told) <= messageBytesMax ? told : body)
    delivery.ack()
  } catch (fault) {
    log('dead_letter_not_sent', { ...namesIn(delivery), fault: describeFault(fault) })
    delivery.retry({ delaySeconds: retryDelaySeconds(delivery.attempts) })
  }
}

/** By these an operations Worker of an earlier release, which keeps the whole as it is, lists it. */
function attributesOf(body: unknown): Pick<DeadMessage, 'subject' | 'type'> {
  const { subject, type }: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  return { ...(typeof subject === 'string' && { subject }), ...(typeof type === 'string' && { type }) }
}
