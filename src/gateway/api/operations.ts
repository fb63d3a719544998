// /deadLetters: the messages that failed for good, which ops send again or discard; /audit: what staff and ops did.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { auditEntrySchema } from '../../contract/audit.ts'
import { deadLetterStateSchema, deadLetterStates } from '../../contract/dead-letter.ts'
import { told } from '../../contract/language.ts'
import { subscribers } from '../../contract/routing.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { type ProblemInput, problem, problems, refuses } from '../http/problems.ts'
import { metaOf } from '../http/request.ts'
import { pageOf as pageOfExample } from './examples.ts'
import * as examples from './operations-examples.ts'

const tags = ['operations']

const deadLetterSchema = z
  .object({
    deadLetterId: z.string(),
    subscriber: z.string(),
    subject: z.string().nullable(),
    type: z.string().nullable(),
    body: z.string().openapi({ description: 'the message as JSON, its personal data masked' }),
    attempts: z.int().openapi({ description: 'the tries of the subscriber; 0: not known' }),
    diedAt: z.string(),
    state: deadLetterStateSchema.optional(),
    cause: z.string().nullable().optional().openapi({ description: 'why the last try failed; null: not known' }),
    reason: z.string().nullable().optional().openapi({ description: 'why it was discarded, while it is' }),
    deaths: z.int().optional().openapi({ description: 'how often it has died; one that dies again is `open` again' }),
  })
  .openapi('DeadLetter')

const idParam = z.object({
  deadLetterId: z
    .string()
    .max(100)
    .openapi({ param: { name: 'deadLetterId', in: 'path' }, example: examples.deadLetter.deadLetterId }),
})

const eventType = z.string().regex(
  /^[A-Za-z]{1,64}$/,
  fault({
    en: 'must be the type of an event, such as OrderPlaced',
    ko: 'OrderPlaced와 같은 이벤트 유형이어야 합니다',
  }),
)
const orderId = z.string().regex(/^ord_[0-9a-z]{26}$/, fault({ en: 'must be an order id', ko: '주문 번호여야 합니다' }))
const instant = z.iso.datetime({ offset: true })

const filter = {
  subscriber: z.enum(subscribers).optional(),
  type: eventType.optional(),
  orderId: orderId.optional(),
  since: instant.optional().openapi({ description: 'died at this instant or later' }),
  until: instant.optional().openapi({ description: 'died before this instant' }),
}

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/deadLetters',
    tags,
    summary: 'Messages that no try could handle, the last to die first',
    ...guard('listDeadLetters'),
    request: { query: pageQuery.extend({ ...filter, state: z.enum(deadLetterStates).optional() }) },
    responses: {
      200: { description: 'a page', ...json(pageOf(deadLetterSchema), pageOfExample(examples.deadLetter)) },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/deadLetters/{deadLetterId}',
    tags,
    summary: 'One message that no try could handle',
    ...guard('readDeadLetter'),
    request: { params: idParam },
    ...refuses('not_found'),
    responses: { 200: { description: 'it', ...json(deadLetterSchema, examples.deadLetter) }, ...problems },
  })

const sentAgain = { ...examples.deadLetter, state: 'sentAgain' as const }

const redrive = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/deadLetters/{deadLetterId}/redrive',
    tags,
    summary: 'Send a message to its subscriber again, as it was',
    description: 'Sent twice it does no harm: a subscriber applies each event once.',
    ...guard('redriveDeadLetter'),
    request: { params: idParam },
    ...refuses('not_found'),
    responses: {
      202: { description: 'sent; open again if it dies again', ...json(deadLetterSchema, sentAgain) },
      ...problems,
    },
  })

const redrivenSchema = z
  .object({
    sent: z.int(),
    left: z.int().openapi({ description: 'open ones of this filter that are left for the next calls' }),
    until: z.string().openapi({
      description: 'name it in the next calls: what has died again by then is not sent by them',
    }),
  })
  .openapi('Redriven')

