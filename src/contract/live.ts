// The changes of a customer's orders over a WebSocket: what each side sends, and how a socket is closed.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import { contactSchema, orderSummarySchema } from './order.ts'
import type { Region } from './region.ts'

/** A point between two changes: `<time>` or `<time>-<orderId>`. */
export const changeIdPattern = /^(\d{1,20})(?:-(ord_[0-9a-z]{26}))?$/

/** An order as it stands, as the API shows it, with its age. */
export const liveOrderSchema = orderSummarySchema
  .omit({ contact: true })
  .extend({ ...contactSchema.shape, projectedAt: z.iso.datetime(), ageSeconds: z.number().nonnegative() })
export type LiveOrder = z.infer<typeof liveOrderSchema>

const id = z.string().meta({ description: 'where to go on after it' })

/**
 * One text message each, as JSON. `start`: where a socket begins that named no id. `reset`: the id is ahead of all that
 * is known, since the projection was restored from a backup: all orders follow.
 */
export const liveFrameSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('start'), id }),
  z.object({ event: z.literal('reset'), id }),
  z.object({ event: z.literal('order'), id, order: liveOrderSchema }),
])
export type LiveFrame = z.infer<typeof liveFrameSchema>

/** The one message that a client may send, to learn whether its connection is alive; answered by `pong`. */
export const ping = 'ping'
export const pong = 'pong'

/** RFC 6455, section 7.4. Those above 4000 are of this application. */
export const closeCodes = {
  /** A message that nobody takes. */
  notTaken: 1008,
  /** The token or its session has ended: come back with another token. */
  ended: 4401,
} as const

/**
 * A socket that the gateway opens for a verified caller. `until`: when its token ends, epoch milliseconds. `after`: the
 * id to go on after; null begins at now. `region`: the caller's.
 */
export type LiveRequest = {
  customerId: string
  sessionId: string | null
  until: number
  after: string | null
  region?: Region
}

/** The header in which the gateway hands it over: the gateway writes the whole request. */
export const liveRequestHeader = 'live-request'

/** Of the mypage context, beside MyPageRpc. */
export interface LiveRpc {
  /** Opens the socket that the header of the request asks for: 101, or 429 when the customer has too many. */
  fetch(request: Request): Promise<Response>
  /** Closes the sockets of a session that has ended. */
  endSession(caller: Caller, sessionId: string): Promise<void>
}
