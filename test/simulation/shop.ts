// The whole shop in one process: its objects, stores and queues, each with its production code.
import { OrderActor } from '../../src/actor/order-actor.ts'
import { encodeId } from '../../src/contract/ids.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import { type Subscriber, subscribers } from '../../src/contract/routing.ts'
import type { OutgoingMessage } from '../../src/message/notifier.ts'
import { Payment } from '../../src/payment/actor/payment-actor.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { Calls } from './calls.ts'
import { D1 } from './d1.ts'
import type { Kernel } from './kernel.ts'
import type { Lane } from './lane.ts'
import { gateMsMax, orderMsMax, sendMsMax } from './limits.ts'
import { type Life, Network, type Reply } from './network.ts'
import { ObjectHost, type ObjectStorage } from './object.ts'
import type { Place } from './plan.ts'
import { Provider } from './provider.ts'
import { VirtualQueue } from './queue.ts'
import { Subscribers } from './subscribers.ts'
import type { Work } from './work.ts'

/** As in the Workers' variables. */
export const recheckSeconds = 86_400
/** Persons are called within hours, so that a run sees it; for what needs none, only when the run is long over. */
const flagSeconds = { notTaken: 5400, deliveryNotStarted: 86_400, deliveryNotCompleted: 5400, notRefunded: 86_400 }
const actorSettings = { unpaidSeconds: 1800, flagSeconds, pollSeconds: 20, recheckSeconds }
const paymentSettings = {
  providerName: 'sandbox',
  testToken: 'tok_approved',
  retryMs: 1000,
  recoverAfterMs: gateMsMax,
  lateArrivalMs: 120_000,
}

export const storeNames = ['ordermanagement', 'delivery', 'payment', 'message', 'mypage0', 'mypage1'] as const
export type StoreName = (typeof storeNames)[number]

export type ShopOptions = {
  kernel: Kernel
  laneOf: (orderId: string) => Lane
  isDown: (place: Place) => boolean
  /** How long a statement takes at the place's database; 0: no time that matters. */
  msPerStatement: (place: Place) => number
  mayLose: boolean
}

export class Shop {
  readonly options: ShopOptions
  readonly network: Network
  readonly calls: Calls
  readonly subscribers: Subscribers
  readonly provider: Provider
  readonly queues: Record<Subscriber, VirtualQueue>
  /** What the customers' channel was given, repeats included. */
  readonly sent: { at: number; message: OutgoingMessage }[] = []
  readonly #orders = new Map<string, ObjectHost<OrderActor>>()
  readonly #payments = new Map<string, ObjectHost<Payment>>()

