// Orders in memory under the real rules: decides on commands, numbers the events, and makes their messages.
import type { CommandMeta, OrderCommand } from '../../src/contract/commands.ts'
import type { EventType, RecordedEvent } from '../../src/contract/events.ts'
import { type OrderMessage, orderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Result } from '../../src/contract/result.ts'
import { tellsOf } from '../../src/contract/routing.ts'
import type { OrderCommandsRpc } from '../../src/contract/rpc.ts'
import { decide } from '../../src/order/decide.ts'
import { evolve } from '../../src/order/evolve.ts'
import { nothing, type OrderState } from '../../src/order/state.ts'
import { summarize } from '../../src/order/summary.ts'
import { newTrace } from '../../src/platform/trace.ts'

/** Its personal data is not encrypted, as in the messages of earlier releases. */
export type OpenOrder = OrderSummary & { sealed: null }
export type OpenMessage = OrderMessage & { data: { order: OpenOrder } }
type Outcome = Result<{ order: OpenOrder; recorded: boolean }>

export class OrderBook implements OrderCommandsRpc {
  /** Every command handled, in order. */
  readonly commands: { orderId: string; command: OrderCommand; meta: CommandMeta }[] = []
  /** The message of every event, in order. */
  readonly messages: OpenMessage[] = []
  /** The clock: an ISO instant, which each recorded event moves on by a second. */
  now = '2026-11-02T09:00:00.000Z'
  /** Thrown by the next calls, until it is null: the order Worker is down. */
  fault: Error | null = null
  readonly #states = new Map<string, OrderState>()

  async handle(orderId: string, command: OrderCommand, meta: CommandMeta): Promise<Outcome> {
    if (this.fault !== null) throw this.fault
    this.commands.push({ orderId, command, meta })
    let state = this.#states.get(orderId) ?? nothing
    const decision = decide(state, command, meta.by)
    if (!decision.ok) return decision
    for (const decided of decision.events) {
      const event: RecordedEvent = {
        ...decided,
        seq: state.seq + 1,
        version: 1,
        at: this.now,
        by: meta.by,
        causationId: meta.causationId,
        traceparent: meta.traceparent,
      }
      this.now = new Date(Date.parse(this.now) + 1000).toISOString()
      state = evolve(state, event)
      this.#states.set(orderId, state)
      const order = summaryOf(orderId, state)
      const before = this.#eventsOf(orderId).at(-1)
      const { data, ...envelope } = orderMessage(event, order, tellsOf('message', before, event) ? before : null)
      this.messages.push({ ...envelope, data: { ...data, order } })
    }
    return { ok: true, value: { order: summaryOf(orderId, state), recorded: decision.events.length > 0 } }
  }

  async read(orderId: string, after?: EventType): Promise<OpenOrder | null> {
    if (this.fault !== null) throw this.fault
    if (after === undefined) return openOf(orderId, this.#states.get(orderId) ?? nothing)
    const events = this.#eventsOf(orderId)
    const untilThen = events.slice(0, events.findIndex(({ type }) => type === after) + 1)
    return openOf(orderId, untilThen.reduce(evolve, nothing))
  }

  /** The history, whole or up to a seq, and the order after its last event. */
  async history(
    orderId: string,
    asOf: number | string | null = null,
  ): Promise<{ order: OpenOrder; events: RecordedEvent[] } | null> {
    if (this.fault !== null) throw this.fault
    const events = this.#eventsOf(orderId).filter(({ seq }) => typeof asOf !== 'number' || seq <= asOf)
    const order = openOf(orderId, events.reduce(evolve, nothing))
    return order === null ? null : { order, events }
  }

  /** The types of the order's events so far. */
  typesOf(orderId: string): EventType[] {
    return this.#eventsOf(orderId).map(({ type }) => type)
  }

  /** The message of the order's event of this type. */
  message(orderId: string, type: EventType): OpenMessage {
    const found = this.messages.find(({ subject, data }) => subject === orderId && data.event.type === type)
    if (found === undefined) throw new Error(`order ${orderId} has no ${type}`)
    return found
  }

  #eventsOf(orderId: string): RecordedEvent[] {
    return this.messages.filter(({ subject }) => subject === orderId).map(({ data }) => data.event)
  }
}

