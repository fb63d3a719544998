// What a customer is told about an order, and which of it they want to be told.
import * as z from 'zod'
import { extensible } from './extensible.ts'

/** The step of the order that a message is about. More may come. @extensible */
export const messageKinds = [
  'received',
  'paid',
  'packed',
  'deliveryStarted',
  'attemptFailed',
  'delivered',
  'orderCanceled',
  'deliveryCanceled',
  'refunded',
  'partRefunded',
] as const
export type MessageKind = (typeof messageKinds)[number]

export const messageKindSchema = z.enum(messageKinds).meta(extensible)

/** A message that the customer was sent. */
export type CustomerMessage = { messageId: string; orderId: string; kind: MessageKind; text: string; sentAt: string }

/** `off`: the kinds that the customer does not want. All others are sent. */
export type MessageSettings = { off: MessageKind[] }
