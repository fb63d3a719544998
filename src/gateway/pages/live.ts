// The streams of the pages: each tells that something changed, and the page is then loaded again, by the same rules.

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { mayCall } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { orderIdSchema } from '../../contract/ids.ts'
import type { Result } from '../../contract/result.ts'
import type { MyPageRpc } from '../../contract/rpc.ts'
import { isSameOrigin } from '../../web/same-origin.ts'
import type { Grant } from '../auth/verify.ts'
import type { Gateway, GatewayEnv } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { faultOf } from '../http/faults.ts'
import { openSocket, wantsSocket } from '../http/live-socket.ts'
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

/** Where the stream goes on: after the last event of the stream before, or after the page was made. */
function startOf(c: Context): { orderId: string | null; after: number } | null {
  const orderId = c.req.query('order') ?? null
  const after = c.req.header('last-event-id') || (c.req.query('after') ?? '')
  const isGood = /^\d{1,15}$/.test(after) && (orderId === null || orderIdSchema.safeParse(orderId).success)
  return isGood ? { orderId, after: Number(after) } : null
}

type Visitor = { cookies: string[] } & ({ caller: Caller; grant: Grant } | { caller: null; grant: null })

/** The streams of the customer's, the store's and the couriers' pages. `visitorOf`: who has the browser's session. */
export function streamRoutes(app: OpenAPIHono<Gateway>, visitorOf: (c: Context<Gateway>) => Promise<Visitor>): void {
  const follow = (path: string, context: string, of: (env: GatewayEnv) => Pick<MyPageRpc, 'newestChange'>) =>
    app.get(path, async (c) => {
      const { caller, grant, cookies } = await visitorOf(c)
      const tooMany = caller === null ? await limitAddress(c) : await limitCaller(c, caller, 'read')
      if (tooMany !== null) return problem(c, tooMany)
      if (caller === null) return problem(c, { code: 'token_missing', detail: 'Nobody is signed in any more.' })
      const isSocket = context === 'mypage' && wantsSocket(c.req.raw)
      const response = isSocket
        ? await pageSocket(c, caller, grant)
        : await pageStream(c, context, (...args) => of(c.env).newestChange(caller, ...args))
      for (const cookie of cookies) response.headers.append('set-cookie', cookie)
      return response
    })
  follow('/mypage/live', 'mypage', (env) => env.MYPAGES)
  follow('/admin/live', 'ordermanagement', (env) => env.ORDERMANAGEMENT)
  follow('/courier/live', 'delivery', (env) => env.DELIVERY)
}

/** A page of another site that opens a socket here would do so with the browser's cookies (RFC 6455, section 10.2). */
async function pageSocket(c: Context<Gateway>, caller: Caller, { sessionId, endsAt }: Grant): Promise<Response> {
  if (!isSameOrigin(c.req.raw, new URL(c.req.url).origin)) {
    return problem(c, { code: 'forbidden', detail: 'A page of another site opens no socket here.' })
  }
  if (!mayCall(caller.role, 'followMyPages')) {
    return problem(c, { code: 'role_not_allowed', detail: `This is not for the role "${caller.role}".` })
  }
  const start = startOf(c)
  if (start === null) return noStart(c)
  c.set('caller', caller)
  c.set('session', { sessionId, until: endsAt })
  return await openSocket(c, String(start.after))
}

async function pageStream(c: Context<Gateway>, context: string, newestOf: NewestChange): Promise<Response> {
  const start = startOf(c)
  if (start === null) return noStart(c)
  const { orderId, after } = start
  const first = await callContext(context, () => newestOf(orderId, after))
  if (!first.ok) return problem(c, first.rejection)
  const response = streamSSE(c, async (stream) => {
    const ports = {
      newest: newestFrom(c, context, (told) => newestOf(orderId, told)),
      pause: async (milliseconds: number) => void (await stream.sleep(milliseconds)),
      now: Date.now,
      isClosed: () => stream.aborted,
    }
    await stream.write(`retry: ${retryMs + Math.floor(Math.random() * retrySpreadMs)}\n\n`)
    for await (const sent of pageEvents(after, first.value, ports)) {
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
