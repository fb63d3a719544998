// The actors behind the gateway's tests: an order and a payment for each id, the gate, and the sandbox's provider.
import { OrderActor } from '../../src/actor/order-actor.ts'
import { type OrderMessage, orderMessageSchema } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import { forEachSubscriber, type Subscriber } from '../../src/contract/routing.ts'
import type { OrderCommandsRpc } from '../../src/contract/rpc.ts'
import { notFound } from '../../src/order/order-service.ts'
import { Payment } from '../../src/payment/actor/payment-actor.ts'
import type { SettledRefund } from '../../src/payment/domain/refund.ts'
import { handleOrderEvents as toPayment } from '../../src/payment/event-handler.ts'
import { paymentService } from '../../src/payment/payment-service.ts'
import { Gate } from '../../src/payment/providers/gate.ts'
import { recordSettlement } from '../../src/payment/reconciliation/acts.ts'
import { reconciliationService } from '../../src/payment/reconciliation/service.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { actorSettings } from './actor-settings.ts'
import { type NodeStorage, openStorage } from './node-storage.ts'
import { newSandbox } from './sandbox.ts'
import type { LocalDatabase } from './sqlite.ts'
import { testVault } from './vault.ts'

export type Clock = { now(): number }
type Deliver = (messages: OrderMessage[]) => Promise<unknown>

/** `deliver`: hands an order's events to a subscriber other than payment. */
export function openActors(
  clock: Clock,
  database: LocalDatabase,
  deliver: Partial<Record<Exclude<Subscriber, 'payment'>, Deliver>>,
) {
  const orderActors = new Map<string, OrderActor>()
  const payments = new Map<string, { payment: Payment; storage: NodeStorage }>()
  const background: (() => Promise<unknown>)[] = []
  const now = () => clock.now()
  const base = { now, random: () => 0.5, log: () => {} }
  const applied = async (order: OrderSummary) => ({ busy: false as const, appliedSeq: order.seq })
  const { provider } = newSandbox({
    get now() {
      return clock.now()
    },
  })
  const gate = new Gate(provider, { timeoutMs: 5000, callsMax: 10, openMs: 1000 }, () => {})

  const toEach: Partial<Record<Subscriber, Deliver>> = {
    ...deliver,
    payment: (messages) => toPayment({ database, payments: { getByName: paymentStub } }, messages),
  }
  const publishers = forEachSubscriber((subscriber) => async (messages: OrderMessage[]) => {
    await toEach[subscriber]?.(messages)
  })
  const catchUp = forEachSubscriber(() => applied)
  /** Events go out after the answer, so that it does not depend on how fast they are. */
  const waitUntil = (work: () => Promise<void>) => void background.push(work)

  function actorOf(orderId: string): OrderActor {
    const ports = {
      ...base,
      orderId,
      storage: openStorage(),
      publishers,
      catchUp,
      hash: sha256,
      vault: testVault,
      waitUntil,
    }
    const actor = orderActors.get(orderId) ?? new OrderActor(ports, actorSettings)
    orderActors.set(orderId, actor)
    return actor
  }

  /** As over RPC: every call is a promise. */
  function orderOf(orderId: string) {
    return {
      handle: async (...args: Parameters<OrderActor['handle']>) => actorOf(orderId).handle(...args),
      read: async (...args: Parameters<OrderActor['read']>) => actorOf(orderId).read(...args),
      history: async (...args: Parameters<OrderActor['history']>) => actorOf(orderId).history(...args),
      verify: async () => await actorOf(orderId).verify(),
      republish: async () => actorOf(orderId).republish(),
    }
  }

  const orders: OrderCommandsRpc = {
    handle: async (orderId, ...args) => (orderActors.has(orderId) ? orderOf(orderId).handle(...args) : notFound),
    read: async (orderId, after) => (orderActors.has(orderId) ? orderOf(orderId).read(after) : null),
  }

  function paymentOf(orderId: string) {
    const storage = openStorage()
    let refunds = 0
    const ports = {
      ...base,
      orderId,
      storage,
      provider: () => gate,
      orders,
      newRefundId: () => `rfd_${++refunds}`,
      recordSettlement: (refund: SettledRefund) => recordSettlement(database, orderId, refund),
    }
    const names = { providerName: 'sandbox', unnamedProvider: 'sandbox' }
    const settings = {
      testToken: 'tok_approved',
      retryMs: 1000,
      recoverAfterMs: 6000,
      lateArrivalMs: 120_000,
      unpaidMs: 1_800_000,
    }
    const made = () => ({ storage, payment: new Payment(ports, { ...settings, ...names }) })
    const one = payments.get(orderId) ?? made()
    payments.set(orderId, one)
    return one
  }

  function paymentStub(orderId: string) {
    const { payment } = paymentOf(orderId)
    return {
      pay: (...args: Parameters<Payment['pay']>) => payment.pay(...args),
      requestRefunds: async (order: OrderSummary) => payment.requestRefunds(order),
      hasAllRefunds: async (order: OrderSummary) => payment.hasAllRefunds(order),
      news: async () => payment.news(),
      repair: async (...args: Parameters<Payment['repair']>) => payment.repair(...args),
      lookUp: () => payment.lookUp(),
      settle: (...args: Parameters<Payment['settle']>) => payment.settle(...args),
      next: async () => payment.next(),
      view: async () => payment.view(),
      state: async () => payment.state(),
    }
  }

  const recordPorts = { providers: ['sandbox'], record: (_: string, orderId: string) => gate.record(orderId) }
  /** As operations fills them: the order messages that are put there are applied. */
  const queueOf = (subscriber: Subscriber) => ({
    sendBatch: async (batch: { body: unknown }[]) => {
      const messages = batch.flatMap(({ body }) => orderMessageSchema.safeParse(body).data ?? [])
      background.push(() => publishers[subscriber](messages as OrderMessage[]))
    },
  })
  return {
    gate,
    queues: forEachSubscriber(queueOf),
    orderOf,
    orders,
    async messagesOf(orderId: string, withContact: boolean): Promise<OrderMessage[]> {
      return orderActors.has(orderId) ? actorOf(orderId).messages(withContact) : []
    },
    PAYMENTS: paymentService({
      vault: testVault,
      orders,
      payment: paymentStub,
      ...recordPorts,
      orderOfRefund: (_, refundId) => gate.orderOfRefund(refundId),
      openPage: (_, page) => gate.openPage(page),
      dispute: (_, disputeId) => gate.dispute(disputeId),
      gates: async () => ({ 'sandbox-0': gate.state() }),
      provider: (name) => (name === 'sandbox' ? provider : null),
      now,
      log: () => {},
    }),
    RECONCILIATIONS: reconciliationService({
      database,
      orders,
      paymentState: async (orderId) => paymentOf(orderId).payment.state(),
      payment: paymentStub,
      ledger: (_, from, to, cursor) => gate.ledger(from, to, cursor),
      ...recordPorts,
      now,
      newId: () => crypto.randomUUID(),
      settleMs: 300_000,
      log: () => {},
    }),
    /** Until every event has reached its subscribers, and every payment's alarm that is due has gone off. */
    async settle(): Promise<void> {
      for (;;) {
        const due = [...payments.values()].filter(({ storage }) => storage.alarm !== null && storage.alarm <= now())
        for (const { payment, storage } of due) {
          storage.alarm = null
          background.push(() => payment.onAlarm())
        }
        if (background.length === 0) return
        await Promise.all(background.splice(0).map((work) => work()))
      }
    },
  }
}
