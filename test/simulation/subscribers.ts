// The subscribers over the virtual network: what each Worker's wiring is in production, for its queue and for the
// orders that ask it for its checkpoint.
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import type { Checkpoint, SubscriberRpc } from '../../src/contract/rpc.ts'
import * as delivery from '../../src/delivery/event-handler.ts'
import * as message from '../../src/message/event-handler.ts'
import * as mypage from '../../src/mypage/event-handler.ts'
import * as worklist from '../../src/ordermanagement/event-handler.ts'
import * as payment from '../../src/payment/event-handler.ts'
import { checkpoints } from '../../src/platform/checkpoint.ts'
import { consume } from '../../src/platform/consume.ts'
import { withTimeout } from '../../src/platform/timeout.ts'
import { SharedLane, type Way } from './lane.ts'
import { catchUpMsMax } from './limits.ts'
import type { Life, Reply } from './network.ts'
import type { Consumer } from './queue.ts'
import type { Shop } from './shop.ts'

export class Subscribers {
  /** When each order called a subscriber to ask for its checkpoint or to bring it messages; epoch milliseconds. */
  readonly calls = new Map<string, number[]>()
  readonly #shop: Shop
  /** One isolate for each subscriber. */
  #bulkheads: Record<Subscriber, ReturnType<typeof checkpoints>>

  constructor(shop: Shop) {
    this.#shop = shop
    this.#bulkheads = this.#newBulkheads()
  }

  /** Its isolates end, and what they knew of calls under way. */
  restart(): void {
    this.#bulkheads = this.#newBulkheads()
  }

  /** What a queue's consumer does with a batch. */
  consumerOf(subscriber: Subscriber): Consumer {
    return (batch, life) => {
      const misunderstood = () => Promise.reject(new Error('an order message was not understood'))
      const apply = (messages: readonly OrderMessage[]) => this.#handle(subscriber, life, messages)
      return consume(batch, { send: misunderstood }, apply, this.#shop.calls.log(subscriber))
    }
  }

  /**
   * How an order asks a subscriber for its checkpoint and brings it messages. Where no message can be lost, the queue
   * is filled with what it never took, and everything else is left to it: then publication and consumers have to be
   * without a loss by themselves.
   */
  catchUpOf(subscriber: Subscriber, life: Life): SubscriberRpc['catchUp'] {
    const { calls, network, options, queues } = this.#shop
    if (!options.mayLose) {
      return async (order, messages) => {
        if (messages.length === 0) return { busy: false, appliedSeq: 0 }
        queues[subscriber].fill(options.laneOf(order.orderId), messages)
        return { busy: false, appliedSeq: order.seq }
      }
    }
    return (order, messages) => {
      const { orderId } = order
      this.calls.set(orderId, [...(this.calls.get(orderId) ?? []), options.kernel.now])
      const what = `catchUp ${messages.length}`
      const answer = calls.ask(life, subscriber, options.laneOf(orderId), what, (reply: Reply<Checkpoint>) => {
        const worker = network.work()
        const forget = worker.onEnd(() => reply.fail(new Error('the Worker was reset')))
        const over = (give: () => void) => {
          forget()
          network.workers.delete(worker)
          give()
        }
        const handler = {
          handleOrderEvents: (by: Life, missing: readonly OrderMessage[]) => this.#handle(subscriber, by, missing),
          appliedSeq: (by: Life, asked: OrderSummary) => this.#appliedSeq(subscriber, by, asked),
        }
        this.#bulkheads[subscriber](handler, worker, order, messages).then(
          (checkpoint) => over(() => reply.ok(checkpoint)),
          (fault) => over(() => reply.fail(fault)),
        )
      })
      return withTimeout(catchUpMsMax, answer)
    }
  }

  async #handle(subscriber: Subscriber, life: Life, messages: readonly OrderMessage[]): Promise<void> {
    const way = this.#wayOf(messages.map(({ subject }) => subject))
    switch (subscriber) {
      case 'ordermanagement':
        return await worklist.handleOrderEvents(this.#shop.calls.worklistPorts(life, way), messages)
      case 'delivery':
        return await delivery.handleOrderEvents(this.#shop.calls.deliveryPorts(life, way), messages)
      case 'payment':
        return await payment.handleOrderEvents(this.#paymentPorts(life, way), messages)
      case 'message':
        return await message.handleOrderEvents(this.#messagePorts(life, way), messages)
      case 'mypage':
        return await mypage.handleOrderEvents(this.#mypagePorts(life, way), messages)
    }
  }

  async #appliedSeq(subscriber: Subscriber, life: Life, order: OrderSummary): Promise<number> {
    const way = this.#wayOf([order.orderId])
    switch (subscriber) {
      case 'ordermanagement':
        return await worklist.appliedSeq(this.#shop.calls.worklistPorts(life, way), order)
      case 'delivery':
        return await delivery.appliedSeq(this.#shop.calls.deliveryPorts(life, way), order)
      case 'payment':
        return await payment.appliedSeq(this.#paymentPorts(life, way), order)
      case 'message':
        return await message.appliedSeq(this.#messagePorts(life, way), order)
      case 'mypage':
        return await mypage.appliedSeq(this.#mypagePorts(life, way), order)
    }
  }

  #newBulkheads(): Record<Subscriber, ReturnType<typeof checkpoints>> {
    const bulkhead = () => checkpoints(() => this.#shop.options.kernel.now)
    return {
      ordermanagement: bulkhead(),
      delivery: bulkhead(),
      payment: bulkhead(),
      message: bulkhead(),
      mypage: bulkhead(),
    }
  }

  /** The way of a batch: that of all its orders. */
  #wayOf(orderIds: readonly string[]): Way {
    const [first, ...others] = [...new Set(orderIds)].map((orderId) => this.#shop.options.laneOf(orderId))
    if (first === undefined) throw new Error('a batch holds no message')
    return others.length === 0 ? first : new SharedLane(first, ...others)
  }

  #paymentPorts(life: Life, way: Way): payment.PaymentEventPorts {
    const { calls } = this.#shop
    return { database: calls.database(life, way, 'payment', 'payment'), payments: calls.payments(life) }
  }

  #mypagePorts(life: Life, way: Way): mypage.MyPagePorts {
    const { calls, options } = this.#shop
    const shards = (['mypage0', 'mypage1'] as const).map((name) => calls.database(life, way, name, 'mypage'))
    return { shards, now: () => options.kernel.now }
  }

  #messagePorts(life: Life, way: Way): message.MessagePorts {
    const { calls, network, options, sent } = this.#shop
    const send: message.MessagePorts['notifier']['send'] = (outgoing) =>
      network.call(life, options.laneOf(outgoing.orderId), 'channel', outgoing.kind, (reply: Reply<void>) => {
        sent.push({ at: options.kernel.now, message: outgoing })
        reply.ok()
      })
    const database = calls.database(life, way, 'message', 'message')
    return { database, notifier: { send }, now: () => options.kernel.now }
  }
}
