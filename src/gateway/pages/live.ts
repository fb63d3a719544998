// The streams of the pages: each tells that something changed, and the page is then loaded again, by the same rules.

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { mayCall } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { orderIdSchema } from '../../contract/ids.ts'
import type { Result } from '../../contract/result.ts'
import { isSameOrigin } from '../../web/same-origin.ts'
import type { Grant } from '../auth/verify.ts'
import type { Gateway } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { faultOf } from '../http/faults.ts'
import { openFrames, openSocket, tooMany, wantsSocket } from '../http/live-socket.ts'
import { type LiveEvent, liveEvents } from '../http/live-stream.ts'
import { problem } from '../http/problems.ts'
import { limitAddress, limitCaller } from '../http/rate-limit.ts'

/** `change`: there is news, up to the time `id`. `heartbeat`: nothing to say; it keeps the connection open. */
export type PageEvent = { event: 'change'; id: number } | { event: 'heartbeat' }

/** See `newestChange` of MyPageRpc. */
export type NewestChange = (orderId: string | null, after: number) => Promise<Result<number>>

export type StreamPorts = {
  /** The newest change after a number, or the number itself. Throws nothing. */
  newest: (after: number) => Promise<number>
  pause: (milliseconds: number) => Promise<void>
  /** Epoch milliseconds. */
  now: () => number
  isClosed: () => boolean
}

const streamMs = 55_000
const heartbeatMs = 15_000
/** What an open page costs: docs/scale.md. */
const pollMs = 2000
/** A browser comes back after this time, and not all browsers at once. */
const retryMs = 500
const retrySpreadMs = 1500
/** The stream must be able to send its heartbeat. */
const newestMsMax = 5000

/** `first`: the newest change as the stream begins. */
export async function* pageEvents(
  after: number,
  first: number,
  { newest, pause, now, isClosed }: StreamPorts,
): AsyncGenerator<PageEvent> {
  const until = now() + streamMs
  let beatAt = now() + heartbeatMs
  let told = after
  for (let change = first; ; change = await newest(told)) {
    if (change > told) yield { event: 'change', id: change }
    told = Math.max(told, change)
    if (now() >= beatAt) {
      yield { event: 'heartbeat' }
      beatAt += heartbeatMs
    }
    await pause(pollMs)
    if (isClosed() || now() >= until) return
  }
}

type Start = { orderId: string | null; after: number }

/** Where the stream goes on: after the last event of the stream before, or after the page was made. */
function startOf(c: Context): Start | null {
  const orderId = c.req.query('order') ?? null
  const after = c.req.header('last-event-id') || (c.req.query('after') ?? '')
  const isGood = /^\d{1,15}$/.test(after) && (orderId === null || orderIdSchema.safeParse(orderId).success)
  return isGood ? { orderId, after: Number(after) } : null
}

type Visitor = { cookies: string[] } & ({ caller: Caller; grant: Grant } | { caller: null; grant: null })

/** The streams of the customer's, the store's and the couriers' pages. `visitorOf`: who has the browser's session. */
export function streamRoutes(app: OpenAPIHono<Gateway>, visitorOf: (c: Context<Gateway>) => Promise<Visitor>): void {
  const follow = (
    path: string,
    respond: (c: Context<Gateway>, caller: Caller, start: Start, grant: Grant) => Promise<Response>,
  ) =>
    app.get(path, async (c) => {
      const { caller, grant, cookies } = await visitorOf(c)
      const tooOften = caller === null ? await limitAddress(c) : await limitCaller(c, caller, 'read')
      if (tooOften !== null) return problem(c, tooOften)
      if (caller === null) return problem(c, { code: 'token_missing', detail: 'Nobody is signed in any more.' })
      const start = startOf(c)
      if (start === null) return noStart(c)
      const response = await respond(c, caller, start, grant)
      for (const cookie of cookies) response.headers.append('set-cookie', cookie)
      return response
    })
  follow('/mypage/live', ownStream)
  follow('/admin/live', (c, caller, start) =>
    polledStream(c, 'ordermanagement', start, (...args) => c.env.ORDERMANAGEMENT.newestChange(caller, ...args)),
  )
  follow('/courier/live', (c, caller, start) =>
    polledStream(c, 'delivery', start, (...args) => c.env.DELIVERY.newestChange(caller, ...args)),
  )
}

