// /myPages: the customer's projection with its age, and its changes as a live stream.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import type { MyPageRow } from '../../contract/rpc.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, orderBody, orderIdParam, orderSchema, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import * as examples from './examples.ts'

const tags = ['mypage']
const liveSeconds = 55
const pollMilliseconds = 1000

const rowSchema = orderSchema
  .extend({
    projectedAt: z.string().openapi({ description: 'when the projection took in event number `seq`' }),
    ageSeconds: z.number().openapi({ description: 'how long ago that was' }),
  })
  .openapi('MyPageRow')

function rowBody(row: MyPageRow) {
  const ageSeconds = Math.max(0, Date.now() - Date.parse(row.projectedAt)) / 1000
  return { ...orderBody(row.order), projectedAt: row.projectedAt, ageSeconds }
}

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/myPages',
    tags,
    summary: 'My orders, newest first',
    ...guard('listMyPages'),
    request: { query: pageQuery },
    responses: {
      200: { description: 'a page', ...json(pageOf(rowSchema), examples.pageOf(examples.myPageRow)) },
      ...problems,
    },
  })

const live = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/myPages/live',
    tags,
    summary: 'Changes of my orders as server-sent events',
    description:
      'Each event is one order as it stands; its id resumes the stream after it, as `Last-Event-ID`. Without one the ' +
      'stream begins with the newest 500 orders. It ends after a minute, and the browser comes back by itself.',
    ...guard('followMyPages'),
    request: {
      headers: z.object({
        'last-event-id': z
          .string()
          .regex(/^\d{1,15}$/, 'must be an event id')
          .optional(),
      }),
    },
    responses: {
      200: {
        description: 'events',
        content: { 'text/event-stream': { schema: z.string(), example: examples.liveEvent } },
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
    request: { params: orderIdParam },
    ...refuses('order_not_found'),
    responses: { 200: { description: 'the row', ...json(rowSchema, examples.myPageRow) }, ...problems },
  })

export function myPageRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const page = await callContext('mypage', () =>
        c.env.MYPAGES.list(c.var.caller, { limit, cursor: cursor ?? null }),
      )
      if (!page.ok) return problem(c, page.rejection)
      return c.json({ items: page.value.items.map(rowBody), cursor: page.value.cursor }, 200)
    })
    .openapi(live(guard), async (c) => {
      const { caller } = c.var
      let after = Number(c.req.valid('header')['last-event-id'] ?? 0)
      const first = await callContext('mypage', () => c.env.MYPAGES.changes(caller, after))
      if (!first.ok) return problem(c, first.rejection)
      return streamSSE(c, async (stream) => {
        const until = Date.now() + liveSeconds * 1000
        let rows = first.value
        while (!stream.aborted && Date.now() < until) {
          for (const row of rows) {
            await stream.writeSSE({ event: 'order', id: String(row.change), data: JSON.stringify(rowBody(row)) })
            after = row.change
          }
          await stream.sleep(pollMilliseconds)
          const next = await callContext('mypage', () => c.env.MYPAGES.changes(caller, after))
          rows = next.ok ? next.value : []
        }
      })
    })
    .openapi(read(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const row = await callContext('mypage', () => c.env.MYPAGES.get(c.var.caller, orderId))
      return row.ok ? c.json(rowBody(row.value), 200) : problem(c, row.rejection)
    })
}
