// The Durable Object of an order: a thin shell that gives the actor its storage, queues and subscribers.
import { DurableObject } from 'cloudflare:workers'
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { Publisher } from '../../src/actor/ports.ts'
import type { ChargingVars } from '../../src/contract/charging.ts'
import type { CommandMeta, CommandOutcome, OrderCommand } from '../../src/contract/commands.ts'
import type { EventType } from '../../src/contract/events.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import { bindingsOf, forEachSubscriber, type SubscriberBindings } from '../../src/contract/routing.ts'
import type { CatalogRpc, SubscriberRpc, Verification } from '../../src/contract/rpc.ts'
import type { SealedHistory, SealedOrder } from '../../src/contract/sealed.ts'
import { AlarmGuard } from '../../src/platform/alarm-guard.ts'
import { daysOrForEver, positiveSeconds } from '../../src/platform/config.ts'
import { detachRpcResult } from '../../src/platform/detach-rpc-result.ts'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { contextLog } from '../../src/platform/log.ts'
import { queuePublisher } from '../../src/platform/publish.ts'
import { withTimeout } from '../../src/platform/timeout.ts'
import { vaultOf } from '../../src/platform/vault.ts'

/** Those of each subscriber are absent until it is deployed. */
type Queues = Partial<Record<SubscriberBindings['queue'], Queue<OrderMessage>>>
type Subscribers = Partial<Record<SubscriberBindings['service'], SubscriberRpc>>

export interface OrderEnv extends ChargingVars, Queues, Subscribers {
  ORDER_OBJECT: DurableObjectNamespace<OrderObject>
  CATALOG: CatalogRpc
  UNPAID_SECONDS: string
  NOT_TAKEN_SECONDS: string
  DELIVERY_NOT_STARTED_SECONDS: string
  DELIVERY_NOT_COMPLETED_SECONDS: string
  NOT_REFUNDED_SECONDS: string
  CONFIRM_SECONDS: string
  RECHECK_SECONDS: string
  ARCHIVE_AFTER_SECONDS: string
  /** Days that the personal data of a finished order is kept; 0 for ever. */
  RETENTION_DAYS: string
  PERSONAL_DATA_KEYS: string
}

const log = contextLog('order')

export class OrderObject extends DurableObject<OrderEnv> {
  readonly #guard = new AlarmGuard(this.ctx, () => actorOf(this.ctx, this.env), log)

  handle(command: OrderCommand, meta: CommandMeta): CommandOutcome {
    return this.#guard.instance().handle(command, meta)
  }

  read(after?: EventType): SealedOrder | null {
    return this.#guard.instance().read(after)
  }

  history(asOf: number | string | null): SealedHistory | null {
    return this.#guard.instance().history(asOf)
  }

  messages(withContact: boolean): OrderMessage[] {
    return this.#guard.instance().messages(withContact)
  }

  verify(): Promise<Verification | null> {
    return this.#guard.instance().verify()
  }

  republish(): SealedOrder | null {
    return this.#guard.instance().republish()
  }

  override async alarm(): Promise<void> {
    await this.#guard.alarm()
  }
}

/** The actor over the object's own storage. Throws when a variable is wrong or the history cannot be read. */
function actorOf(ctx: DurableObjectState, env: OrderEnv): OrderActor {
  const ports = {
    orderId: String(ctx.id.name),
    storage: durableStorage(ctx.storage),
    publishers: forEachSubscriber((subscriber) => publisherTo(env[bindingsOf(subscriber).queue])),
    catchUp: forEachSubscriber((subscriber) => callsTo(env[bindingsOf(subscriber).service])),
    waitUntil: (work: () => Promise<void>) => ctx.waitUntil(work()),
    hash: sha256,
    vault: vaultOf(env.PERSONAL_DATA_KEYS),
    now: () => Date.now(),
    random: () => Math.random(),
    log,
  }
  return new OrderActor(ports, {
    unpaidSeconds: positiveSeconds('UNPAID_SECONDS', env.UNPAID_SECONDS),
    flagSeconds: {
      notTaken: positiveSeconds('NOT_TAKEN_SECONDS', env.NOT_TAKEN_SECONDS),
      deliveryNotStarted: positiveSeconds('DELIVERY_NOT_STARTED_SECONDS', env.DELIVERY_NOT_STARTED_SECONDS),
      deliveryNotCompleted: positiveSeconds('DELIVERY_NOT_COMPLETED_SECONDS', env.DELIVERY_NOT_COMPLETED_SECONDS),
      notRefunded: positiveSeconds('NOT_REFUNDED_SECONDS', env.NOT_REFUNDED_SECONDS),
    },
    retentionSeconds: daysOrForEver('RETENTION_DAYS', env.RETENTION_DAYS),
    pollSeconds: positiveSeconds('CONFIRM_SECONDS', env.CONFIRM_SECONDS),
    recheckSeconds: positiveSeconds('RECHECK_SECONDS', env.RECHECK_SECONDS),
    togetherSeconds: positiveSeconds('ARCHIVE_AFTER_SECONDS', env.ARCHIVE_AFTER_SECONDS),
  })
}

/** A send that never ends must not hold up the others: it counts as failed, and is made again. */
const sendMillisecondsMax = 10_000
const answerMillisecondsMax = 10_000

/** Without a queue nothing is sent: the polls bring the messages. */
function publisherTo(queue: Queue<OrderMessage> | undefined): Publisher {
  if (queue === undefined) return async () => {}
  const publish = queuePublisher(queue)
  return (messages: OrderMessage[]) => withTimeout(sendMillisecondsMax, publish(messages))
}

function callsTo(subscriber: SubscriberRpc | undefined): SubscriberRpc['catchUp'] {
  return async (...args) => {
    if (subscriber === undefined) throw new Error('this subscriber is not bound')
    return await withTimeout(answerMillisecondsMax, detachRpcResult(subscriber.catchUp(...args)))
  }
}