export const kang = {
  customerName: 'Kang',
  deliveryAddress: '12 Teheran-ro, Gangnam',
  deliveryPhoneNumber: '010-0123-4567',
  deliveryPhone: { e164: '+821001234567', display: '010-0123-4567' },
}

export type Step =
  | 'place'
  | 'pay'
  | 'take'
  | 'startDelivery'
  | 'completeDelivery'
  | 'bringBack'
  | 'retryLater'
  | 'restart'
  | 'cancel'
  | 'takeCancel'
  | 'refund'
  | 'recall'
  | 'flagNotTaken'

/**
 * Take an order of `customerId` through the steps. Throws on a refusal: the story is wrong then.
 */
export async function tell(book: OrderBook, orderId: string, customerId: string, ...steps: Step[]): Promise<void> {
  const meta = {
    by: { kind: 'system', id: 'story' },
    causationId: 'req_story',
    traceparent: newTrace('story'),
  } as const
  for (const step of steps) {
    const outcome = await book.handle(orderId, commandOf(step, orderId, customerId), meta)
    if (!outcome.ok) throw new Error(`${step} of ${orderId} was refused: ${outcome.rejection.code}`)
  }
}

const total = { amount: 1_290_000, currency: 'KRW' }
const translations = { ko: { itemName: '냉방기' } }

function commandOf(step: Step, orderId: string, customerId: string): OrderCommand {
  const deliveryId = `dlv_${orderId.slice(4)}`
  switch (step) {
    case 'place':
      return {
        type: 'PlaceOrder',
        customerId,
        contact: kang,
        lines: [{ itemId: 'itm_ac', itemName: 'Air conditioner', qty: 1, unitPrice: total, translations }],
        total,
        payment: 'requested',
        fingerprint: 'fingerprint',
      }
    case 'pay':
      return { type: 'RecordPayApproved', attempt: 1, amount: total }
    case 'take':
      return { type: 'TakeOrder' }
    case 'startDelivery':
      return { type: 'RecordDeliveryStarted', deliveryId }
    case 'completeDelivery':
      return { type: 'RecordDeliveryCompleted' }
    case 'bringBack':
      return { type: 'RecordDeliveryAttemptFailed', attempt: 1, reason: 'refused', note: null, next: 'backToStore' }
    case 'retryLater':
      return { type: 'RecordDeliveryAttemptFailed', attempt: 1, reason: 'nobodyHome', note: null, next: 'retry' }
    case 'restart':
      return { type: 'RestartDelivery', attempt: 1 }
    case 'cancel':
      return { type: 'CancelOrder', reason: 'customerRequest', note: null }
    case 'takeCancel':
      return { type: 'TakeCancelOrder' }
    case 'refund':
      return { type: 'RecordPayCanceled', refundId: 'rfd_1', amount: total }
    case 'recall':
      return { type: 'RecordDeliveryCanceled', deliveryId }
    case 'flagNotTaken':
      return { type: 'FlagOrder', cause: 'notTaken' }
  }
}

function summaryOf(orderId: string, state: OrderState): OpenOrder {
  const order = openOf(orderId, state)
  if (order === null) throw new Error(`order ${orderId} was not placed`)
  return order
}

function openOf(orderId: string, state: OrderState): OpenOrder | null {
  const order = summarize(orderId, state)
  return order && { ...order, sealed: null }
}

/** The order as readers are shown it. */
export function shownOf({ sealed: _, ...order }: OpenOrder): OrderSummary {
  return order
}

/** The example order with this number; ids in tests need not be unguessable. */
export function orderIdOf(number: number): string {
  return `ord_${String(number).padStart(26, '0')}`
}

/** Every order of a few things. */
export function permutations<T>(things: readonly T[]): T[][] {
  if (things.length <= 1) return [[...things]]
  return things.flatMap((first, index) =>
    permutations([...things.slice(0, index), ...things.slice(index + 1)]).map((rest) => [first, ...rest]),
  )
}
