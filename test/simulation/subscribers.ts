// The subscribers over the virtual network: the wiring that each Worker has in production for its queue and for orders
// that poll its checkpoint.

import type { CatchUp } from '../../src/actor/ports.ts'
import * as analytics from '../../src/analytics/event-handler.ts'
import { daysIn } from '../../src/analytics/period.ts'
import * as archive from '../../src/archive/event-handler.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import { forEachSubscriber, type Subscriber } from '../../src/contract/routing.ts'
import type { Checkpoint } from '../../src/contract/rpc.ts'
import * as delivery from '../../src/delivery/event-handler.ts'
import * as message from '../../src/message/event-handler.ts'
import type { OutgoingMessage, Receipt } from '../../src/message/notifier.ts'
import type { MessagePorts } from '../../src/message/sending.ts'
import * as mypage from '../../src/mypage/event-handler.ts'
import * as operations from '../../src/operations/event-handler.ts'
import * as worklist from '../../src/ordermanagement/event-handler.ts'
import * as payment from '../../src/payment/event-handler.ts'
import { checkpoints, type EventSource } from '../../src/platform/checkpoint.ts'
import { consume } from '../../src/platform/consume.ts'
import { withTimeout } from '../../src/platform/timeout.ts'
import { type BoundHandler, bound } from '../support/subscriber-handlers.ts'
import { testVault } from '../support/vault.ts'
import type { Calls } from './calls.ts'
import { type Injector, SharedInjector } from './fault-injection.ts'
import type { Lifetime, Network, Reply } from './network.ts'
import type { Consumer, VirtualQueue } from './queue.ts'
import type { ShopOptions } from './shop-options.ts'
import { twoOf } from './stores.ts'
import { catchUpMsMax } from './timeouts.ts'
import type { Call } from './work-bounds.ts'

/** The parts of the shop that subscribers use. */
export type SubscriberParts = {
  options: ShopOptions
  network: Network
  calls: Calls
  queues: Record<Subscriber, VirtualQueue>
  sent: { at: number; message: OutgoingMessage }[]
}

