// /rebuilds: compare the rows of a projection with the orders' histories, and repair them, for ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { projections, type Rebuild, rebuildSchema } from '../../contract/rebuild.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems } from '../http/problems.ts'

const tags = ['operations']

const exampleRebuild: Rebuild = {
  projection: 'analytics',
  phase: 'done',
  isRepairing: true,
  compared: 20_412,
  differences: 1,
  found: [{ orderId: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg', kind: 'differs', columns: ['captured'] }],
  startedAt: '2026-11-21T09:15:00.000Z',
  endedAt: '2026-11-21T09:21:30.000Z',
}
const schema = rebuildSchema.openapi('Rebuild')

const run = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/rebuilds/{projection}',
    tags,
    summary: 'Rebuild a projection from the orders’ histories, piece by piece',
    description:
      'Each call compares a bounded number of orders: call again after 202. After 200 it begins anew. ' +
      'With `repair` the rows that differ are written, each by itself: no reader waits, and nothing is sent again.',
    ...guard('rebuildProjection'),
    request: {
      params: z.object({
        projection: z.enum(projections).openapi({ param: { name: 'projection', in: 'path' }, example: 'analytics' }),
      }),
      query: z.object({
        repair: z
          .enum(['true', 'false'])
          .default('false')
          .openapi({ description: 'false: the rows are only compared' }),
      }),
    },
    responses: {
      200: { description: 'done', ...json(schema, exampleRebuild) },
      202: { description: 'under way', ...json(schema, { ...exampleRebuild, phase: 'rows', endedAt: null }) },
      ...problems,
    },
  })

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/rebuilds',
    tags,
    summary: 'The last rebuild of each projection',
    ...guard('listRebuilds'),
    responses: {
      200: { description: 'the rebuilds', ...json(z.object({ items: z.array(schema) }), { items: [exampleRebuild] }) },
      ...problems,
    },
  })

export function rebuildRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(run(guard), async (c) => {
      const { projection } = c.req.valid('param')
      const isRepairing = c.req.valid('query').repair === 'true'
      const went = await callContext('operations', () =>
        c.env.OPERATIONS.rebuild(c.var.caller, projection, isRepairing, c.var.requestId),
      )
      if (!went.ok) return problem(c, went.rejection)
      return went.value.phase === 'done' ? c.json(went.value, 200) : c.json(went.value, 202)
    })
    .openapi(list(guard), async (c) => {
      const found = await callContext('operations', () => c.env.OPERATIONS.rebuilds(c.var.caller))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
}