/**
 * A customer's: the socket of their object, or its frames as events. A page of another site that opens a socket here
 * would do so with the browser's cookies (RFC 6455, section 10.2).
 */
async function ownStream(c: Context<Gateway>, caller: Caller, start: Start, grant: Grant): Promise<Response> {
  const { sessionId, endsAt } = grant
  const isSocket = wantsSocket(c.req.raw)
  if (isSocket && !isSameOrigin(c.req.raw, new URL(c.req.url).origin)) {
    return problem(c, { code: 'forbidden', detail: 'A page of another site opens no socket here.' })
  }
  if (!mayCall(caller.role, 'followMyPages')) {
    return problem(c, { code: 'role_not_allowed', detail: `This is not for the role "${caller.role}".` })
  }
  c.set('caller', caller)
  c.set('session', { sessionId, until: endsAt })
  if (isSocket) return await openSocket(c, String(start.after))
  const frames = await openFrames(c, String(start.after))
  return frames === null
    ? tooMany(c)
    : eventStream(c, newsIn(liveEvents(frames, Date.now), start.orderId), frames.close)
}

/** Only that there is news: the page is loaded again, by the same rules. */
async function* newsIn(events: AsyncIterable<LiveEvent>, orderId: string | null): AsyncGenerator<PageEvent> {
  for await (const event of events) {
    if (event.event === 'heartbeat') yield event
    else if (event.event === 'reset') yield { event: 'change', id: 0 }
    else if (event.event === 'order' && (orderId === null || event.order.orderId === orderId))
      yield { event: 'change', id: Number.parseInt(event.id, 10) }
  }
}

/** The store's and the couriers' lists are not one person's: their stream looks now and then. */
async function polledStream(
  c: Context<Gateway>,
  context: string,
  { orderId, after }: Start,
  newestOf: NewestChange,
): Promise<Response> {
  const first = await callContext(context, () => newestOf(orderId, after))
  if (!first.ok) return problem(c, first.rejection)
  let isClosed = false
  const ports = {
    newest: newestFrom(c, context, (told) => newestOf(orderId, told)),
    pause: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
    now: Date.now,
    isClosed: () => isClosed,
  }
  return eventStream(c, pageEvents(after, first.value, ports), () => {
    isClosed = true
  })
}

function eventStream(c: Context<Gateway>, events: AsyncIterable<PageEvent>, close: () => void): Response {
  const response = streamSSE(c, async (stream) => {
    stream.onAbort(close)
    await stream.write(`retry: ${retryMs + Math.floor(Math.random() * retrySpreadMs)}\n\n`)
    for await (const sent of events) {
      if (sent.event === 'heartbeat') await stream.write(': heartbeat\n\n')
      else await stream.writeSSE({ event: sent.event, id: String(sent.id), data: '' })
    }
  })
  response.headers.set('cache-control', 'no-store')
  return response
}

function noStart(c: Context<Gateway>) {
  const detail = 'A stream takes "after", a number, and "order", the id of an order.'
  return problem(c, { code: 'invalid_request', detail, field: 'after' })
}

/** A context that is out of reach has no changes. The stream goes on, and that is logged once until it answers. */
function newestFrom(
  c: Context<Gateway>,
  context: string,
  read: (after: number) => Promise<Result<number>>,
): StreamPorts['newest'] {
  let isDown = false
  return async (after) => {
    try {
      const newest = await callContext(context, () => read(after), newestMsMax)
      isDown = false
      return newest.ok ? newest.value : after
    } catch (fault) {
      if (!isDown) faultOf(c, fault)
      isDown = true
      return after
    }
  }
}
