// The event handlers of all subscribers over their databases: one row for each.
import * as analytics from '../../src/analytics/event-handler.ts'
import { daysIn } from '../../src/analytics/period.ts'
import * as archive from '../../src/archive/event-handler.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import type { OrderCommandsRpc } from '../../src/contract/rpc.ts'
import * as delivery from '../../src/delivery/event-handler.ts'
import * as message from '../../src/message/event-handler.ts'
import { recordedOnly } from '../../src/message/notifier.ts'
import * as mypage from '../../src/mypage/event-handler.ts'
import * as operations from '../../src/operations/event-handler.ts'
import * as ordermanagement from '../../src/ordermanagement/event-handler.ts'
import * as payment from '../../src/payment/event-handler.ts'
import type { EventHandler, EventSource } from '../../src/platform/checkpoint.ts'
import type { Database } from '../../src/platform/database.ts'
import { inOne } from './shards.ts'
import { testVault } from './vault.ts'

/** An event handler with its ports. */
export type BoundHandler = {
  handle(messages: readonly OrderMessage[], source?: EventSource): Promise<void>
  appliedSeq(order: OrderSummary, brought?: readonly OrderMessage[]): Promise<number>
}

export function bound<Ports>(handler: EventHandler<NoInfer<Ports>>, ports: Ports): BoundHandler {
  return {
    handle: (messages, source = 'queue') => handler.handleOrderEvents(ports, messages, source),
    appliedSeq: (order, brought = []) => handler.appliedSeq(ports, order, brought),
  }
}

type Others = { orders: OrderCommandsRpc; payments: payment.PaymentEventPorts['payments']; now: () => number }

export function subscriberHandlers(
  databases: Record<Subscriber, Database>,
  { orders, payments, now }: Others,
): Record<Subscriber, BoundHandler> {
  const log = () => {}
  const vault = testVault
  return {
    ordermanagement: bound(ordermanagement, { shards: inOne(databases.ordermanagement), vault, orders, log }),
    delivery: bound(delivery, { shards: inOne(databases.delivery), orders, log, now }),
    payment: bound(payment, { database: databases.payment, payments }),
    message: bound(message, { shards: inOne(databases.message), vault, notifier: recordedOnly, now, random: () => 0 }),
    mypage: bound(mypage, { shards: [databases.mypage], vault, now, live: async () => {} }),
    analytics: bound(analytics, { database: databases.analytics, dayOf: daysIn('Asia/Seoul') }),
    operations: bound(operations, { database: databases.operations, orders }),
    archive: bound(archive, { database: databases.archive }),
  }
}
