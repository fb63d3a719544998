// A subscriber's side of `catchUp`: apply the messages that are missing, and return the checkpoint. With a bulkhead.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { Checkpoint } from '../contract/rpc.ts'

/** How a context handles the events that it subscribes to. */
export type EventHandler<Ports> = {
  /**
   * Apply messages of many orders, in any order and however often. When it throws, all of them may be applied again.
   */
  handleOrderEvents(ports: Ports, messages: readonly OrderMessage[]): Promise<void>
  /** See `appliedSeq` of Checkpoint. */
  appliedSeq(ports: Ports, order: OrderSummary): Promise<number>
}

/** Most calls at a time in one isolate. The context's queue comes first: a poll can come later. */
export const callsMax = 16
/** A call of this age no longer counts: one that was cut off never ends. */
export const abandonedMs = 30_000

/** The bulkhead of one isolate: while it is full, a call answers `busy` at once and does nothing. */
export function checkpoints(now: () => number) {
  const underWay = new Set<{ since: number }>()

  return async function catchUp<Ports>(
    { handleOrderEvents, appliedSeq }: EventHandler<Ports>,
    ports: Ports,
    order: OrderSummary,
    messages: readonly OrderMessage[],
  ): Promise<Checkpoint> {
    for (const call of underWay) if (now() - call.since >= abandonedMs) underWay.delete(call)
    if (underWay.size >= callsMax) return { busy: true }
    const call = { since: now() }
    underWay.add(call)
    try {
      if (messages.length > 0) await handleOrderEvents(ports, messages)
      return { busy: false, appliedSeq: await appliedSeq(ports, order) }
    } finally {
      underWay.delete(call)
    }
  }
}
