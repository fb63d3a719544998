// A world around one payment: the real order actor, the real sandbox and its adapter, SQLite, and a clock that only the
// test moves. The payment object can crash at any call that it makes.
import { DatabaseSync } from 'node:sqlite'
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { CommandMeta, OrderCommand } from '../../src/contract/commands.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderRecord } from '../../src/contract/order.ts'
import { forEachSubscriber } from '../../src/contract/routing.ts'
import type { OrderCommandsRpc } from '../../src/contract/rpc.ts'
import { Payment } from '../../src/payment/actor/payment-actor.ts'
import type { SettlementRequest } from '../../src/payment/actor/settle-refund.ts'
import type { SettledRefund } from '../../src/payment/domain/refund.ts'
import { requestsRefund } from '../../src/payment/event-handler.ts'
import type { ChargeOutcome, ProviderCalls, Rejected } from '../../src/payment/providers/provider.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { isUninitialized } from '../../src/platform/schema.ts'
import type { Storage } from '../../src/platform/storage.ts'
import { actorSettings } from './actor-settings.ts'
import { objectSql } from './node-storage.ts'
import { kangsOrder, noon, orderId, won } from './orders.ts'
import { type Call, type Faults, plantedCalls } from './planted-calls.ts'
import { newSandbox } from './sandbox.ts'
import { testVault } from './vault.ts'

export { noon, orderId, won } from './orders.ts'
export type { Call, Fault } from './planted-calls.ts'

const meta: CommandMeta = { by: { kind: 'customer', id: '1' }, causationId: 'test' }

/** Most alarms until the world is at rest. */
const alarmsMax = 2000

export type World = ReturnType<typeof world>

