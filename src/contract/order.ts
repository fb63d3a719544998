// An order as others see it: its statuses, and the summary in responses and messages.
import * as z from 'zod'
import { authorSchema } from './caller.ts'
import { disputeSchema, holdsRefunds, leftOf } from './dispute.ts'
import { extensible } from './extensible.ts'
import { attemptFailedSchema } from './handover.ts'
import { languages } from './language.ts'
import { type Money, moneySchema } from './money.ts'

export const orderStatuses = [
  'orderStarted',
  'payApproved',
  'orderTaken',
  'deliveryStarted',
  'deliveryCompleted',
  'orderCanceled',
  'cancelOrderTaken',
  'payCanceled',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** An order that is not paid yet has one of the first five. `none`: it was canceled before it was paid. */
export const paymentStatuses = [
  'requested',
  'processing',
  'deferred',
  'unknown',
  'declined',
  'approved',
  'refunded',
  'none',
] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const cancelReasons = ['customerRequest', 'staffDecision', 'paymentTimeout'] as const

/**
 * Why a person has to look at the order: the step that takes too long, goods that came back to the store, or a dispute
 * that waits for an answer. More may come. @extensible
 */
export const attentionCauses = [
  'notTaken',
  'deliveryNotStarted',
  'deliveryNotCompleted',
  'deliveryFailed',
  'notRefunded',
  'paymentDisputed',
] as const
export type AttentionCause = (typeof attentionCauses)[number]
export const attentionCauseSchema = z.enum(attentionCauses).meta(extensible)

const lineTextsSchema = z.object({ itemName: z.string() })
export const lineTranslationsSchema = z.object({ ko: lineTextsSchema.optional(), en: lineTextsSchema.optional() })

/** `translations`: the name in other languages, as the catalog had it. Absent in orders of earlier releases. */
export const orderLineSchema = z.object({
  itemId: z.string(),
  itemName: z.string(),
  qty: z.int().positive(),
  unitPrice: moneySchema,
  translations: lineTranslationsSchema.optional(),
})
export type OrderLine = z.infer<typeof orderLineSchema>

/**
 * A phone number as it is dialled. `e164`: for machines, without an extension (ITU-T E.164). `display`: for people,
 * with the extension; a number of the shop's own country in its national form, any other in the international one.
 */
export const deliveryPhoneSchema = z.object({ e164: z.string(), display: z.string() })
export type DeliveryPhone = z.infer<typeof deliveryPhoneSchema>

/** Personal data: only the subscribers that need it get it. */
export const contactSchema = z.object({
  customerName: z.string(),
  deliveryAddress: z.string(),
  /** As it was typed. */
  deliveryPhoneNumber: z.string(),
  /** The same number, read. Orders of older releases have none. */
  deliveryPhone: deliveryPhoneSchema.optional(),
  language: z
    .enum(languages)
    .optional()
    .meta({ description: 'in which the customer is told: as they read the shop when they placed it. Absent: English' }),
})
export type Contact = z.infer<typeof contactSchema>

/** The contact without personal data: what is left of it once that is erased. */
export function emptied({ language }: Contact): Contact {
  return { customerName: '', deliveryAddress: '', deliveryPhoneNumber: '', ...(language && { language }) }
}

export const cancelSchema = z.object({
  reason: z.enum(cancelReasons),
  note: z.string().nullable(),
  by: authorSchema,
  at: z.iso.datetime(),
})
export type Cancel = z.infer<typeof cancelSchema>

/** A refund of a part of the money while the order stands. `due` until the provider has confirmed it. */
export const partRefundSchema = z.object({
  refundId: z.string(),
  amount: moneySchema,
  reason: z.string(),
  status: z.enum(['due', 'done']),
  at: z.iso.datetime(),
})
export type PartRefund = z.infer<typeof partRefundSchema>

/** Whether the provider has confirmed the part refund. */
export function isDone({ status }: PartRefund): boolean {
  return status === 'done'
}

/** The order after its event number `seq`. It is complete: a reader needs no further call. */
export const orderSummarySchema = z.object({
  orderId: z.string(),
  seq: z.int().positive(),
  orderStatus: z.enum(orderStatuses),
  customerId: z.string(),
  contact: contactSchema.nullable(),
  lines: z.array(orderLineSchema).min(1),
  total: moneySchema,
  payment: z.object({
    status: z.enum(paymentStatuses),
    attempt: z.int().nonnegative(),
    captured: moneySchema,
    /** The money that is refunded: parts, and the rest after a cancel. */
    refunded: moneySchema,
    /** Absent in summaries of the first release. */
    partRefunds: z.array(partRefundSchema).default([]),
    /** Absent in summaries of earlier releases, which may also come over RPC. */
    disputes: z.array(disputeSchema).optional(),
    declineReason: z.string().nullable(),
  }),
  delivery: z
    .object({
      deliveryId: z.string(),
      status: z.enum(['started', 'completed', 'canceled']),
      /** The last attempt that failed; `next` is what was decided since, at `at`. Absent while none has failed. */
      failedAttempt: attemptFailedSchema.extend({ at: z.iso.datetime() }).optional(),
    })
    .nullable(),
  cancel: cancelSchema.nullable(),
  /** Why a person has to look at the order; null if nobody has to. Absent in summaries of the first release. */
  needsAttention: attentionCauseSchema.nullable().default(null),
  /** Absent until then, but in the answers of the API. */
  personalDataErasedAt: z.iso.datetime().nullable().optional().meta({
    description: 'since when name, address and phone number are erased: they are empty then; null while they are kept',
  }),
  placedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
/** An order whose personal data may be encrypted: for those who do not read it. */
export type OrderRecord = z.infer<typeof orderSummarySchema>
export type OrderSummary = OrderRecord & { sealed?: null }

/** Whether name, address and phone number are erased. */
export function isPersonalDataErased({ personalDataErasedAt }: Pick<OrderRecord, 'personalDataErasedAt'>): boolean {
  return (personalDataErasedAt ?? null) !== null
}

/** Whether the order was ever paid; the money may be refunded by now. One that costs nothing counts as paid. */
export function wasPaid(order: OrderRecord): boolean {
  return order.payment.status === 'approved' || order.payment.status === 'refunded'
}

/** Whether the order was ever paid by a charge. */
export function wasCharged({ payment }: Pick<OrderRecord, 'payment'>): boolean {
  return payment.captured.amount > 0
}

/** The amount paid less its part refunds, done or due, and its lost disputes: the amount that a cancel refunds. */
export function moneyLeft({ payment }: Pick<OrderRecord, 'payment'>): Money {
  return leftOf(payment.captured, payment.partRefunds, payment.disputes)
}

/** Whether an open dispute holds the order's refunds. */
export function isDisputed({ payment }: Pick<OrderRecord, 'payment'>): boolean {
  return holdsRefunds(payment.disputes)
}

/** Whether the order still needs its personal data: it is not over, or a dispute is open, for which it is evidence. */
export function isOpen(order: OrderRecord): boolean {
  if (isDisputed(order)) return true
  switch (order.orderStatus) {
    case 'deliveryCompleted':
      return !order.payment.partRefunds.every(isDone)
    case 'orderCanceled':
      return wasPaid(order)
    case 'payCanceled':
      return false
    default:
      return true
  }
}

/** Whether the goods came back to the store, whose staff decide what comes next. */
export function isBackAtStore({ orderStatus, delivery }: Pick<OrderRecord, 'orderStatus' | 'delivery'>): boolean {
  return orderStatus === 'deliveryStarted' && delivery?.failedAttempt?.next === 'backToStore'
}

/** The contact, for a context that always gets it. Throws when it is missing: the routing table is wrong then. */
export function contactOf(order: OrderSummary): Contact {
  if (order.contact === null) throw new Error(`order ${order.orderId} came without its contact`)
  return order.contact
}

/** The contact as those who send the goods need it: without the language of the messages. */
export function recipientOf(order: OrderSummary): Omit<Contact, 'language'> {
  const { language: _, ...recipient } = contactOf(order)
  return recipient
}
