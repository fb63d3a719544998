// /syntheticOrders: orders that the shop places by itself, to see that orders go through.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { syntheticRunSchema } from '../../contract/synthetic.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems } from '../http/problems.ts'
import { metaOf } from '../http/request.ts'
import { at, orderId, pageOf as pageOfExample } from './examples.ts'

const tags = ['operations']

// Made anew: one that was made before the library that documents it was loaded has no `openapi`.
const schema = z.object(syntheticRunSchema.shape).openapi('SyntheticOrder', {
  description:
    'one that costs nothing, is canceled at once, stands on no worklist and in no figure. It is placed and approved ' +
    '(`place`), canceled (`cancel`), settled through the queues (`settle`), and shown by mypage (`show`)',
})
const example = {
  ...{ startedAt: at('09:00:00.000'), orderId, failedStep: null, cause: null, milliseconds: 840 },
}

const place = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/syntheticOrders',
    tags,
    summary: 'Place a synthetic order now, and follow it to its end',
    ...guard('placeSynthetic'),
    responses: {
      200: { description: 'what became of it; `failedStep` null: orders go through', ...json(schema, example) },
      ...problems,
    },
  })

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/syntheticOrders',
    tags,
    summary: 'The synthetic orders of the last week, newest first',
    ...guard('listSynthetic'),
    request: { query: pageQuery },
    responses: { 200: { description: 'a page', ...json(pageOf(schema), pageOfExample(example)) }, ...problems },
  })

export function syntheticRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(place(guard), async (c) => {
      const run = await callContext('operations', () =>
        c.env.OPERATIONS.placeSynthetic(c.var.caller, metaOf(c.var.requestId, {})),
      )
      return run.ok ? c.json(run.value, 200) : problem(c, run.rejection)
    })
    .openapi(list(guard), async (c) => {
      const { limit, cursor = null } = c.req.valid('query')
      const page = await callContext('operations', () =>
        c.env.OPERATIONS.syntheticRuns(c.var.caller, { limit, cursor }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
}