export class Subscribers {
  /** The calls of each order to `catchUp`, the oldest first. */
  readonly calls = new Map<string, Call[]>()
  readonly #shop: SubscriberParts
  /** Each subscriber's handler over its ports. */
  readonly #handlers: Record<Subscriber, (lifetime: Lifetime, injector: Injector) => BoundHandler> = {
    ordermanagement: (...by) => bound(worklist, this.#shop.calls.worklistPorts(...by)),
    delivery: (...by) => bound(delivery, this.#shop.calls.deliveryPorts(...by)),
    payment: (...by) => bound(payment, this.#paymentPorts(...by)),
    message: (...by) => bound(message, this.#messagePorts(...by)),
    mypage: (...by) => bound(mypage, this.#mypagePorts(...by)),
    analytics: (...by) => bound(analytics, this.#analyticsPorts(...by)),
    operations: (...by) => bound(operations, this.#shop.calls.operationsPorts(...by)),
    archive: (...by) => bound(archive, { database: this.#shop.calls.database(...by, 'archive', 'archive') }),
  }
  /** One isolate for each subscriber. */
  #bulkheads: Record<Subscriber, ReturnType<typeof checkpoints>>

  constructor(shop: SubscriberParts) {
    this.#shop = shop
    this.#bulkheads = this.#newBulkheads()
  }

  /** The isolates end, and with them their counts of running calls. */
  restart(): void {
    this.#bulkheads = this.#newBulkheads()
  }

  /** The consumer of a subscriber's queue. */
  consumerOf(subscriber: Subscriber): Consumer {
    return (batch, lifetime) => {
      const misunderstood = () => Promise.reject(new Error('an order message was not understood'))
      const apply = (messages: readonly OrderMessage[]) => this.#handle(subscriber, lifetime, messages, 'queue')
      return consume(batch, { send: misunderstood }, apply, this.#shop.calls.log(subscriber))
    }
  }

  /**
   * How an order polls a subscriber's checkpoint and brings it messages. In a world without lost messages, the messages
   * that the queue never took go into the queue instead: so publication and consumers must lose nothing by themselves.
   */
  catchUpOf(subscriber: Subscriber, lifetime: Lifetime): CatchUp {
    const { calls, network, options, queues } = this.#shop
    if (!options.mayLose) {
      return async (order, messages) => {
        if (messages.length === 0) return { busy: false, appliedSeq: 0 }
        queues[subscriber].fill(options.injectorOf(order.orderId), messages)
        return { busy: false, appliedSeq: order.seq }
      }
    }
    return (order, messages, subscribed) => {
      const { orderId } = order
      this.calls.set(orderId, [...(this.calls.get(orderId) ?? []), { subscriber, at: options.kernel.now }])
      const what = `catchUp ${messages.length}`
      const answer = calls.ask(lifetime, subscriber, options.injectorOf(orderId), what, (reply: Reply<Checkpoint>) => {
        const worker = network.work()
        const forget = worker.onEnd(() => reply.fail(new Error('the Worker was reset')))
        const over = (give: () => void) => {
          forget()
          network.workers.delete(worker)
          give()
        }
        const handler = {
          handleOrderEvents: (by: Lifetime, missing: readonly OrderMessage[], source: EventSource) =>
            this.#handle(subscriber, by, missing, source),
          appliedSeq: (by: Lifetime, summary: OrderSummary, brought: readonly OrderMessage[]) =>
            this.#appliedSeq(subscriber, by, summary, brought),
        }
        this.#bulkheads[subscriber](handler, worker, order, messages, subscribed).then(
          (checkpoint) => over(() => reply.ok(checkpoint)),
          (fault) => over(() => reply.fail(fault)),
        )
      })
      return withTimeout(catchUpMsMax, answer)
    }
  }

  async #handle(
    subscriber: Subscriber,
    lifetime: Lifetime,
    messages: readonly OrderMessage[],
    source: EventSource,
  ): Promise<void> {
    const injector = this.#injectorOf(messages.map(({ subject }) => subject))
    await this.#handlers[subscriber](lifetime, injector).handle(messages, source)
  }

  async #appliedSeq(
    subscriber: Subscriber,
    lifetime: Lifetime,
    order: OrderSummary,
    brought: readonly OrderMessage[],
  ): Promise<number> {
    return await this.#handlers[subscriber](lifetime, this.#injectorOf([order.orderId])).appliedSeq(order, brought)
  }

  #newBulkheads(): Record<Subscriber, ReturnType<typeof checkpoints>> {
    return forEachSubscriber(() => checkpoints(() => this.#shop.options.kernel.now))
  }

  /** The injector of a batch: that of all its orders. */
  #injectorOf(orderIds: readonly string[]): Injector {
    const [first, ...others] = [...new Set(orderIds)].map((orderId) => this.#shop.options.injectorOf(orderId))
    if (first === undefined) throw new Error('a batch holds no message')
    return others.length === 0 ? first : new SharedInjector(first, ...others)
  }

  #paymentPorts(lifetime: Lifetime, injector: Injector): payment.PaymentEventPorts {
    const { calls } = this.#shop
    return { database: calls.database(lifetime, injector, 'payment', 'payment'), payments: calls.payments(lifetime) }
  }

  #mypagePorts(lifetime: Lifetime, injector: Injector): mypage.MyPagePorts {
    const { calls, options } = this.#shop
    const shards = twoOf('mypage').map((name) => calls.database(lifetime, injector, name, 'mypage'))
    return { shards, vault: testVault, now: () => options.kernel.now }
  }

  #analyticsPorts(lifetime: Lifetime, injector: Injector): analytics.AnalyticsEventPorts {
    const database = this.#shop.calls.database(lifetime, injector, 'analytics', 'analytics')
    return { database, dayOf: daysIn('Asia/Seoul') }
  }

  #messagePorts(lifetime: Lifetime, injector: Injector): MessagePorts {
    const { calls, network, options, sent } = this.#shop
    const send: MessagePorts['notifier']['send'] = (outgoing) =>
      network.call(
        lifetime,
        options.injectorOf(outgoing.orderId),
        'channel',
        outgoing.kind,
        (reply: Reply<Receipt>) => {
          sent.push({ at: options.kernel.now, message: outgoing })
          reply.ok({ channelId: null })
        },
      )
    return {
      shards: calls.shards(lifetime, injector, 'message'),
      vault: testVault,
      notifier: { channel: 'virtual', send },
      now: () => options.kernel.now,
      random: () => injector.random.next(),
    }
  }
}
