// /reconciliations: compare a day's orders, payments and the provider's records, for ops; and the inquiry that repairs
// most differences.

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { told } from '../../contract/language.ts'
import { differenceSchema, reconciliationSchema } from '../../contract/reconciliation.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, orderIdParam, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import * as examples from './examples.ts'
import { paymentSchema } from './payments.ts'

const tags = ['operations']
const dayParam = z.object({
  day: z.iso
    .date(fault({ en: 'must be a day, as in 2026-11-21', ko: '2026-11-21과 같은 날짜여야 합니다' }))
    .openapi({ param: { name: 'day', in: 'path' }, example: '2026-11-21', description: 'in UTC' }),
})
const reconciliation = reconciliationSchema.openapi('Reconciliation')
const found = reconciliation.extend({ found: pageOf(differenceSchema.openapi('Difference')) })

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/reconciliations',
    tags,
    summary: 'The reconciliations of all days, the latest day first',
    ...guard('listReconciliations'),
    request: { query: pageQuery },
    responses: {
      200: { description: 'a page', ...json(pageOf(reconciliation), examples.pageOf(examples.reconciliation)) },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/reconciliations/{day}',
    tags,
    summary: 'What differs on a day, each difference with the call that repairs it',
    ...guard('readReconciliation'),
    request: { params: dayParam, query: pageQuery },
    ...refuses('not_found'),
    responses: {
      200: {
        description: 'the reconciliation and a page of its differences',
        ...json(found, { ...examples.reconciliation, found: examples.pageOf(examples.difference) }),
      },
      ...problems,
    },
  })

const run = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/reconciliations/{day}',
    tags,
    summary: 'Reconcile a day, piece by piece',
    description:
      'Each call does a bounded piece and says what is left: call again after 202. After 200 it begins anew.',
    ...guard('reconcile'),
    request: { params: dayParam },
    ...refuses('payment_overloaded'),
    responses: {
      200: { description: 'done', ...json(reconciliation, examples.reconciliation) },
      202: {
        description: 'under way',
        ...json(reconciliation, { ...examples.reconciliation, status: 'comparing', ordersLeft: 68, endedAt: null }),
      },
      ...problems,
    },
  })

const inquire = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/payments/{orderId}/inquiries',
    tags,
    summary: 'Make a payment agree with its order and the provider’s books',
    ...guard('inquire'),
    request: { params: orderIdParam },
    ...refuses('order_not_found', 'payment_overloaded'),
    responses: {
      202: { description: 'the payment; what follows is under way', ...json(paymentSchema, examples.payment) },
      ...problems,
    },
  })

export function reconciliationRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const page = await callContext('payment', () =>
        c.env.RECONCILIATIONS.reconciliations(c.var.caller, { limit, cursor: cursor ?? null }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(read(guard), async (c) => {
      const { day } = c.req.valid('param')
      const { limit, cursor } = c.req.valid('query')
      const found = await callContext('payment', () =>
        c.env.RECONCILIATIONS.reconciliation(c.var.caller, day, { limit, cursor: cursor ?? null }),
      )
      if (!found.ok) return problem(c, found.rejection)
      if (found.value === null)
        return problem(c, {
          code: 'not_found',
          ...told({ en: `${day} has not been reconciled.`, ko: `${day}의 대사 결과가 없습니다.` }),
        })
      return c.json({ ...found.value.reconciliation, found: found.value.differences }, 200)
    })
    .openapi(run(guard), async (c) => {
      const { day } = c.req.valid('param')
      const went = await callContext('payment', () =>
        c.env.RECONCILIATIONS.reconcile(c.var.caller, day, c.var.requestId),
      )
      if (!went.ok) return problem(c, went.rejection)
      return went.value.status === 'done' ? c.json(went.value, 200) : c.json(went.value, 202)
    })
    .openapi(inquire(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const asked = await callContext('payment', () =>
        c.env.RECONCILIATIONS.inquire(c.var.caller, orderId, c.var.requestId),
      )
      return asked.ok ? c.json(asked.value, 202) : problem(c, asked.rejection)
    })
}
