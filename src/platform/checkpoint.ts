// A subscriber's side of `catchUp`: apply the messages that are missing, and return the checkpoint. With a bulkhead.
import { eventTypes, type SubscribedEvent } from '../contract/events.ts'
import type { IncomingMessage, OrderMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import { readOrderMessage } from '../contract/read-message.ts'
import type { Checkpoint } from '../contract/rpc.ts'

/** What brings events to a subscriber: its queue, or a poll of their order. */
export type EventSource = 'queue' | 'poll'

/** How a context handles the events that it subscribes to. */
export type EventHandler<Ports> = {
  /**
   * Apply messages of many orders, in any order and however often. When it throws, all of them may be applied again.
   */
  handleOrderEvents(ports: Ports, messages: readonly OrderMessage[], source: EventSource): Promise<void>
  /** See `appliedSeq` of Checkpoint. `brought`: the messages that were just applied, if there were any. */
  appliedSeq(ports: Ports, order: OrderRecord, brought: readonly OrderMessage[]): Promise<number>
}

/** Most calls at a time in one isolate. The context's queue comes first: a poll can come later. */
export const callsMax = 16
/** A call of this age no longer counts: one that was cut off never ends. */
export const abandonedMs = 30_000

/**
 * The bulkhead of one isolate: while it is full, a call answers `busy` at once and does nothing. An event of a newer
 * release is not applied, and the checkpoint stays before it: so the order brings it again, until this subscriber is
 * of that release too.
 */
export function checkpoints(now: () => number) {
  const underWay = new Set<{ since: number }>()

  return async function catchUp<Ports>(
    { handleOrderEvents, appliedSeq }: EventHandler<Ports>,
    ports: Ports,
    order: OrderRecord,
    messages: readonly IncomingMessage[],
    subscribed: readonly SubscribedEvent[] = [],
  ): Promise<Checkpoint> {
    for (const call of underWay) if (now() - call.since >= abandonedMs) underWay.delete(call)
    if (underWay.size >= callsMax) return { busy: true }
    const call = { since: now() }
    underWay.add(call)
    try {
      const { known, newerSeqs } = sorted(messages)
      if (known.length > 0) await handleOrderEvents(ports, known, 'poll')
      const firstNewer = Math.min(...newerSeqs, ...subscribed.filter(isNewer).map(({ seq }) => seq))
      return { busy: false, appliedSeq: Math.min(await appliedSeq(ports, order, known), firstNewer - 1) }
    } finally {
      underWay.delete(call)
    }
  }
}

/** The messages that this release can apply, and the seqs of the others. Throws when one is no order message. */
function sorted(messages: readonly IncomingMessage[]): { known: OrderMessage[]; newerSeqs: number[] } {
  const known: OrderMessage[] = []
  const newerSeqs: number[] = []
  for (const message of messages) {
    const read = readOrderMessage(message)
    if (read.kind === 'malformed') throw new Error(`${message.id} is not an order message`)
    if (read.kind === 'known') known.push(read.message)
    else newerSeqs.push(message.data.event.seq)
  }
  return { known, newerSeqs }
}

function isNewer({ type }: SubscribedEvent): boolean {
  return !eventTypes.some((known) => known === type)
}
