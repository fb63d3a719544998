// The order context's API. Each call is made for a verified caller; another customer's order answers `order_not_found`.

import { type Call, mayCall, ownsResource } from '../contract/authorization.ts'
import { type Caller, system } from '../contract/caller.ts'
import type { ChargingOf } from '../contract/charging.ts'
import { type CommandMeta, causeOf, commandMeta, type OrderCommand } from '../contract/commands.ts'
import type { EventType, RecordedEvent } from '../contract/events.ts'
import { fingerprintOf } from '../contract/idempotency.ts'
import { orderIdFor, orderIdSchema, randomOrderId, refundIdFor } from '../contract/ids.ts'
import { told } from '../contract/language.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import type { OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { CatalogRpc, Item, OrderRpc, PlaceOrderRequest, Verification } from '../contract/rpc.ts'
import type { OrderHistory } from '../contract/sealed.ts'
import { syntheticCustomer, syntheticItemId } from '../contract/synthetic.ts'
import { asLine, reasonLengthMax, reasonWanted } from '../contract/text.ts'
import { price } from './pricing.ts'

/** The actor of one order, whose answers have their personal data. */
export type ActorRef = {
  handle(command: OrderCommand, meta: CommandMeta): Promise<Result<{ order: OrderSummary; recorded: boolean }>>
  /** The order now, or right after its first event of a type; null when there is none. */
  read(after?: EventType): Promise<OrderSummary | null>
  history(asOf: number | string | null): Promise<OrderHistory | null>
  verify(): Promise<Verification | null>
  republish(): Promise<OrderSummary | null>
}

export type OrderServicePorts = {
  actor: (orderId: string) => ActorRef
  catalog: Pick<CatalogRpc, 'find'>
  /** A cache of the catalog, which may be a little old: see contract/shelf.ts. */
  shelf: Pick<CatalogRpc, 'find'>
  /** How the payment provider charges each currency of the shop. */
  chargingOf: ChargingOf
}

export const notFound = refused({
  code: 'order_not_found',
  ...told({ en: 'There is no such order.', ko: '그런 주문이 없습니다.' }),
})

const keyReused = refused({
  code: 'idempotency_key_reused',
  ...told({
    en: 'This Idempotency-Key was used for a different order.',
    ko: '이 Idempotency-Key는 다른 주문에 이미 사용되었습니다.',
  }),
})
const invalidReason = refused({ code: 'invalid_request', ...told(reasonWanted), field: 'reason' })

export function orderService(ports: OrderServicePorts): OrderRpc {
  /** The order, when the caller may make this call and may see that order. */
  async function visible(call: Call, caller: Caller, orderId: string): Promise<Result<OrderSummary>> {
    if (!mayCall(caller.role, call)) return forbidden(caller)
    // No object is made for a text that cannot be the id of an order.
    if (!orderIdSchema.safeParse(orderId).success) return notFound
    const order = await ports.actor(orderId).read()
    return order !== null && ownsResource(caller, call, order.customerId) ? accepted(order) : notFound
  }

  return {
    get: (caller, orderId) => visible('readOrder', caller, orderId),

    async place(caller, input, request) {
      if (!mayCall(caller.role, 'placeOrder')) return forbidden(caller)
      const { requestId, idempotencyKey } = request
      const fingerprint = await fingerprintOf(asTyped(input))
      const orderId = await idOf(caller, idempotencyKey)
      const actor = ports.actor(orderId)
      const itemIds = input.lines.map((line) => line.itemId)
      const cached = price(input, await itemsFor(ports.shelf, caller, itemIds), ports.chargingOf)
      // The cache may lack a new item or a new price: only the catalog itself is a reason to refuse.
      const priced = cached.ok ? cached : price(input, await itemsFor(ports.catalog, caller, itemIds), ports.chargingOf)
      if (!priced.ok) {
        // The catalog may have changed since the first request: its repeat gets the order that was placed then.
        const placed = idempotencyKey === null ? null : await actor.history(1)
        if (placed === null) return priced
        return wasPlacedAs(fingerprint, placed.events) ? await placedBefore(actor, placed.order) : keyReused
      }
      const outcome = await actor.handle(
        {
          type: 'PlaceOrder',
          customerId: caller.subject,
          contact: input.contact,
          ...priced.value,
          payment: input.withPaymentToken ? 'processing' : 'requested',
          fingerprint,
        },
        causeOf(caller, requestId),
      )
      if (!outcome.ok) return outcome
      if (outcome.value.recorded) return accepted({ order: outcome.value.order, created: true })
      return await placedBefore(actor, outcome.value.order)
    },

    async cancel(caller, orderId, input, request) {
      const seen = await visible('cancelOrder', caller, orderId)
      if (!seen.ok) return seen
      const note = input === null ? null : asLine(input, reasonLengthMax)
      if (note === null && input !== null) return invalidReason
      const reason = caller.role === 'customer' ? 'customerRequest' : 'staffDecision'
      const command = { type: 'CancelOrder', reason, note } as const
      const outcome = await ports.actor(orderId).handle(command, await commandMeta(caller, request, command))
      return outcome.ok ? accepted(outcome.value.order) : outcome
    },

    async refundPart(caller, orderId, amount, input, request) {
      const seen = await visible('refundPart', caller, orderId)
      if (!seen.ok) return seen
      const reason = asLine(input, reasonLengthMax)
      if (reason === null) return invalidReason
      if (amount.amount % stepOf(amount, ports) !== 0) return noMultipleOf(stepOf(amount, ports), amount)
      const command = { type: 'RefundPart', amount, reason } as const
      const meta = await commandMeta(caller, request, command)
      const refundId = await refundIdFor(orderId, caller.subject, request.idempotencyKey ?? request.requestId)
      const outcome = await ports.actor(orderId).handle({ ...command, refundId }, meta)
      return outcome.ok ? accepted(outcome.value.order) : outcome
    },

    async history(caller, orderId, asOf) {
      if (!mayCall(caller.role, 'readHistory')) return forbidden(caller)
      if (!orderIdSchema.safeParse(orderId).success) return notFound
      const history = await ports.actor(orderId).history(asOf)
      const isVisible = history !== null && ownsResource(caller, 'readHistory', history.order.customerId)
      return isVisible ? accepted(history) : notFound
    },

    ...maintenance(ports, visible),
  }
}

