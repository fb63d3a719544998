// A subscriber's side of `catchUp`: what is missing is applied, and the checkpoint returned, for few orders at a time.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { Checkpoint } from '../contract/rpc.ts'

/** What a context does about the events it subscribes to. */
export type EventHandler<Ports> = {
  /**
   * Apply messages of many orders, in any order and however often. Throws when something failed; whatever was done
   * before may then be done again.
   */
  handleOrderEvents(ports: Ports, messages: readonly OrderMessage[]): Promise<void>
  /** See Checkpoint. */
  appliedSeq(ports: Ports, order: OrderSummary): Promise<number>
}

/** Most calls under way in one isolate. Its queue comes first: who catches up can come later. */
export const callsMax = 16
/** A call this old counts no more: one that was canceled never comes to its end. */
export const abandonedMs = 30_000

/** The bulkhead of one isolate: who finds it full is told so at once, and nothing else is done for them. */
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
