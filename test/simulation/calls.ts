// The contexts' ports, over the virtual network: what each Worker's wiring is in production.
import type { OrderActor } from '../../src/actor/order-actor.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import type {
  CatalogRpc,
  Checkpoint,
  OrderCommandsRpc,
  OrderRpc,
  PaymentRpc,
  ProviderRecord,
  SubscriberRpc,
} from '../../src/contract/rpc.ts'
import type { DeliveryPorts } from '../../src/delivery/deliveries.ts'
import * as deliveryEvents from '../../src/delivery/event-handler.ts'
import * as messageEvents from '../../src/message/event-handler.ts'
import type { MessagePorts } from '../../src/message/messages.ts'
import * as mypageEvents from '../../src/mypage/event-handler.ts'
import type { MyPagePorts } from '../../src/mypage/projection.ts'
import { orders } from '../../src/order/orders.ts'
import * as worklistEvents from '../../src/ordermanagement/event-handler.ts'
import type { WorklistPorts } from '../../src/ordermanagement/worklist.ts'
import { desk } from '../../src/payment/desk.ts'
import * as paymentEvents from '../../src/payment/event-handler.ts'
import type { Payment } from '../../src/payment/payment.ts'
import { reconciliationDesk } from '../../src/payment/reconciliation-desk.ts'
import { consume } from '../../src/platform/consume.ts'
import type { Database } from '../../src/platform/database.ts'
import { within } from '../../src/platform/within.ts'
import { databaseOver } from './d1.ts'
import { type Lane, SharedLane, type Way } from './lane.ts'
import { answerMsMax, catchUpMsMax } from './limits.ts'
import type { Life, Reply } from './network.ts'
import type { Place } from './plan.ts'
import type { Consumer } from './queue.ts'
import { type Shop, type StoreName, storeNamed } from './shop.ts'

const price = { amount: 1500, currency: 'KRW' }
export const item = { itemId: 'itm_ac', itemName: 'Air conditioner', description: '', category: '', price }

export class Calls {
  /** When each order called a subscriber to ask for its checkpoint or to bring it messages. */
  readonly ofOrders = new Map<string, number[]>()
  readonly #shop: Shop
  /** When each database has done what it was asked for. */
  readonly #freeAt = new Map<StoreName, number>()

  constructor(shop: Shop) {
    this.#shop = shop
  }

  /** What a queue's consumer does with a batch. */
  consumerOf(subscriber: Subscriber): Consumer {
    return (batch, life) => {
      const misunderstood = () => Promise.reject(new Error('an order message was not understood'))
      const apply = (messages: readonly OrderMessage[]) => this.#handle(subscriber, life, messages)
      return consume(batch, { send: misunderstood }, apply, this.#log(subscriber))
    }
  }

  /**
   * How an order asks a subscriber for its checkpoint and brings it messages. Where no message can be lost, the queue
   * is filled with what it never took, and everything else is left to it: then publication and consumers have to be
   * without a loss by themselves.
   */
  catchUpOf(subscriber: Subscriber, life: Life): SubscriberRpc['catchUp'] {
    const { network, options, queues } = this.#shop
    if (!options.mayLose) {
      return async (order, messages) => {
        if (messages.length === 0) return { busy: false, appliedSeq: 0 }
        queues[subscriber].fill(options.laneOf(order.orderId), messages)
        return { busy: false, appliedSeq: order.seq }
      }
    }
    return (order, messages) => {
      const lane = options.laneOf(order.orderId)
      this.ofOrders.set(order.orderId, [...(this.ofOrders.get(order.orderId) ?? []), this.#now])
      const what = `catchUp ${messages.length}`
      const answer = this.#ask(life, subscriber, lane, what, (reply: Reply<Checkpoint>) => {
        const worker = network.work()
        const forget = worker.onEnd(() => reply.fail(new Error('the Worker was reset')))
        const over = (give: () => void) => {
          forget()
          network.workers.delete(worker)
          give()
        }
        this.#catchUp(subscriber, worker, order, messages).then(
          (checkpoint) => over(() => reply.ok(checkpoint)),
          (fault) => over(() => reply.fail(fault)),
        )
      })
      return within(catchUpMsMax, answer)
    }
  }

