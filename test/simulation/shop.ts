// The whole shop in one process: objects, stores and queues with their production code.
import { OrderActor } from '../../src/actor/order-actor.ts'
import { encodeId } from '../../src/contract/ids.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import { forEachSubscriber, type Subscriber, subscribers } from '../../src/contract/routing.ts'
import type { OutgoingMessage } from '../../src/message/notifier.ts'
import { Payment } from '../../src/payment/actor/payment-actor.ts'
import type { SettledRefund } from '../../src/payment/domain/refund.ts'
import { recordSettlement } from '../../src/payment/reconciliation/acts.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { testVault } from '../support/vault.ts'
import { Archive } from './archive.ts'
import { Calls } from './calls.ts'
import type { OrderInjector } from './fault-injection.ts'
import { type Lifetime, Network, type Reply } from './network.ts'
import { ObjectHost, type ObjectStorage } from './object.ts'
import { Provider } from './provider.ts'
import { VirtualQueue } from './queue.ts'
import type { ShopOptions } from './shop-options.ts'
import { storeNamed, storeNames, twoOf } from './stores.ts'
import { Subscribers } from './subscribers.ts'
import { gateMsMax, orderMsMax, sendMsMax } from './timeouts.ts'
import type { Work } from './work-bounds.ts'

/** As in the Workers' variables. */
export const recheckSeconds = 86_400
/** Sooner, so that orders bring what they have while more happens to them. */
export const togetherSeconds = 1200
/** Flags for a person come within hours, so that a run sees them; the others only after any run. */
const flagSeconds = { notTaken: 5400, deliveryNotStarted: 86_400, deliveryNotCompleted: 5400, notRefunded: 86_400 }
const actorSettings = {
  ...{ unpaidSeconds: 1800, flagSeconds, retentionSeconds: null },
  ...{ pollSeconds: 20, recheckSeconds, togetherSeconds },
}
const paymentSettings = {
  providerName: 'sandbox',
  unnamedProvider: 'sandbox',
  testToken: 'tok_approved',
  retryMs: 1000,
  recoverAfterMs: gateMsMax,
  lateArrivalMs: 120_000,
  unpaidMs: 1_800_000,
}

export class Shop {
  readonly options: ShopOptions
  readonly network: Network
  readonly calls: Calls
  readonly subscribers: Subscribers
  readonly archive: Archive
  readonly provider: Provider
  readonly queues: Record<Subscriber, VirtualQueue>
  /** The messages sent to customers, repeats included. */
  readonly sent: { at: number; message: OutgoingMessage }[] = []
  readonly #orders = new Map<string, ObjectHost<OrderActor>>()
  readonly #payments = new Map<string, ObjectHost<Payment>>()

