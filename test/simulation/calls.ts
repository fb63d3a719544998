// The contexts' ports, over the virtual network: what each Worker's wiring is in production.
import type { OrderActor } from '../../src/actor/order-actor.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { CatalogRpc, OrderCommandsRpc, OrderRpc, PaymentRpc, ProviderRecord } from '../../src/contract/rpc.ts'
import type { DeliveryPorts } from '../../src/delivery/event-handler.ts'
import { orderService } from '../../src/order/order-service.ts'
import type { WorklistPorts } from '../../src/ordermanagement/event-handler.ts'
import type { Payment } from '../../src/payment/actor/payment-actor.ts'
import { paymentService } from '../../src/payment/payment-service.ts'
import { reconciliationService } from '../../src/payment/reconciliation/service.ts'
import type { Database } from '../../src/platform/database.ts'
import { databaseOver } from './d1.ts'
import type { Lane, Way } from './lane.ts'
import { answerMsMax } from './limits.ts'
import type { Life, Reply } from './network.ts'
import type { Place } from './plan.ts'
import { type Shop, type StoreName, storeNamed } from './shop.ts'

const price = { amount: 1500, currency: 'KRW' }
export const item = { itemId: 'itm_ac', itemName: 'Air conditioner', description: '', category: '', price }

export class Calls {
  readonly #shop: Shop
  /** When each database has done what it was asked for. */
  readonly #freeAt = new Map<StoreName, number>()

  constructor(shop: Shop) {
    this.#shop = shop
  }

  /** The order context's counter, for verified callers. */
  counter(life: Life, lane: Lane): OrderRpc {
    const catalog: Pick<CatalogRpc, 'find'> = {
      find: () => this.#shop.network.call(life, lane, 'catalog', 'find', (reply) => reply.ok({ [item.itemId]: item })),
    }
    return orderService({
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
    return paymentService({
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
      this.ask(life, 'payment', this.#shop.options.laneOf(orderId), what, (reply: Reply<T>) =>
        this.#shop.payment(orderId).receive(work, reply),
      )
    return {
      getByName: (orderId: string) => ({
        pay: (...args: Parameters<Payment['pay']>) => ask(orderId, 'pay', (the) => the.pay(...args)),
        view: () => ask(orderId, 'view', (the) => the.view()),
        news: () => ask(orderId, 'news', (the) => the.news()),
        requestRefunds: (order: OrderSummary) => ask(orderId, 'requestRefunds', (the) => the.requestRefunds(order)),
        hasAllRefunds: (order: OrderSummary) => ask(orderId, 'hasAllRefunds', (the) => the.hasAllRefunds(order)),
        state: () => ask(orderId, 'state', (the) => the.state()),
        repair: (order: OrderSummary, record: ProviderRecord) =>
          ask(orderId, 'repair', (the) => the.repair(order, record)),
      }),
    }
  }

  /** Where ops hold the books against each other. */
  reconciliations(life: Life, lane: Lane) {
    const payment = this.payments(life).getByName
    return reconciliationService({
      database: this.database(life, lane, 'payment', 'payment'),
      orders: this.orderCommands(life),
      payment,
      paymentState: (orderId) => payment(orderId).state(),
      record: (orderId) => this.#shop.provider.callsOf(life, orderId, answerMsMax).record(),
      ledger: async () => null,
      now: () => this.#now,
      settleMs: 0,
      log: this.log('payment'),
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
      database: this.database(life, lane, 'ordermanagement', 'ordermanagement'),
      orders: this.orderCommands(life),
      log: this.log('ordermanagement'),
    }
  }

  deliveryPorts(life: Life, lane: Way): DeliveryPorts {
    const database = this.database(life, lane, 'delivery', 'delivery')
    return { database, orders: this.orderCommands(life), log: this.log('delivery') }
  }

  #order<T>(
    life: Life,
    orderId: string,
    what: string,
    work: (the: OrderActor) => T | Promise<T>,
    msMax?: number,
  ): Promise<T> {
    const lane = this.#shop.options.laneOf(orderId)
    const arrive = (reply: Reply<T>) => this.#shop.order(orderId).receive(work, reply)
    return this.ask(life, 'order', lane, what, arrive, msMax)
  }

  /** The database of a context. */
  database(life: Life, lane: Way, name: StoreName, place: Place): Database {
    return databaseOver((what, queries) =>
      this.ask(life, place, lane, `d1 ${what}`, (reply) =>
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
    if (done === this.#now) execute()
    else {
      this.#freeAt.set(name, done)
      kernel.after(done - this.#now, '', execute)
    }
  }

  /** Call a place, which may be down. */
  ask<T>(
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

  log(context: string) {
    return (event: string, fields: object = {}) =>
      this.#shop.options.kernel.note(`log ${context} ${event} ${JSON.stringify(fields)}`)
  }
}
