// The Durable Object of an order: a thin shell that gives the actor its storage, queues and subscribers.
import { DurableObject, tracing } from 'cloudflare:workers'
import { orderConfig } from '../../src/actor/config.ts'
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { Publisher } from '../../src/actor/ports.ts'
import type { CommandMeta, CommandOutcome, OrderCommand } from '../../src/contract/commands.ts'
import type { EventType } from '../../src/contract/events.ts'
import type { CollectorRpc } from '../../src/contract/figures.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import { forEachSubscriber, type ServiceBinding, serviceOf } from '../../src/contract/routing.ts'
import type { CatalogRpc, SubscriberRpc, Verification } from '../../src/contract/rpc.ts'
import type { SealedHistory, SealedOrder } from '../../src/contract/sealed.ts'
import { AlarmGuard } from '../../src/platform/alarm-guard.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { detachRpcResult } from '../../src/platform/detach-rpc-result.ts'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { type EventQueues, queueFor, queuesOf } from '../../src/platform/event-queues.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { contextLog, type LogFields } from '../../src/platform/log.ts'
import { meter } from '../../src/platform/meter.ts'
import { queuePublisher } from '../../src/platform/publish.ts'
import { withTimeout } from '../../src/platform/timeout.ts'

/** Those of each subscriber are absent until it is deployed. */
type Queues = EventQueues<Queue<OrderMessage>>
type Subscribers = Partial<Record<ServiceBinding, SubscriberRpc>>

export interface OrderEnv extends Vars<typeof orderConfig>, Queues, Subscribers {
  ORDER_OBJECT: DurableObjectNamespace<OrderObject>
  CATALOG: CatalogRpc
  /** Absent until operations is deployed. */
  COLLECTOR?: CollectorRpc
}

const log = contextLog('order')
const late = meter(Date.now)

export class OrderObject extends DurableObject<OrderEnv> {
  readonly #guard = new AlarmGuard(this.ctx, () => actorOf(this.ctx, this.env), log)

  handle(command: OrderCommand, meta: CommandMeta): CommandOutcome {
    this.#nameTrace(meta.traceparent)
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
    this.#nameTrace()
    await this.#guard.alarm()
  }

  /** The platform gives its spans ids of its own: by these attributes they are found from the order's id. */
  #nameTrace(traceparent?: string): void {
    tracing.getActiveSpan()?.setAttributes({ 'order.id': String(this.ctx.id.name), 'shop.traceparent': traceparent })
  }
}

/** The actor over the object's own storage. Throws when a variable is wrong or the history cannot be read. */
function actorOf(ctx: DurableObjectState, env: OrderEnv): OrderActor {
  const config = readConfig(orderConfig, env)
  const orderId = String(ctx.id.name)
  const ports = {
    orderId,
    storage: durableStorage(ctx.storage),
    publishers: forEachSubscriber((subscriber) => publisherTo(queueFor(queuesOf(env, subscriber), orderId))),
    catchUp: forEachSubscriber((subscriber) => callsTo(env[serviceOf(subscriber)])),
    waitUntil: (work: () => Promise<void>) => ctx.waitUntil(work()),
    hash: sha256,
    vault: config.PERSONAL_DATA_KEYS,
    now: () => Date.now(),
    random: () => Math.random(),
    log: (event: string, fields: LogFields = {}) => {
      log(event, fields)
      ctx.waitUntil(countLate(event, fields, env))
    },
  }
  return new OrderActor(ports, {
    unpaidSeconds: config.UNPAID_SECONDS,
    flagSeconds: {
      notTaken: config.NOT_TAKEN_SECONDS,
      deliveryNotStarted: config.DELIVERY_NOT_STARTED_SECONDS,
      deliveryNotCompleted: config.DELIVERY_NOT_COMPLETED_SECONDS,
      notRefunded: config.NOT_REFUNDED_SECONDS,
    },
    retentionSeconds: config.RETENTION_DAYS,
    pollSeconds: config.CONFIRM_SECONDS,
    recheckSeconds: config.RECHECK_SECONDS,
    togetherSeconds: config.ARCHIVE_AFTER_SECONDS,
  })
}

/** The log lines of what is late are figures too. An order that is on time tells nothing. */
async function countLate(event: string, { subscriber, waitingSeconds }: LogFields, env: OrderEnv): Promise<void> {
  if (typeof subscriber !== 'string' || typeof waitingSeconds !== 'number') return
  if (event === 'publish_failed') late.peak('homeappliance_outbox_age_seconds', [subscriber], waitingSeconds)
  if (event === 'checkpoint_unknown') late.peak('homeappliance_projection_lag_seconds', [subscriber], waitingSeconds)
  await late.flush(env.COLLECTOR, log)
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