  constructor(options: ShopOptions) {
    this.options = options
    this.network = new Network(options.kernel)
    this.calls = new Calls(this)
    this.subscribers = new Subscribers(this)
    const { kernel, injectorOf, isDown, mayLose } = options
    this.provider = new Provider(this.network, { kernel, injectorOf, isDown: () => isDown('sandbox') })
    const queueOf = (subscriber: Subscriber) =>
      new VirtualQueue(this.network, subscriber, mayLose, this.subscribers.consumerOf(subscriber))
    this.queues = forEachSubscriber(queueOf)
    for (const name of storeNames) storeNamed(name).clear()
    const injectors = () => [...this.#orders.keys()].map((orderId) => injectorOf(orderId))
    this.archive = new Archive({ network: this.network, calls: this.calls, injectors })
  }

  order(orderId: string): ObjectHost<OrderActor> {
    const known = this.#orders.get(orderId) ?? this.#newOrder(orderId)
    this.#orders.set(orderId, known)
    return known
  }

  payment(orderId: string): ObjectHost<Payment> {
    const known = this.#payments.get(orderId) ?? this.#newPayment(orderId)
    this.#payments.set(orderId, known)
    return known
  }

  /** The work done to deliver events to their subscribers. */
  work(): Work {
    const queues = Object.values(this.queues)
    return {
      messages: queues.reduce((sum, { taken }) => sum + taken, 0),
      calls: this.subscribers.calls,
      queuesEmptyAt: Math.max(...queues.map(({ emptyAt }) => emptyAt)),
    }
  }

  /** All memory is lost at once, and with `losesQueues` the queues too. */
  restart(losesQueues: boolean): void {
    if (losesQueues) for (const subscriber of subscribers) this.queues[subscriber].clear()
    for (const host of [...this.#orders.values(), ...this.#payments.values()]) host.crash()
    this.provider.crash()
    this.subscribers.restart()
    this.network.kill()
  }

  /** The store no longer knows the order. */
  forget(store: 'mypage' | 'ordermanagement', orderId: string): void {
    const table = store === 'ordermanagement' ? 'worklist' : 'orders'
    for (const name of twoOf(store)) storeNamed(name).rows(`DELETE FROM ${table} WHERE order_id = ?`, orderId)
  }

  close(): void {
    for (const host of [...this.#orders.values(), ...this.#payments.values()]) host.close()
    this.provider.close()
  }

  #newOrder(orderId: string): ObjectHost<OrderActor> {
    const { kernel } = this.options
    const injector = this.options.injectorOf(orderId)
    const create = (storage: ObjectStorage, lifetime: Lifetime, now: () => number) => {
      const publishers = forEachSubscriber((subscriber) => (messages: OrderMessage[]) => {
        return this.#send(lifetime, injector, subscriber, messages)
      })
      const catchUp = forEachSubscriber((subscriber) => this.subscribers.catchUpOf(subscriber, lifetime))
      const waitUntil = (work: () => Promise<void>) => {
        work().catch((fault) => kernel.note(`${injector.name} order: what it did beside broke off: ${fault}`))
      }
      const random = () => injector.random.next()
      const vault = testVault
      const ports = {
        orderId,
        storage,
        publishers,
        catchUp,
        hash: sha256,
        vault,
        waitUntil,
        now,
        random,
        log: () => {},
      }
      return new OrderActor(ports, actorSettings)
    }
    return new ObjectHost({
      kernel,
      injector,
      name: `${injector.name} order`,
      place: 'order',
      create,
      wake: (the) => the.onAlarm(),
    })
  }

  #newPayment(orderId: string): ObjectHost<Payment> {
    const { kernel } = this.options
    const injector = this.options.injectorOf(orderId)
    const create = (storage: ObjectStorage, lifetime: Lifetime, now: () => number) => {
      const ports = {
        orderId,
        storage,
        provider: () => this.provider.callsOf(lifetime, orderId, gateMsMax),
        orders: this.calls.orderCommands(lifetime, orderMsMax),
        now,
        random: () => injector.random.next(),
        newRefundId: () => encodeId('rfd', injector.random.bytes(17)),
        recordSettlement: (refund: SettledRefund) =>
          recordSettlement(this.calls.database(lifetime, injector, 'payment', 'payment'), orderId, refund),
        log: () => {},
      }
      return new Payment(ports, paymentSettings)
    }
    return new ObjectHost({
      kernel,
      injector,
      name: `${injector.name} payment`,
      place: 'payment',
      create,
      wake: (the) => the.onAlarm(),
    })
  }

  #send(lifetime: Lifetime, injector: OrderInjector, subscriber: Subscriber, messages: OrderMessage[]): Promise<void> {
    const fault = injector.faultAt('send', subscriber)
    if (fault !== null) this.options.kernel.note(`! ${injector.name} send to ${subscriber}: ${fault}`)
    const what = messages.map(({ data }) => data.event.type).join(', ')
    return this.network.call(
      lifetime,
      injector,
      `queue of ${subscriber}`,
      what,
      (reply: Reply<void>) => {
        if (fault === 'refused') return reply.fail(new Error('the queue refused'))
        this.queues[subscriber].take(injector, messages)
        if (fault === 'answer lost') return reply.fail(new Error('the answer was lost'))
        reply.ok()
      },
      sendMsMax,
    )
  }
}
