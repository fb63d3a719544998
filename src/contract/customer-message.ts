// What a customer is told about an order.
import * as z from 'zod'
import { extensible } from './extensible.ts'

/** The event that a message is about. More may come. @extensible */
export const messageKinds = ['deliveryStarted', 'deliveryCanceled', 'orderCanceled', 'partRefunded'] as const
export type MessageKind = (typeof messageKinds)[number]

export const messageKindSchema = z.enum(messageKinds).meta(extensible)

/** A message that the customer was sent. */
export type CustomerMessage = { messageId: string; orderId: string; kind: MessageKind; text: string; sentAt: string }
