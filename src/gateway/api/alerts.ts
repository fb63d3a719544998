// /metrics and /alerts: the figures of the shop as OpenMetrics, and the alerts that are judged by them, for ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { type Alert, alertSchema } from '../../contract/alert.ts'
import { told } from '../../contract/language.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { type ProblemInput, problem, problems, refuses } from '../http/problems.ts'
import { metaOf } from '../http/request.ts'

const tags = ['operations']

const exampleAlert: Alert = {
  rule: 'deadLetters',
  severity: 'ticket',
  summary: 'There are open dead letters.',
  state: 'firing',
  value: 3,
  threshold: 0,
  since: '2026-11-21T09:15:00.000Z',
  recoveredAt: null,
  judgedAt: '2026-11-21T09:21:00.000Z',
  silence: null,
  runbook: 'docs/operations.md#deadletters',
}
const schema = alertSchema.openapi('Alert')
const listed = json(z.object({ items: z.array(schema) }), { items: [exampleAlert] })

/** OpenMetrics 1.0, section 4.1. */
const openMetricsType = 'application/openmetrics-text'

const metricsExample = `# TYPE homeappliance_dead_letters gauge
# HELP homeappliance_dead_letters Open dead letters of a subscriber, counted up to 1,000 in all
homeappliance_dead_letters{subscriber="delivery"} 3
# EOF
`

const metrics = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/metrics',
    tags,
    summary: 'The figures of the shop now, as OpenMetrics',
    description: 'What a part of the shop that does not answer would tell is left out.',
    ...guard('readMetrics'),
    responses: {
      200: {
        description: 'the text',
        content: { [openMetricsType]: { schema: z.string(), example: metricsExample } },
      },
      ...problems,
    },
  })

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/alerts',
    tags,
    summary: 'Every alert, and how it was judged last',
    ...guard('listAlerts'),
    responses: { 200: { description: 'all of them', ...listed }, ...problems },
  })

const judge = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/alerts',
    tags,
    summary: 'Judge every alert now, as the clock does each minute',
    description: 'What begins or is over is sent. While the clock is judging, they are shown as they are.',
    ...guard('judgeAlerts'),
    responses: { 200: { description: 'all of them', ...listed }, ...problems },
  })

const silenceBody = z
  .strictObject({
    until: z.iso
      .datetime({ offset: true, error: fault({ en: 'must be an ISO 8601 instant', ko: 'ISO 8601 시각이어야 합니다' }) })
      .nullable()
      .openapi({ description: '30 days ahead at most; null: the silence is over' }),
    reason: line(reasonLengthMax),
  })
  .openapi('SilenceAlert')
const silenced = { until: '2026-11-21T18:00:00.000Z', by: 'usr_han', reason: 'the provider is being replaced' }

const silence = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/alerts/{rule}/silence',
    tags,
    summary: 'Send nothing about an alert until an instant, with a reason',
    description: 'It is still judged and shown. When it still fires at the end of the silence, it is sent then.',
    ...guard('silenceAlert'),
    request: {
      params: z.object({
        rule: z
          .string()
          .max(64)
          .openapi({ param: { name: 'rule', in: 'path' }, example: exampleAlert.rule }),
      }),
      body: { required: true, ...json(silenceBody, { until: silenced.until, reason: silenced.reason }) },
    },
    ...refuses('not_found'),
    responses: {
      200: { description: 'the alert', ...json(schema, { ...exampleAlert, silence: silenced }) },
      ...problems,
    },
  })

const notFound: ProblemInput = {
  code: 'not_found',
  ...told({ en: 'There is no such alert.', ko: '그런 알림이 없습니다.' }),
}

export function alertRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(metrics(guard), async (c) => {
      const text = await callContext('operations', () => c.env.OPERATIONS.metrics(c.var.caller))
      if (!text.ok) return problem(c, text.rejection)
      return c.body(text.value, 200, { 'content-type': `${openMetricsType}; version=1.0.0; charset=utf-8` }) as never
    })
    .openapi(list(guard), async (c) => {
      const found = await callContext('operations', () => c.env.OPERATIONS.alerts(c.var.caller))
      return found.ok ? c.json({ items: found.value }, 200) : problem(c, found.rejection)
    })
    .openapi(judge(guard), async (c) => {
      const judged = await callContext('operations', () => c.env.OPERATIONS.judgeAlerts(c.var.caller))
      return judged.ok ? c.json({ items: judged.value }, 200) : problem(c, judged.rejection)
    })
    .openapi(silence(guard), async (c) => {
      const { rule } = c.req.valid('param')
      const { until, reason } = c.req.valid('json')
      const done = await callContext('operations', () =>
        c.env.OPERATIONS.silenceAlert(c.var.caller, rule, until, reason, metaOf(c.var.requestId, {})),
      )
      if (!done.ok) return problem(c, done.rejection)
      return done.value === null ? problem(c, notFound) : c.json(done.value, 200)
    })
}
