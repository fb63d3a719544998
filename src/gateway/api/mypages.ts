// /myPages: the customer's projection with its age, and its changes as a live stream.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { changeIdPattern } from '../../contract/live.ts'
import type { MyPageRow } from '../../contract/mypage.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, orderBody, orderIdParam, orderSchema, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { weakTagOf } from '../http/etag.ts'
import {
  bookmarkHeader,
  bookmarkIn,
  freshnessOfList,
  freshnessOfRow,
  listFreshness,
  rowFreshness,
} from '../http/freshness.ts'
import { fault } from '../http/input-faults.ts'
import { openFrames, openSocket, tooMany, wantsSocket } from '../http/live-socket.ts'
import { type LiveEvent, liveEvents } from '../http/live-stream.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import * as examples from './examples.ts'

const tags = ['mypage']

const rowSchema = orderSchema
  .extend({
    projectedAt: z.string().openapi({ description: 'when the projection took in event number `seq`' }),
    ageSeconds: z.number().openapi({ description: 'how long ago that was' }),
  })
  .openapi('MyPageRow')

function rowBody(row: MyPageRow) {
  const ageSeconds = Math.max(0, Date.now() - Date.parse(row.projectedAt)) / 1000
  return { ...orderBody(row.order, 'customer'), projectedAt: row.projectedAt, ageSeconds }
}

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/myPages',
    tags,
    summary: 'My orders, newest first',
    ...guard('listMyPages'),
    request: { query: pageQuery, headers: listFreshness },
    responses: {
      200: {
        description: 'a page',
        headers: bookmarkHeader,
        ...json(pageOf(rowSchema), examples.pageOf(examples.myPageRow)),
      },
      ...problems,
    },
  })

const changeId = z
  .string()
  .refine((id) => id === '' || changeIdPattern.test(id), fault({ en: 'must be a change id', ko: '변경 ID여야 합니다' }))
  .optional()

const live = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/myPages/live',
    tags,
    summary: 'Changes of my orders, over a WebSocket or as server-sent events',
    description:
      'Each `order` is one order as it stands; its id resumes after it, by `since` or `Last-Event-ID`. Without ' +
      'one it begins at now, with a `start` whose id says from where: read the orders before it by ' +
      '`GET /myPages`. A `reset` says that the id is ahead of all that is known, since the projection was ' +
      'restored from a backup: forget what you have, all orders follow (the newest 500). ' +
      'With `Upgrade: websocket` each message is a JSON text of the AsyncAPI document; `ping` is answered by ' +
      '`pong`, any other message closes the socket, and 4401 says that the token or its session has ended. ' +
      'Else they are server-sent events, with a comment every 15 seconds; the stream ends after a minute, and the ' +
      'browser comes back by itself.',
    ...guard('followMyPages'),
    request: {
      query: z.object({ since: changeId.openapi({ description: 'as `Last-Event-ID`, which comes before it' }) }),
      headers: z.object({ 'last-event-id': changeId }),
    },
    responses: {
      101: { description: 'the WebSocket is open' },
      200: {
        description: 'events',
        content: { 'text/event-stream': { schema: z.string(), example: examples.liveEvents } },
      },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/myPages/{orderId}',
    tags,
    summary: 'One of my orders',
    ...guard('readMyPage'),
    request: { params: orderIdParam, headers: rowFreshness },
    ...refuses('order_not_found'),
    responses: {
      200: { description: 'the row', headers: bookmarkHeader, ...json(rowSchema, examples.myPageRow) },
      ...problems,
    },
  })

export function myPageRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const page = await callContext('mypage', () =>
        c.env.MYPAGES.list(c.var.caller, { limit, cursor: cursor ?? null }, freshnessOfList(c.req.valid('header'))),
      )
      if (!page.ok) return problem(c, page.rejection)
      const { items, bookmark } = page.value
      return c.json({ items: items.map(rowBody), cursor: page.value.cursor }, 200, bookmarkIn(bookmark))
    })
    .openapi(live(guard), async (c) => {
      // Empty: there was none (HTML Living Standard, section 9.2.3).
      const after = c.req.valid('header')['last-event-id'] || c.req.valid('query').since || null
      if (wantsSocket(c.req.raw)) return openSocket(c, after)
      const frames = await openFrames(c, after)
      if (frames === null) return tooMany(c)
      return streamSSE(c, async (stream) => {
        stream.onAbort(frames.close)
        for await (const event of liveEvents(frames, Date.now)) await send(stream, event)
      })
    })
    .openapi(read(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const freshness = freshnessOfRow(orderId, c.req.valid('header'))
      const row = await callContext('mypage', () => c.env.MYPAGES.get(c.var.caller, orderId, freshness))
      if (!row.ok) return problem(c, row.rejection)
      const body = rowBody(row.value)
      const { ageSeconds: _, ...same } = body
      return c.json(body, 200, { etag: await weakTagOf(same), ...bookmarkIn(row.value.bookmark) })
    })
}

/** HTML Living Standard, section 9.2.6: a line that begins with a colon is a comment. */
async function send(stream: SSEStreamingApi, live: LiveEvent): Promise<void> {
  switch (live.event) {
    case 'start':
    case 'reset':
      return await stream.writeSSE({ ...live, data: JSON.stringify({ from: Number(live.id) }) })
    case 'order':
      return await stream.writeSSE({ event: live.event, id: live.id, data: JSON.stringify(live.order) })
    case 'heartbeat':
      await stream.write(': heartbeat\n\n')
  }
}
