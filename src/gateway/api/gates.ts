// /payments/gates: the state of the circuit breakers before the payment provider, for ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems } from '../http/problems.ts'
import * as examples from './examples.ts'
import { breakerSchema } from './health.ts'

const gateSchema = z
  .object({
    gate: z.string(),
    breaker: breakerSchema,
    callsUnderWay: z.int(),
    callsMax: z.int(),
    calls: z.int().openapi({ description: 'since the gate woke, as are the other counts' }),
    failures: z.int(),
    turnedAway: z.int().openapi({ description: 'not let through to the provider' }),
  })
  .openapi('Gate')

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/payments/gates',
    tags: ['operations'],
    summary: 'The gates before the payment provider: breaker and counts of each',
    ...guard('readGates'),
    responses: {
      200: {
        description: 'all of them',
        ...json(z.object({ items: z.array(gateSchema) }), { items: [examples.gate] }),
      },
      ...problems,
    },
  })

export function gateRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app.openapi(list(guard), async (c) => {
    const gates = await callContext('payment', () => c.env.PAYMENTS.gates(c.var.caller))
    return gates.ok ? c.json({ items: gates.value }, 200) : problem(c, gates.rejection)
  })
}
