// Sends messages to a queue in as few calls as its limits allow.

/** A queue takes at most 100 messages and 256 KB in one call; half of that leaves room for its own envelope. */
const batchBytesMax = 128_000

/**
 * A queue takes a message of at most 128 KB, each of 1000 bytes, with some 100 bytes of its own
 * (https://developers.cloudflare.com/queues/platform/limits/).
 */
export const messageBytesMax = 127_000

/** The size of a message as a queue counts it: its JSON in UTF-8. */
export function bytesOf(message: unknown): number {
  return new TextEncoder().encode(JSON.stringify(message)).length
}

/** The part of the platform's queues that is used here. */
type Queue<T> = { sendBatch(messages: { body: T }[]): Promise<unknown> }

/** Send all messages, in order. Throws when a call fails: a retry sends the messages of the calls before it again. */
export function queuePublisher<T>(queue: Queue<T>): (messages: T[]) => Promise<void> {
  return async (messages) => {
    let batch: { body: T }[] = []
    let bytes = 0
    for (const body of messages) {
      const size = bytesOf(body)
      if (batch.length > 0 && bytes + size > batchBytesMax) {
        await queue.sendBatch(batch)
        batch = []
        bytes = 0
      }
      batch.push({ body })
      bytes += size
    }
    if (batch.length > 0) await queue.sendBatch(batch)
  }
}
