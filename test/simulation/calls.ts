// The contexts' ports, over the virtual network: what each Worker's wiring is in production.
import type { OrderActor } from '../../src/actor/order-actor.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import type { CatalogRpc, OrderCommandsRpc, OrderRpc, PaymentRpc, ProviderRecord } from '../../src/contract/rpc.ts'
import * as delivery from '../../src/delivery/deliveries.ts'
import * as message from '../../src/message/messages.ts'
import * as mypage from '../../src/mypage/projection.ts'
import { orders } from '../../src/order/orders.ts'
import * as worklist from '../../src/ordermanagement/worklist.ts'
import { desk } from '../../src/payment/desk.ts'
import { type HearPorts, hear, takenIn as takenInByPayment } from '../../src/payment/hear.ts'
import type { Payment } from '../../src/payment/payment.ts'
import { reconciliationDesk } from '../../src/payment/reconciliation-desk.ts'
import { consume } from '../../src/platform/consume.ts'
import type { Database } from '../../src/platform/database.ts'
import { within } from '../../src/platform/within.ts'
import { databaseOver } from './d1.ts'
import type { Lane } from './lane.ts'
import { answerMsMax, confirmMsMax } from './limits.ts'
import type { Life, Reply } from './network.ts'
import type { Place } from './plan.ts'
import type { Consumer } from './queue.ts'
import { type Shop, type StoreName, storeNamed } from './shop.ts'

const price = { amount: 1500, currency: 'KRW' }
export const item = { itemId: 'itm_ac', itemName: 'Air conditioner', description: '', category: '', price }

export class Calls {
  readonly #shop: Shop

  constructor(shop: Shop) {
    this.#shop = shop
  }

  /** What a queue's consumer does with a batch. */
  consumerOf(subscriber: Subscriber): Consumer {
    return (batch, life) => {
      const buried = () => Promise.reject(new Error('an order message was not understood'))
      return consume(batch, { send: buried }, (heard) => this.#hear(subscriber, life, heard), this.#log(subscriber))
    }
  }

  /**
   * How an order asks a subscriber what it has taken in. Where no message can be lost, everybody says "all of it": then
   * nothing is ever sent again, and publication has to be without a loss by itself.
   */
  takenInBy(subscriber: Subscriber, life: Life): (order: OrderSummary) => Promise<number> {
    const { network, options } = this.#shop
    if (!options.mayLose) return async (order) => order.seq
    return (order) => {
      const lane = options.laneOf(order.orderId)
      const answer = this.#ask(life, subscriber, lane, 'takenIn', (reply: Reply<number>) => {
        const worker = network.work()
        const forget = worker.onEnd(() => reply.fail(new Error('the Worker was reset')))
        const over = (give: () => void) => {
          forget()
          network.workers.delete(worker)
          give()
        }
        this.#takenIn(subscriber, worker, lane, order).then(
          (seq) => over(() => reply.ok(seq)),
          (fault) => over(() => reply.fail(fault)),
        )
      })
      return within(confirmMsMax, answer)
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
        read: (after) => this.#order(life, orderId, 'read', (the) => the.read(after)),
        history: (asOf) => this.#order(life, orderId, 'history', (the) => the.history(asOf)),
        verify: () => this.#order(life, orderId, 'verify', (the) => the.verify()),
        republish: () => this.#order(life, orderId, 'republish', (the) => the.republish()),
      }),
      catalog,
      shelf: catalog,
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

  worklistPorts(life: Life, lane: Lane): worklist.WorklistPorts {
    return {
      database: this.#database(life, lane, 'ordermanagement', 'ordermanagement'),
      orders: this.orderCommands(life),
      log: this.#log('ordermanagement'),
    }
  }

  deliveryPorts(life: Life, lane: Lane): delivery.DeliveryPorts {
    const database = this.#database(life, lane, 'delivery', 'delivery')
    return { database, orders: this.orderCommands(life), log: this.#log('delivery') }
  }

  async #hear(subscriber: Subscriber, life: Life, heard: OrderMessage): Promise<void> {
    const lane = this.#shop.options.laneOf(heard.subject)
    switch (subscriber) {
      case 'ordermanagement':
        return await worklist.hearOrder(this.worklistPorts(life, lane), heard)
      case 'delivery':
        return await delivery.hearOrder(this.deliveryPorts(life, lane), heard)
      case 'payment':
        return await hear(this.#hearPorts(life, lane))(heard)
      case 'message':
        return await message.hearOrder(this.#messagePorts(life, lane), heard)
      case 'mypage':
        return await mypage.hearOrder(this.#mypagePorts(life, lane), heard)
    }
  }

  async #takenIn(subscriber: Subscriber, life: Life, lane: Lane, order: OrderSummary): Promise<number> {
    switch (subscriber) {
      case 'ordermanagement':
        return await worklist.takenIn(this.worklistPorts(life, lane), order)
      case 'delivery':
        return await delivery.takenIn(this.deliveryPorts(life, lane), order)
      case 'payment':
        return await takenInByPayment(this.#hearPorts(life, lane), order)
      case 'message':
        return await message.takenIn(this.#messagePorts(life, lane), order)
      case 'mypage':
        return await mypage.takenIn(this.#mypagePorts(life, lane), order)
    }
  }

  #hearPorts(life: Life, lane: Lane): HearPorts {
    return { database: this.#database(life, lane, 'payment', 'payment'), payments: this.payments(life) }
  }

  #mypagePorts(life: Life, lane: Lane): mypage.MyPagePorts {
    const shards = (['mypage0', 'mypage1'] as const).map((name) => this.#database(life, lane, name, 'mypage'))
    return { shards, now: () => this.#now }
  }

  #messagePorts(life: Life, lane: Lane): message.MessagePorts {
    const { network, sent } = this.#shop
    const database = this.#database(life, lane, 'message', 'message')
    const send: message.MessagePorts['notifier']['send'] = (outgoing) =>
      network.call(life, lane, 'channel', outgoing.kind, (reply: Reply<void>) => {
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

  #database(life: Life, lane: Lane, name: StoreName, place: Place): Database {
    return databaseOver((what, queries) =>
      this.#ask(life, place, lane, `d1 ${what}`, (reply) => {
        try {
          reply.ok(storeNamed(name).execute(queries))
        } catch (fault) {
          reply.fail(fault instanceof Error ? fault : new Error(String(fault)))
        }
      }),
    )
  }

  #ask<T>(
    life: Life,
    place: Place,
    lane: Lane,
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