  /** The order context's counter, for verified callers. */
  counter(life: Life, lane: Lane): OrderRpc {
    const catalog: Pick<CatalogRpc, 'find'> = {
      find: () => this.#shop.network.call(life, lane, 'catalog', 'find', (reply) => reply.ok({ [item.itemId]: item })),
    }
    return orders({
      actor: (orderId) => ({
        handle: (command, meta) => this.#order(life, orderId, command.type, (the) => the.handle(command, meta)),
        read: () => this.#order(life, orderId, 'read', (the) => the.read()),
        history: (asOf) => this.#order(life, orderId, 'history', (the) => the.history(asOf)),
        verify: () => this.#order(life, orderId, 'verify', (the) => the.verify()),
        republish: () => this.#order(life, orderId, 'republish', (the) => the.republish()),
      }),
      catalog,
    })
  }

  /** The payment context's counter. */
  till(life: Life): PaymentRpc {
    return desk({
      orders: this.orderCommands(life),
      payment: (orderId) => this.payments(life).getByName(orderId),
      gate: () => ({ record: async () => null }),
      gates: async () => ({}),
      provider: this.#shop.provider.adapterFor(life),
      now: () => this.#now,
    })
  }

  payments(life: Life) {
    const ask = <T>(orderId: string, what: string, work: (the: Payment) => T | Promise<T>) =>
      this.#ask(life, 'payment', this.#shop.options.laneOf(orderId), what, (reply: Reply<T>) =>
        this.#shop.payment(orderId).receive(work, reply),
      )
    return {
      getByName: (orderId: string) => ({
        pay: (...args: Parameters<Payment['pay']>) => ask(orderId, 'pay', (the) => the.pay(...args)),
        view: () => ask(orderId, 'view', (the) => the.view()),
        news: () => ask(orderId, 'news', (the) => the.news()),
        giveBack: (order: OrderSummary) => ask(orderId, 'giveBack', (the) => the.giveBack(order)),
        givesBack: (order: OrderSummary) => ask(orderId, 'givesBack', (the) => the.givesBack(order)),
        books: () => ask(orderId, 'books', (the) => the.books()),
        inquire: (order: OrderSummary, record: ProviderRecord) =>
          ask(orderId, 'inquire', (the) => the.inquire(order, record)),
      }),
    }
  }

  /** Where ops hold the books against each other. */
  reconciliations(life: Life, lane: Lane) {
    const payment = this.payments(life).getByName
    return reconciliationDesk({
      database: this.#database(life, lane, 'payment', 'payment'),
      orders: this.orderCommands(life),
      payment,
      books: (orderId) => payment(orderId).books(),
      record: (orderId) => this.#shop.provider.callsOf(life, orderId, answerMsMax).record(),
      ledger: async () => null,
      now: () => this.#now,
      settleMs: 0,
      log: this.#log('payment'),
    })
  }

  /** Who calls waits for `msMax` at most. */
  orderCommands(life: Life, msMax?: number): OrderCommandsRpc {
    return {
      handle: (orderId, command, meta) =>
        this.#order(life, orderId, command.type, (the) => the.handle(command, meta), msMax),
      read: (orderId, after) => this.#order(life, orderId, 'read', (the) => the.read(after), msMax),
    }
  }

  worklistPorts(life: Life, lane: Way): WorklistPorts {
    return {
      database: this.#database(life, lane, 'ordermanagement', 'ordermanagement'),
      orders: this.orderCommands(life),
      log: this.#log('ordermanagement'),
    }
  }

  deliveryPorts(life: Life, lane: Way): DeliveryPorts {
    const database = this.#database(life, lane, 'delivery', 'delivery')
    return { database, orders: this.orderCommands(life), log: this.#log('delivery') }
  }

  async #handle(subscriber: Subscriber, life: Life, messages: readonly OrderMessage[]): Promise<void> {
    const way = this.#wayOf(messages.map(({ subject }) => subject))
    switch (subscriber) {
      case 'ordermanagement':
        return await worklistEvents.handleOrderEvents(this.worklistPorts(life, way), messages)
      case 'delivery':
        return await deliveryEvents.handleOrderEvents(this.deliveryPorts(life, way), messages)
      case 'payment':
        return await paymentEvents.handleOrderEvents(this.#paymentPorts(life, way), messages)
      case 'message':
        return await messageEvents.handleOrderEvents(this.#messagePorts(life, way), messages)
      case 'mypage':
        return await mypageEvents.handleOrderEvents(this.#mypagePorts(life, way), messages)
    }
  }

  async #appliedSeq(subscriber: Subscriber, life: Life, order: OrderSummary): Promise<number> {
    const way = this.#wayOf([order.orderId])
    switch (subscriber) {
      case 'ordermanagement':
        return await worklistEvents.appliedSeq(this.worklistPorts(life, way), order)
      case 'delivery':
        return await deliveryEvents.appliedSeq(this.deliveryPorts(life, way), order)
      case 'payment':
        return await paymentEvents.appliedSeq(this.#paymentPorts(life, way), order)
      case 'message':
        return await messageEvents.appliedSeq(this.#messagePorts(life, way), order)
      case 'mypage':
        return await mypageEvents.appliedSeq(this.#mypagePorts(life, way), order)
    }
  }

  async #catchUp(
    subscriber: Subscriber,
    life: Life,
    order: OrderSummary,
    messages: readonly OrderMessage[],
  ): Promise<Checkpoint> {
    if (messages.length > 0) await this.#handle(subscriber, life, messages)
    return { busy: false, appliedSeq: await this.#appliedSeq(subscriber, life, order) }
  }

  /** The way of a batch: that of all its orders. */
  #wayOf(orderIds: readonly string[]): Way {
    const [first, ...others] = [...new Set(orderIds)].map((orderId) => this.#shop.options.laneOf(orderId))
    if (first === undefined) throw new Error('a batch holds no message')
    return others.length === 0 ? first : new SharedLane(first, ...others)
  }

  #paymentPorts(life: Life, lane: Way): paymentEvents.PaymentEventPorts {
    return { database: this.#database(life, lane, 'payment', 'payment'), payments: this.payments(life) }
  }

  #mypagePorts(life: Life, lane: Way): MyPagePorts {
    const shards = (['mypage0', 'mypage1'] as const).map((name) => this.#database(life, lane, name, 'mypage'))
    return { shards, now: () => this.#now }
  }

  #messagePorts(life: Life, lane: Way): MessagePorts {
    const { network, sent } = this.#shop
    const database = this.#database(life, lane, 'message', 'message')
    const send: MessagePorts['notifier']['send'] = (outgoing) =>
      network.call(life, this.#wayOf([outgoing.orderId]), 'channel', outgoing.kind, (reply: Reply<void>) => {
        sent.push({ at: this.#now, message: outgoing })
        reply.ok()
      })
    return { database, notifier: { send }, now: () => this.#now }
  }

  #order<T>(life: Life, orderId: string, what: string, work: (the: OrderActor) => T, msMax?: number): Promise<T> {
    const lane = this.#shop.options.laneOf(orderId)
    const arrive = (reply: Reply<T>) => this.#shop.order(orderId).receive(work, reply)
    return this.#ask(life, 'order', lane, what, arrive, msMax)
  }

  #database(life: Life, lane: Way, name: StoreName, place: Place): Database {
    return databaseOver((what, queries) =>
      this.#ask(life, place, lane, `d1 ${what}`, (reply) =>
        this.#whenFree(name, place, queries.length, () => {
          try {
            reply.ok(storeNamed(name).execute(queries))
          } catch (fault) {
            reply.fail(fault instanceof Error ? fault : new Error(String(fault)))
          }
        }),
      ),
    )
  }

  /** A database does one thing after the other. */
  #whenFree(name: StoreName, place: Place, statements: number, execute: () => void): void {
    const { kernel, msPerStatement } = this.#shop.options
    const free = Math.max(this.#now, this.#freeAt.get(name) ?? 0)
    const done = free + statements * msPerStatement(place)
    if (done === this.#now) return execute()
    this.#freeAt.set(name, done)
    kernel.after(done - this.#now, '', execute)
  }

  #ask<T>(
    life: Life,
    place: Place,
    lane: Way,
    what: string,
    arrive: (reply: Reply<T>) => void,
    msMax?: number,
  ): Promise<T> {
    const meet = (reply: Reply<T>) => {
      if (this.#shop.options.isDown(place)) reply.fail(new Error(`${place} is down`))
      else arrive(reply)
    }
    return this.#shop.network.call(life, lane, place, what, meet, msMax)
  }

  get #now(): number {
    return this.#shop.options.kernel.now
  }

  #log(context: string) {
    return (event: string, fields: object = {}) =>
      this.#shop.options.kernel.note(`log ${context} ${event} ${JSON.stringify(fields)}`)
  }
}
