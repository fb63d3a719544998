// The contexts' ports over the virtual network: the wiring that each Worker has in production.

import { openActor } from '../../src/actor/open-actor.ts'
import type { OrderActor } from '../../src/actor/order-actor.ts'
import { chargingBy } from '../../src/contract/charging.ts'
import type { OrderRecord } from '../../src/contract/order.ts'
import type { PaymentRpc } from '../../src/contract/payment-rpc.ts'
import type { CatalogRpc, OrderCommandsRpc, OrderRpc } from '../../src/contract/rpc.ts'
import type { DeliveryPorts } from '../../src/delivery/event-handler.ts'
import type { ActPorts } from '../../src/operations/event-handler.ts'
import { orderService } from '../../src/order/order-service.ts'
import type { WorkPorts } from '../../src/ordermanagement/worklist.ts'
import type { Payment } from '../../src/payment/actor/payment-actor.ts'
import type { SettlementRequest } from '../../src/payment/actor/settle-refund.ts'
import { paymentService } from '../../src/payment/payment-service.ts'
import type { NamedRecord } from '../../src/payment/reconciliation/records.ts'
import { reconciliationService } from '../../src/payment/reconciliation/service.ts'
import type { Database } from '../../src/platform/database.ts'
import type { OrderShards } from '../../src/platform/order-shards.ts'
import { overAll } from '../support/shards.ts'
import { testVault } from '../support/vault.ts'
import { databaseOver } from './d1.ts'
import type { Injector, OrderInjector } from './fault-injection.ts'
import type { Lifetime, Network, Reply } from './network.ts'
import type { ObjectHost } from './object.ts'
import type { Place } from './plan.ts'
import type { Provider } from './provider.ts'
import type { ShopOptions } from './shop-options.ts'
import { type StoreName, storeNamed, twoOf } from './stores.ts'
import { answerMsMax } from './timeouts.ts'

const price = { amount: 1500, currency: 'KRW' }
export const item = { itemId: 'itm_ac', itemName: 'Air conditioner', description: '', category: '', price }
export const freeItem = { ...item, itemId: 'itm_filter', itemName: 'Filter', price: { ...price, amount: 0 } }

/** The parts of the shop that calls reach. */
export type CallTargets = {
  options: ShopOptions
  network: Network
  provider: Provider
  order(orderId: string): ObjectHost<OrderActor>
  payment(orderId: string): ObjectHost<Payment>
}

export class Calls {
  readonly #shop: CallTargets
  /** When each database has finished the statements it has received. */
  readonly #freeAt = new Map<StoreName, number>()

  #acts = 0

  constructor(shop: CallTargets) {
    this.#shop = shop
  }