  constructor(options: ShopOptions) {
    this.options = options
    this.network = new Network(options.kernel)
    this.calls = new Calls(this)
    this.subscribers = new Subscribers(this)
    const { kernel, laneOf, isDown, mayLose } = options
    this.provider = new Provider(this.network, { kernel, laneOf, isDown: () => isDown('sandbox') })
    const queueOf = (subscriber: Subscriber) =>
      new VirtualQueue(this.network, subscriber, mayLose, this.subscribers.consumerOf(subscriber))
    this.queues = {
      ordermanagement: queueOf('ordermanagement'),
      delivery: queueOf('delivery'),
      payment: queueOf('payment'),
      message: queueOf('message'),
      mypage: queueOf('mypage'),
    }
    for (const name of storeNames) storeNamed(name).clear()
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

  /** What was done to bring the events to their subscribers. */
  work(): Work {
    const queues = Object.values(this.queues)
    return {
      messages: queues.reduce((sum, { taken }) => sum + taken, 0),
      calls: this.subscribers.calls,
      queuesEmptyAt: Math.max(...queues.map(({ emptyAt }) => emptyAt)),
    }
  }

  /** Everything in memory ends at once; the queues too, where they are in memory. */
  restart(losesQueues: boolean): void {
    if (losesQueues) for (const subscriber of subscribers) this.queues[subscriber].forget()
    for (const host of [...this.#orders.values(), ...this.#payments.values()]) host.crash()
    this.provider.crash()
    this.subscribers.restart()
    this.network.kill()
  }

  /** The store no longer knows the order. */
  forget(store: 'mypage' | 'ordermanagement', orderId: string): void {
    if (store === 'ordermanagement') storeNamed(store).rows('DELETE FROM worklist WHERE order_id = ?', orderId)
    else for (const name of ['mypage0', 'mypage1'] as const) storeNamed(name).rows(deleteOrder, orderId)
  }

  close(): void {
    for (const host of [...this.#orders.values(), ...this.#payments.values()]) host.close()
    this.provider.close()
  }

  #newOrder(orderId: string): ObjectHost<OrderActor> {
    const { kernel } = this.options
    const lane = this.options.laneOf(orderId)
    const create = (storage: ObjectStorage, life: Life, now: () => number) => {
      const publisher = (subscriber: Subscriber) => (messages: OrderMessage[]) =>
        this.#send(life, lane, subscriber, messages)
      const publishers = {
        ordermanagement: publisher('ordermanagement'),
        delivery: publisher('delivery'),
        payment: publisher('payment'),
        message: publisher('message'),
        mypage: publisher('mypage'),
      }
      const catchUp = {
        ordermanagement: this.subscribers.catchUpOf('ordermanagement', life),
        delivery: this.subscribers.catchUpOf('delivery', life),
        payment: this.subscribers.catchUpOf('payment', life),
        message: this.subscribers.catchUpOf('message', life),
        mypage: this.subscribers.catchUpOf('mypage', life),
      }
      const waitUntil = (work: () => Promise<void>) => {
        work().catch((fault) => kernel.note(`${lane.name} order: what it did beside broke off: ${fault}`))
      }
      const random = () => lane.random.next()
      const ports = { orderId, storage, publishers, catchUp, hash: sha256, waitUntil, now, random, log: () => {} }
      return new OrderActor(ports, actorSettings)
    }
    return new ObjectHost({
      kernel,
      lane,
      name: `${lane.name} order`,
      place: 'order',
      create,
      wake: (the) => the.onAlarm(),
    })
  }

  #newPayment(orderId: string): ObjectHost<Payment> {
    const { kernel } = this.options
    const lane = this.options.laneOf(orderId)
    const create = (storage: ObjectStorage, life: Life, now: () => number) => {
      const ports = {
        orderId,
        storage,
        provider: this.provider.callsOf(life, orderId, gateMsMax),
        orders: this.calls.orderCommands(life, orderMsMax),
        now,
        random: () => lane.random.next(),
        newRefundId: () => encodeId('rfd', lane.random.bytes(17)),
        log: () => {},
      }
      return new Payment(ports, paymentSettings)
    }
    return new ObjectHost({
      kernel,
      lane,
      name: `${lane.name} payment`,
      place: 'payment',
      create,
      wake: (the) => the.onAlarm(),
    })
  }

  #send(life: Life, lane: Lane, subscriber: Subscriber, messages: OrderMessage[]): Promise<void> {
    const fault = lane.strikes('send', subscriber)
    if (fault !== null) this.options.kernel.note(`! ${lane.name} send to ${subscriber}: ${fault}`)
    const what = messages.map(({ data }) => data.event.type).join(', ')
    return this.network.call(
      life,
      lane,
      `queue of ${subscriber}`,
      what,
      (reply: Reply<void>) => {
        if (fault === 'refused') return reply.fail(new Error('the queue refused'))
        this.queues[subscriber].take(lane, messages)
        if (fault === 'answer lost') return reply.fail(new Error('the answer was lost'))
        reply.ok()
      },
      sendMsMax,
    )
  }
}

const deleteOrder = 'DELETE FROM orders WHERE order_id = ?'

const opened = new Map<StoreName, D1>()

/** A store; opening one is slow, so that each is opened once and emptied for every run. */
export function storeNamed(name: StoreName): D1 {
  const store = opened.get(name) ?? new D1(name.replace(/\d$/, ''))
  opened.set(name, store)
  return store
}
