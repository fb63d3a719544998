// The events of an order: past facts, all recorded by its actor in one sequence. Their shapes only grow.
import * as z from 'zod'
import { authorSchema } from './caller.ts'
import { disputeSchema } from './dispute.ts'
import { extensible } from './extensible.ts'
import { attemptFailedSchema, handoverSchema } from './handover.ts'
import { moneySchema } from './money.ts'
import { attentionCauseSchema, cancelReasons, contactSchema, orderLineSchema } from './order.ts'
import { settlementWaySchema } from './settlement.ts'

/** Every report about a payment names its attempt (1, 2, …), so that a late report of an older one is recognised. */
const attempt = z.int().nonnegative()

/**
 * The personal data of the event, encrypted under a key of the order. The stored event, which its hash covers, has this
 * in place of the data, and so has the message.
 */
const sealed = z
  .string()
  .optional()
  .meta({ description: 'the personal data of the event, encrypted: `hash` covers it' })

/** `settledBy`: the store gave the money back in this way, since the payment provider could not. */
const refundedSchema = z.object({
  refundId: z.string(),
  amount: moneySchema,
  settledBy: settlementWaySchema.optional(),
})

/** More types may come: a reader of an older release shows one that it does not know as it is. @extensible */
export const eventDataSchemas = {
  OrderPlaced: z.object({
    customerId: z.string(),
    contact: contactSchema,
    lines: z.array(orderLineSchema).min(1),
    total: moneySchema,
    payment: z.enum(['requested', 'processing']),
    fingerprint: z.string(),
    sealed,
  }),
  PayDeferred: z.object({ attempt, reason: z.string() }),
  PayUnknown: z.object({ attempt }),
  PayDeclined: z.object({ attempt, reason: z.string() }),
  PayApproved: z.object({ attempt, amount: moneySchema }),
  OrderTaken: z.object({}),
  DeliveryStarted: z.object({ deliveryId: z.string() }),
  /** `handover`: to whom, when the courier said it. */
  DeliveryCompleted: z.object({ deliveryId: z.string(), handover: handoverSchema.optional(), sealed }),
  DeliveryAttemptFailed: attemptFailedSchema.extend({ deliveryId: z.string(), sealed }),
  /** The store sends goods that were brought back to it out again. `attempt`: the failed one. */
  DeliveryRestarted: z.object({ deliveryId: z.string(), attempt: z.int().positive() }),
  OrderCanceled: z.object({ reason: z.enum(cancelReasons), note: z.string().nullable() }),
  CancelOrderTaken: z.object({}),
  PayCanceled: refundedSchema,
  DeliveryCanceled: z.object({ deliveryId: z.string() }),
  OrderFlagged: z.object({ cause: attentionCauseSchema }),
  PartRefundRequested: z.object({ refundId: z.string(), amount: moneySchema, reason: z.string() }),
  PartRefunded: refundedSchema,
  RefundFailed: z.object({
    refundId: z.string(),
    amount: moneySchema,
    round: z.int().nonnegative(),
    reason: z.string(),
  }),
  PaymentDisputed: disputeSchema.pick({ disputeId: true, amount: true, reason: true, evidenceDueBy: true }),
  PaymentDisputeWon: z.object({ disputeId: z.string() }),
  PaymentDisputeLost: z.object({ disputeId: z.string(), amount: moneySchema }),
  /** The order's key is deleted with it. Money, items and times stay. */
  PersonalDataErased: z.object({}),
} as const

export type EventType = keyof typeof eventDataSchemas
export const eventTypes = Object.keys(eventDataSchemas) as EventType[]

/** Whether this release knows the type. A later one may have recorded others. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventDataSchemas, type)
}

/** An event that was decided: a type and its data, without a place in a history yet. */
export type OrderEvent = {
  [T in EventType]: { type: T; data: z.infer<(typeof eventDataSchemas)[T]> }
}[EventType]

/**
 * An event with its place in the order's history. `causationId`: the request or message that led to it. `traceparent`:
 * the span of its command (W3C Trace Context); absent in events of releases without it, and no part of what is hashed.
 */
export type RecordedEvent = OrderEvent & {
  seq: number
  version: number
  at: string
  by: z.infer<typeof authorSchema>
  causationId: string
  traceparent?: string | undefined
  /** SHA-256 over this event and the hash of the one before. Absent in messages of releases without hashes. */
  hash?: string | undefined
}

/** An event of an order that a subscriber subscribes to. Its type may be of a later release than the subscriber. */
export type SubscribedEvent = { seq: number; type: string }

const recorded = {
  seq: z.int().positive(),
  version: z.int().positive(),
  at: z.iso.datetime(),
  by: authorSchema,
  causationId: z.string(),
  traceparent: z.string().optional(),
  hash: z.string().optional(),
}

function recordedSchema<T extends EventType>(type: T) {
  return z.object({ ...recorded, type: z.literal(type), data: eventDataSchemas[type] })
}

export const recordedEventSchema = z
  .discriminatedUnion('type', [
    recordedSchema('OrderPlaced'),
    recordedSchema('PayDeferred'),
    recordedSchema('PayUnknown'),
    recordedSchema('PayDeclined'),
    recordedSchema('PayApproved'),
    recordedSchema('OrderTaken'),
    recordedSchema('DeliveryStarted'),
    recordedSchema('DeliveryCompleted'),
    recordedSchema('DeliveryAttemptFailed'),
    recordedSchema('DeliveryRestarted'),
    recordedSchema('OrderCanceled'),
    recordedSchema('CancelOrderTaken'),
    recordedSchema('PayCanceled'),
    recordedSchema('DeliveryCanceled'),
    recordedSchema('OrderFlagged'),
    recordedSchema('PartRefundRequested'),
    recordedSchema('PartRefunded'),
    recordedSchema('RefundFailed'),
    recordedSchema('PaymentDisputed'),
    recordedSchema('PaymentDisputeWon'),
    recordedSchema('PaymentDisputeLost'),
    recordedSchema('PersonalDataErased'),
  ])
  .meta(extensible)