  /** The API of the order context, for verified callers. */
  orderApi(lifetime: Lifetime, injector: OrderInjector): OrderRpc {
    const catalog: Pick<CatalogRpc, 'find'> = {
      find: () =>
        this.#shop.network.call(lifetime, injector, 'catalog', 'find', (reply) =>
          reply.ok({ [item.itemId]: item, [freeItem.itemId]: freeItem }),
        ),
    }
    return orderService({
      actor: (orderId) =>
        openActor(testVault, {
          handle: (command, meta) => this.#order(lifetime, orderId, command.type, (the) => the.handle(command, meta)),
          read: (after) => this.#order(lifetime, orderId, 'read', (the) => the.read(after)),
          history: (asOf) => this.#order(lifetime, orderId, 'history', (the) => the.history(asOf)),
          verify: () => this.#order(lifetime, orderId, 'verify', (the) => the.verify()),
          republish: () => this.#order(lifetime, orderId, 'republish', (the) => the.republish()),
        }),
      catalog,
      shelf: catalog,
      chargingOf: chargingBy.sandbox,
    })
  }

  /** The API of the payment context. */
  paymentApi(lifetime: Lifetime): PaymentRpc {
    return paymentService({
      vault: testVault,
      orders: this.orderCommands(lifetime),
      payment: (orderId) => this.payments(lifetime).getByName(orderId),
      providers: ['sandbox'],
      record: async () => ({ status: 'rejected' }),
      orderOfRefund: async () => ({ status: 'rejected' }),
      openPage: async () => ({ status: 'rejected' }),
      dispute: async () => ({ status: 'rejected' }),
      gates: async () => ({}),
      provider: () => this.#shop.provider.adapterFor(lifetime),
      now: () => this.#now,
      log: this.log('payment'),
    })
  }

  payments(lifetime: Lifetime) {
    const ask = <T>(orderId: string, what: string, work: (the: Payment) => T | Promise<T>) =>
      this.ask(lifetime, 'payment', this.#shop.options.injectorOf(orderId), what, (reply: Reply<T>) =>
        this.#shop.payment(orderId).receive(work, reply),
      )
    return {
      getByName: (orderId: string) => ({
        pay: (...args: Parameters<Payment['pay']>) => ask(orderId, 'pay', (the) => the.pay(...args)),
        lookUp: () => ask(orderId, 'lookUp', (the) => the.lookUp()),
        next: () => ask(orderId, 'next', (the) => the.next()),
        view: () => ask(orderId, 'view', (the) => the.view()),
        news: () => ask(orderId, 'news', (the) => the.news()),
        requestRefunds: (order: OrderRecord) => ask(orderId, 'requestRefunds', (the) => the.requestRefunds(order)),
        hasAllRefunds: (order: OrderRecord) => ask(orderId, 'hasAllRefunds', (the) => the.hasAllRefunds(order)),
        state: () => ask(orderId, 'state', (the) => the.state()),
        settle: (request: SettlementRequest) => ask(orderId, 'settle', (the) => the.settle(request)),
        repair: (order: OrderRecord, records: readonly NamedRecord[]) =>
          ask(orderId, 'repair', (the) => the.repair(order, records)),
      }),
    }
  }

  /** The API by which ops compare orders, payments and the provider. */
  reconciliations(lifetime: Lifetime, injector: OrderInjector) {
    const payment = this.payments(lifetime).getByName
    return reconciliationService({
      database: this.database(lifetime, injector, 'payment', 'payment'),
      orders: this.orderCommands(lifetime),
      payment,
      paymentState: (orderId) => payment(orderId).state(),
      providers: ['sandbox'],
      record: (_, orderId) => this.#shop.provider.callsOf(lifetime, orderId, answerMsMax).record(),
      ledger: async () => null,
      now: () => this.#now,
      newId: () => `act_${++this.#acts}`,
      settleMs: 0,
      log: this.log('payment'),
    })
  }

  /** The caller waits at most `msMax`. */
  orderCommands(lifetime: Lifetime, msMax?: number): OrderCommandsRpc {
    return {
      handle: (orderId, command, meta) =>
        this.#order(lifetime, orderId, command.type, (the) => the.handle(command, meta), msMax),
      read: (orderId, after) => this.#order(lifetime, orderId, 'read', (the) => the.read(after), msMax),
    }
  }

  worklistPorts(lifetime: Lifetime, injector: Injector): WorkPorts {
    return {
      shards: this.shards(lifetime, injector, 'ordermanagement'),
      vault: testVault,
      orders: this.orderCommands(lifetime),
      now: () => this.#now,
      log: this.log('ordermanagement'),
    }
  }

  deliveryPorts(lifetime: Lifetime, injector: Injector): DeliveryPorts {
    const shards = this.shards(lifetime, injector, 'delivery')
    const orders = this.orderCommands(lifetime)
    return { shards, vault: testVault, orders, log: this.log('delivery'), now: () => this.#now }
  }

  operationsPorts(lifetime: Lifetime, injector: Injector): ActPorts {
    const database = this.database(lifetime, injector, 'operations', 'operations')
    return { database, orders: this.orderCommands(lifetime) }
  }

  #order<T>(
    lifetime: Lifetime,
    orderId: string,
    what: string,
    work: (the: OrderActor) => T | Promise<T>,
    msMax?: number,
  ): Promise<T> {
    const injector = this.#shop.options.injectorOf(orderId)
    const arrive = (reply: Reply<T>) => this.#shop.order(orderId).receive(work, reply)
    return this.ask(lifetime, 'order', injector, what, arrive, msMax)
  }

  /** The two databases of a context, over which the orders are spread. */
  shards(lifetime: Lifetime, injector: Injector, context: 'ordermanagement' | 'delivery' | 'message'): OrderShards {
    return overAll(twoOf(context).map((name) => this.database(lifetime, injector, name, context)))
  }

  /** A database of a context. */
  database(lifetime: Lifetime, injector: Injector, name: StoreName, place: Place): Database {
    return databaseOver((what, queries) =>
      this.ask(lifetime, place, injector, `d1 ${what}`, (reply) =>
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

  /** A database runs one statement after the other. */
  #whenFree(name: StoreName, place: Place, statements: number, execute: () => void): void {
    const { kernel, msPerStatement } = this.#shop.options
    const free = Math.max(this.#now, this.#freeAt.get(name) ?? 0)
    const done = free + statements * msPerStatement(place)
    if (done === this.#now) execute()
    else {
      this.#freeAt.set(name, done)
      kernel.schedule(done - this.#now, '', execute)
    }
  }

  /** Call a place; it may be down. */
  ask<T>(
    lifetime: Lifetime,
    place: Place,
    injector: Injector,
    what: string,
    arrive: (reply: Reply<T>) => void,
    msMax?: number,
  ): Promise<T> {
    const meet = (reply: Reply<T>) => {
      if (this.#shop.options.isDown(place)) reply.fail(new Error(`${place} is down`))
      else arrive(reply)
    }
    return this.#shop.network.call(lifetime, injector, place, what, meet, msMax)
  }

  get #now(): number {
    return this.#shop.options.kernel.now
  }

  log(context: string) {
    return (event: string, fields: object = {}) =>
      this.#shop.options.kernel.note(`log ${context} ${event} ${JSON.stringify(fields)}`)
  }
}