/** The id of a new order, in the region of its customer. */
async function idOf({ subject, region }: Caller, idempotencyKey: string | null): Promise<string> {
  return idempotencyKey === null ? randomOrderId(region) : await orderIdFor(subject, idempotencyKey, region)
}

/** The synthetic item is for the synthetic customer alone. */
async function itemsFor(
  catalog: Pick<CatalogRpc, 'find'>,
  { subject }: Caller,
  itemIds: string[],
): Promise<Record<string, Item>> {
  const items = await catalog.find(itemIds)
  if (subject === syntheticCustomer.subject) return items
  const { [syntheticItemId]: _, ...others } = items
  return others
}

type Visible = (call: Call, caller: Caller, orderId: string) => Promise<Result<OrderSummary>>

/** Maintenance calls: record that payment does not answer, verify, republish, erase. */
function maintenance(
  ports: OrderServicePorts,
  visible: Visible,
): Pick<OrderRpc, 'verify' | 'republish' | 'deferPayment' | 'erase'> {
  return {
    async erase(caller, orderId, request) {
      const seen = await visible('erasePersonalData', caller, orderId)
      if (!seen.ok) return seen
      const command = { type: 'ErasePersonalData' } as const
      const outcome = await ports.actor(orderId).handle(command, await commandMeta(caller, request, command))
      return outcome.ok ? accepted(outcome.value.order) : outcome
    },

    async deferPayment(caller, orderId, requestId) {
      const seen = await visible('pay', caller, orderId)
      if (!seen.ok) return seen
      const { attempt } = seen.value.payment
      const command = { type: 'RecordPayDeferred', attempt, reason: 'payment is out of reach' } as const
      const meta = { ...causeOf(caller, requestId), by: system('gateway') }
      const outcome = await ports.actor(orderId).handle(command, meta)
      return outcome.ok ? accepted(outcome.value.order) : outcome
    },

    async verify(caller, orderId) {
      const seen = await visible('verifyHistory', caller, orderId)
      if (!seen.ok) return seen
      const verification = await ports.actor(orderId).verify()
      return verification === null ? notFound : accepted(verification)
    },

    async republish(caller, orderId) {
      const seen = await visible('republishOrder', caller, orderId)
      if (!seen.ok) return seen
      const order = await ports.actor(orderId).republish()
      return order === null ? notFound : accepted(order)
    },
  }
}

function stepOf({ currency }: Money, { chargingOf }: OrderServicePorts): number {
  return chargingOf(currency)?.step ?? 1
}

/** The payment provider would refuse the refund for ever. */
function noMultipleOf(step: number, { currency }: Money) {
  const money = { amount: step, currency }
  const why = told({
    en: `The amount is a multiple of ${formatMoney(money)}.`,
    ko: `금액은 ${formatMoney(money, 'ko')} 단위여야 합니다.`,
  })
  return refused({ code: 'invalid_request', ...why, field: 'amount' })
}

function forbidden(caller: Caller) {
  return refused({
    code: 'forbidden',
    ...told({
      en: `This is not for the role "${caller.role}".`,
      ko: `"${caller.role}" 역할은 사용할 수 없습니다.`,
    }),
  })
}

/** The answer to a repeat: the order as it was placed. One that costs nothing was approved at once. */
async function placedBefore(actor: ActorRef, order: OrderSummary) {
  const lastEvent = order.total.amount > 0 ? 'OrderPlaced' : 'PayApproved'
  return accepted({ order: (await actor.read(lastEvent)) ?? order, created: false })
}

/**
 * What was read from the phone number may change with a release, and the language by a switch: a repeat of the request
 * is the same all the same.
 */
function asTyped({ contact, ...input }: PlaceOrderRequest): PlaceOrderRequest {
  const { deliveryPhone: _, language: __, ...typed } = contact
  return { ...input, contact: typed }
}

function wasPlacedAs(fingerprint: string, events: readonly RecordedEvent[]): boolean {
  const [first] = events
  return first?.type === 'OrderPlaced' && first.data.fingerprint === fingerprint
}