export function world(faults: Faults = () => null) {
  const clock = { now: noon }
  const queue: OrderMessage[] = []
  const database = new DatabaseSync(':memory:')
  const alarm: { at: number | null } = { at: null }
  const calls: Call[] = []
  const logs: string[] = []
  /** The spans of the calls to the provider. */
  const spans: (string | undefined)[] = []
  const writes = { attempts: 0, alarms: 0 }
  const settled: SettledRefund[] = []
  let refundIds = 0
  const order = newOrder(clock, queue)
  const sandbox = newSandbox(clock)
  const other = newSandbox(clock)
  /** The provider of new attempts, and all that are configured. */
  const shop = { chosen: 'sandbox', configured: ['sandbox'] }
  let life = newLife()

  function newLife() {
    const { lives, make } = plantedCalls(faults, calls)
    const signal = new AbortController().signal
    const callsTo = ({ provider }: typeof sandbox): ProviderCalls => ({
      charge: (charge) => {
        spans.push(charge.traceparent)
        return make<ChargeOutcome | Rejected>('charge', () => provider.charge(charge, signal), { status: 'rejected' })
      },
      find: (query) => make('find', () => provider.find(query, signal)),
      cancel: (query) => make('cancel', () => provider.cancel(query, signal)),
      refund: (refund) => {
        spans.push(refund.traceparent)
        return make('refund', () => provider.refund(refund, signal))
      },
      refunds: (charge) => make('refunds', () => provider.refunds(charge, signal)),
    })
    const providers: Record<string, ProviderCalls> = { sandbox: callsTo(sandbox), other: callsTo(other) }
    const orders: OrderCommandsRpc = {
      handle: (_id, command, by) => make(command.type, async () => order.handle(command, by)),
      read: (_id, after) => make('read', async () => order.read(after)),
    }
    const { sql, transaction } = objectSql(database)
    const storage: Storage = {
      sql: (query, ...bindings) => {
        if (query.includes('INTO attempt')) writes.attempts++
        return sql(query, ...bindings)
      },
      transaction,
      setAlarm: (at) => {
        if (!lives.alive) throw new Error('the dead do not write')
        writes.alarms++
        alarm.at = at
      },
    }
    const ports = {
      orderId,
      storage,
      provider: (name: string) => (shop.configured.includes(name) ? (providers[name] ?? null) : null),
      orders,
      now: () => clock.now,
      random: () => 0.5,
      newRefundId: () => `rfd_${++refundIds}`,
      recordSettlement: (refund: SettledRefund) => make('recordSettlement', async () => void settled.push(refund)),
      log: (event: string) => void logs.push(event),
    }
    const payment = new Payment(ports, {
      providerName: shop.chosen,
      unnamedProvider: 'sandbox',
      testToken: 'tok_approved',
      unpaidMs: 1_800_000,
      retryMs: 1000,
      recoverAfterMs: 3000,
      lateArrivalMs: 120_000,
    })
    return { payment, lives, storage }
  }

  /** The object is gone from memory; the next call gets a new one over the same storage. */
  function forget() {
    life = newLife()
  }

  async function orCrash<T>(work: Promise<T>): Promise<T | 'ended'> {
    const result = await Promise.race([work, life.lives.ended])
    if (!life.lives.alive) forget()
    return result
  }

  return {
    clock,
    calls,
    spans,
    logs,
    alarm,
    writes,
    settled,
    queue,
    /** The shop is deployed with other providers. */
    deploy(chosen: string, ...others: string[]) {
      Object.assign(shop, { chosen, configured: [chosen, ...others] })
      forget()
    },
    forget,
    payment: () => life.payment,
    order: () => placed(order.read()),
    /** The customer pays: a call like the service's, with the order as it is now. */
    pay: (token: string | null, key: string | null = null, returnUrl: string | null = null, traceparent?: string) => {
      const idempotency = key === null ? null : { key, fingerprint: `${token}` }
      return orCrash(life.payment.pay(placed(order.read()), token, idempotency, returnUrl, traceparent))
    },
    lookUp: () => orCrash(life.payment.lookUp()),
    settle: (request: SettlementRequest) => orCrash(life.payment.settle(request)),
    /** The owner of the card decides at the page of the sandbox. */
    decide: (number: number, outcome: 'approved' | 'refused') => sandbox.decide(number, outcome),
    command: (command: OrderCommand) => order.handle(command, meta),
    /**
     * The order's alarm, and then everything that waits in the payment's queue, delivered twice and in reverse. What
     * the payment cannot handle yet waits on.
     */
    async publish() {
      await order.onAlarm()
      const waiting = new Set<OrderMessage>()
      for (const message of [...queue.splice(0)].reverse().flatMap((once) => [once, once])) {
        if (!requestsRefund(message)) continue
        try {
          life.payment.requestRefunds(message.data.order)
        } catch {
          waiting.add(message)
        }
      }
      queue.push(...waiting)
    },
    /** One alarm, at its time. False when none is set. */
    async alarmOnce(): Promise<boolean> {
      if (alarm.at === null) return false
      clock.now = Math.max(clock.now, alarm.at)
      alarm.at = null
      // The platform calls an alarm that did not end only a few times more: here it is never called again.
      await orCrash(life.payment.onAlarm())
      return true
    },
    /** Alarms and messages, until nothing is left to do, or until `until`. */
    async rest(until = Number.POSITIVE_INFINITY) {
      for (let alarms = 0; alarms < alarmsMax; alarms++) {
        await this.publish()
        if (alarm.at !== null && alarm.at > until) {
          clock.now = until
          return
        }
        if (!(await this.alarmOnce()) && queue.length === 0) return
      }
      throw new Error('the payment never comes to rest')
    },
    /** A charge that was lost on the way out reaches the provider after all. */
    async arriveLate(attempt: number) {
      const charge = { key: `${orderId}-${attempt}`, orderId, amount: won(4500), token: 'tok_approved' }
      await sandbox.provider.charge(charge, new AbortController().signal)
    },
    /** The newest refund comes back from the bank. */
    failRefund: () => sandbox.failRefund(),
    /** Somebody refunds the first charge at the provider's dashboard. */
    refundByHand: (amount: number) => sandbox.refundByHand(amount),
    events: () => order.history(null)?.events ?? [],
    /** How often the order has recorded an event. */
    recorded: (type: string) => (order.history(null)?.events ?? []).filter((event) => event.type === type).length,
    /** The charges and refunds that the sandbox has made. */
    moved: () => sandbox.moved(),
    /** Those that the other provider has made. */
    movedElsewhere: () => other.moved(),
    /** How many tokens the payment has stored. */
    tokensKept: () =>
      isUninitialized(life.storage) ? 0 : life.storage.sql('SELECT token FROM attempt WHERE token IS NOT NULL').length,
  }
}

function newOrder(clock: { now: number }, queue: OrderMessage[]) {
  const applied = async (order: OrderRecord) => ({ busy: false as const, appliedSeq: order.seq })
  const ports = {
    orderId,
    storage: { ...objectSql(new DatabaseSync(':memory:')), setAlarm: () => {} },
    publishers: {
      ...forEachSubscriber(() => async () => {}),
      payment: async (messages: OrderMessage[]) => void queue.push(...messages),
    },
    catchUp: forEachSubscriber(() => applied),
    hash: sha256,
    vault: testVault,
    waitUntil: (work: () => Promise<void>) => void work(),
    now: () => clock.now,
    random: () => 0.5,
    log: () => {},
  }
  const actor = new OrderActor(ports, actorSettings)
  actor.handle({ ...kangsOrder, lines: [...kangsOrder.lines] }, meta)
  return actor
}

function placed(order: OrderRecord | null): OrderRecord {
  if (order === null) throw new Error('the order was never placed')
  return order
}
