// /livez and /readyz: whether this Worker runs, and which contexts answer.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { BreakerState } from '../../contract/payment.ts'
import type { HealthRpc } from '../../contract/rpc.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import type { NotMigrated } from '../../platform/migrations.ts'
import { TimeoutError, withTimeout } from '../../platform/timeout.ts'
import { publicRoute } from '../auth/guard.ts'
import type { Gateway, GatewayEnv } from '../env.ts'
import { json } from '../http/body.ts'

const readyMillisecondsMax = 2000
const log = contextLog('gateway')
const tags = ['health']

const livez = createRoute({
  method: 'get',
  path: '/livez',
  tags,
  summary: 'The gateway runs',
  ...publicRoute('readLiveness'),
  responses: {
    200: {
      description: 'it does',
      ...json(z.object({ status: z.literal('live') }), { status: 'live' }),
    },
  },
})

export const breakerSchema = z
  .enum(['closed', 'open', 'halfOpen'])
  .openapi({ description: 'closed: calls go through; open: none does; halfOpen: one is tried' })

const readySchema = z
  .object({
    status: z.enum(['ready', 'degraded', 'unavailable']),
    contexts: z.record(z.string(), z.enum(['ready', 'unavailable'])),
    latencies: z
      .record(z.string(), z.int())
      .optional()
      .openapi({ description: 'how long each context took to answer, in milliseconds' }),
    reasons: z.record(z.string(), z.string()).openapi({ description: 'why a context is unavailable, by its name' }),
    breakers: z.record(z.string(), breakerSchema),
  })
  .openapi('Readiness')

const readyContent = json(readySchema, {
  status: 'degraded',
  contexts: { identity: 'ready', catalog: 'ready', order: 'ready', delivery: 'unavailable' },
  latencies: { identity: 12, catalog: 3, order: 8, delivery: 5 },
  reasons: { delivery: 'DELIVERY_DB lacks the migration 0002_rows.sql' },
  breakers: { 'sandbox-0': 'closed' },
})

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  tags,
  summary: 'Which contexts answer',
  ...publicRoute('readReadiness'),
  description:
    'Orders are taken while identity, catalog and order answer; what else is down only degrades the shop. ' +
    'A context whose database lacks a migration that it was built with counts as down. ' +
    'A breaker that is not closed degrades the shop too: payment then defers what it is asked to charge.',
  responses: {
    200: { description: 'orders are taken', ...readyContent },
    503: { description: 'no orders can be taken', ...readyContent },
  },
})

/** The shop takes no order without these. */
const needed = ['identity', 'catalog', 'order'] as const

export function healthRoutes(app: OpenAPIHono<Gateway>) {
  return app
    .openapi(livez, (c) => c.json({ status: 'live' as const }, 200))
    .openapi(readyz, async (c) => {
      const checks = await Promise.all(
        Object.entries(contextsOf(c.env)).map(
          async ([name, context]) => [name, await readiness(name, context)] as const,
        ),
      )
      const contexts = Object.fromEntries(checks.map(([name, { state }]) => [name, state]))
      const reasons = Object.fromEntries(
        checks.flatMap(([name, { reason }]) => (reason === null ? [] : [[name, reason]])),
      )
      const latencies = Object.fromEntries(checks.map(([name, { milliseconds }]) => [name, milliseconds]))
      const breakers: Record<string, BreakerState> = Object.assign({}, ...checks.map(([, check]) => check.breakers))
      const told = { contexts, latencies, reasons, breakers }
      const isWhole =
        checks.every(([, { state }]) => state === 'ready') &&
        Object.values(breakers).every((state) => state === 'closed')
      if (needed.some((name) => contexts[name] !== 'ready'))
        return c.json({ status: 'unavailable' as const, ...told }, 503)
      return c.json({ status: isWhole ? ('ready' as const) : ('degraded' as const), ...told }, 200)
    })
}

function contextsOf(env: GatewayEnv): Record<string, HealthRpc> {
  return {
    identity: env.IDENTITY_HEALTH,
    catalog: env.CATALOG,
    order: env.ORDER_API,
    payment: env.PAYMENTS,
    ordermanagement: env.ORDERMANAGEMENT,
    delivery: env.DELIVERY,
    message: env.MESSAGES,
    mypage: env.MYPAGES,
    analytics: env.ANALYTICS,
    operations: env.OPERATIONS,
    archive: env.ARCHIVE,
  }
}

/** `reason`: why it is unavailable, for anyone to read. */
type ContextReadiness = {
  state: 'ready' | 'unavailable'
  reason: string | null
  breakers: Record<string, BreakerState>
  milliseconds: number
}

async function readiness(name: string, context: HealthRpc): Promise<ContextReadiness> {
  const startedAt = Date.now()
  try {
    const { breakers = {} } = await withTimeout(readyMillisecondsMax, context.ready())
    return { state: 'ready', reason: null, breakers, milliseconds: Date.now() - startedAt }
  } catch (fault) {
    log('context_not_ready', { upstream: name, fault: describeFault(fault) })
    return { state: 'unavailable', reason: reasonOf(fault), breakers: {}, milliseconds: Date.now() - startedAt }
  }
}

const notMigrated: NotMigrated['name'] = 'NotMigrated'

/** Only what is written to be shown: other faults may hold anything. */
function reasonOf(fault: unknown): string {
  if (fault instanceof TimeoutError) return fault.message
  // Over RPC an error keeps its name, and not its class.
  if (fault instanceof Error && fault.name === notMigrated) return fault.message
  return 'out of reach, or its store does not answer'
}
