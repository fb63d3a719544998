// /deadLetters: the messages that failed for good, for ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { subscribers } from '../../contract/routing.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems } from '../http/problems.ts'
import * as examples from './examples.ts'

const deadLetterSchema = z
  .object({
    deadLetterId: z.string(),
    subscriber: z.string(),
    subject: z.string().nullable(),
    type: z.string().nullable(),
    body: z.string(),
    attempts: z.int(),
    diedAt: z.string(),
  })
  .openapi('DeadLetter')

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/deadLetters',
    tags: ['operations'],
    summary: 'Messages that no try could handle, newest first',
    ...guard('listDeadLetters'),
    request: { query: pageQuery.extend({ subscriber: z.enum(subscribers).optional() }) },
    responses: {
      200: { description: 'a page', ...json(pageOf(deadLetterSchema), examples.pageOf(examples.deadLetter)) },
      ...problems,
    },
  })

export function operationsRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app.openapi(list(guard), async (c) => {
    const { subscriber, limit, cursor } = c.req.valid('query')
    const page = await callContext('operations', () =>
      c.env.OPERATIONS.deadLetters(c.var.caller, subscriber ?? null, { limit, cursor: cursor ?? null }),
    )
    return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
  })
}