const redriveMany = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/deadLetters/redrive',
    tags,
    summary: 'Send the open messages of a filter again, piece by piece',
    description: 'Each call sends at most 100, the oldest first, and says what is left: call again after 202.',
    ...guard('redriveDeadLetters'),
    request: {
      body: { required: true, ...json(z.strictObject(filter).openapi('RedriveFilter'), { subscriber: 'message' }) },
    },
    responses: {
      200: { description: 'none is left', ...json(redrivenSchema, { ...examples.redriven, sent: 23, left: 0 }) },
      202: { description: 'some are left', ...json(redrivenSchema, examples.redriven) },
      ...problems,
    },
  })

const discardBody = z.strictObject({ reason: line(reasonLengthMax) }).openapi('DiscardDeadLetter')

const discard = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/deadLetters/{deadLetterId}/discard',
    tags,
    summary: 'Discard a message, with a reason',
    ...guard('discardDeadLetter'),
    request: {
      params: idParam,
      body: { required: true, ...json(discardBody, { reason: examples.discardReason }) },
    },
    ...refuses('not_found'),
    responses: {
      200: {
        description: 'discarded; it can still be sent again',
        ...json(deadLetterSchema, { ...examples.deadLetter, state: 'discarded', reason: examples.discardReason }),
      },
      ...problems,
    },
  })

const known = z.string().min(1).max(100)

const audit = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/audit',
    tags,
    summary: 'What staff and ops did: who, what, when and why, newest first',
    ...guard('listAudit'),
    request: {
      query: pageQuery.extend({
        actorId: known.optional().openapi({ description: 'who did it' }),
        action: known.optional().openapi({ description: 'the call, by its operationId' }),
        target: known.optional().openapi({ description: 'the id of what it was about' }),
        since: instant.optional(),
        until: instant.optional().openapi({ description: 'before this instant' }),
      }),
    },
    responses: {
      200: {
        description: 'a page',
        ...json(pageOf(auditEntrySchema.openapi('AuditEntry')), pageOfExample(examples.auditEntry)),
      },
      ...problems,
    },
  })

const notFound: ProblemInput = {
  code: 'not_found',
  ...told({ en: 'There is no such dead letter.', ko: '그런 데드 레터가 없습니다.' }),
}

export function operationsRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { limit, cursor = null, ...filter } = c.req.valid('query')
      const page = await callContext('operations', () =>
        c.env.OPERATIONS.findDeadLetters(c.var.caller, filter, { limit, cursor }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(audit(guard), async (c) => {
      const { limit, cursor = null, ...filter } = c.req.valid('query')
      const page = await callContext('operations', () =>
        c.env.OPERATIONS.audit(c.var.caller, filter, { limit, cursor }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(redriveMany(guard), async (c) => {
      const filter = c.req.valid('json')
      const went = await callContext('operations', () =>
        c.env.OPERATIONS.redriveAll(c.var.caller, filter, metaOf(c.var.requestId, {})),
      )
      if (!went.ok) return problem(c, went.rejection)
      return went.value.left === 0 ? c.json(went.value, 200) : c.json(went.value, 202)
    })
    .openapi(read(guard), async (c) => {
      const { deadLetterId } = c.req.valid('param')
      const found = await callContext('operations', () => c.env.OPERATIONS.deadLetter(c.var.caller, deadLetterId))
      if (!found.ok) return problem(c, found.rejection)
      return found.value === null ? problem(c, notFound) : c.json(found.value, 200)
    })
    .openapi(redrive(guard), async (c) => {
      const { deadLetterId } = c.req.valid('param')
      const sent = await callContext('operations', () =>
        c.env.OPERATIONS.redrive(c.var.caller, deadLetterId, metaOf(c.var.requestId, {})),
      )
      if (!sent.ok) return problem(c, sent.rejection)
      return sent.value === null ? problem(c, notFound) : c.json(sent.value, 202)
    })
    .openapi(discard(guard), async (c) => {
      const { deadLetterId } = c.req.valid('param')
      const { reason } = c.req.valid('json')
      const discarded = await callContext('operations', () =>
        c.env.OPERATIONS.discard(c.var.caller, deadLetterId, reason, metaOf(c.var.requestId, {})),
      )
      if (!discarded.ok) return problem(c, discarded.rejection)
      return discarded.value === null ? problem(c, notFound) : c.json(discarded.value, 200)
    })
}
