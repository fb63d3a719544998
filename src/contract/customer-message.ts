// What a customer is told about an order, how each message stands, and which of it they want to be told.
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

/**
 * How a message stands. `recorded`: it stands in the shop, which has no channel. `sent`: its channel has taken it.
 * `delivered` and `bounced`: so the channel reported. `waiting`: a try failed, and the next one follows. `failed`: it
 * was given up. More may come. @extensible
 */
export const messageStatuses = ['recorded', 'sent', 'delivered', 'bounced', 'waiting', 'failed'] as const
export type MessageStatus = (typeof messageStatuses)[number]

export const messageStatusSchema = z.enum(messageStatuses).meta(extensible)

/** Those that a person may have to look at. */
export const messageProblems = ['waiting', 'failed', 'bounced'] as const satisfies readonly MessageStatus[]
export type MessageProblem = (typeof messageProblems)[number]

/**
 * A message to a customer. `sentAt`: when it was sent; of one that is waiting or has failed, its last try. `status` is
 * absent in answers of earlier releases. `cause`: why it bounced or the last try failed, as a code. `tries`: those that
 * failed. `nextTryAt`: while it is waiting.
 */
export type CustomerMessage = {
  messageId: string
  orderId: string
  kind: MessageKind
  text: string
  sentAt: string
  status?: MessageStatus
  cause?: string | null
  tries?: number
  nextTryAt?: string | null
}

/** `off`: the kinds that the customer does not want. All others are sent. */
export type MessageSettings = { off: MessageKind[] }
