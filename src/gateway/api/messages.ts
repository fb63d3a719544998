// /messages: the messages to customers, how each stands and which of them they want; those that did not arrive are sent
// again.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  messageKindSchema,
  messageKinds,
  messageProblems,
  messageStatusSchema,
} from '../../contract/customer-message.ts'
import { messageReportSchema } from '../../contract/message-delivery.ts'
import { type Guard, publicRoute } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, pageOf, pageQuery } from '../http/body.ts'
import { callContext, replayMsMax } from '../http/call-context.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { metaOf } from '../http/request.ts'
import { pageOf as pageOfExample } from './examples.ts'
import * as examples from './message-examples.ts'

const tags = ['messages']

const instant = z.iso.datetime({ offset: true })

export const messageSchema = z
  .object({
    messageId: z.string(),
    orderId: z.string(),
    kind: messageKindSchema,
    text: z.string().openapi({ description: 'empty once the personal data of the order is erased' }),
    sentAt: z.string().openapi({ description: 'when it was sent; while it is waiting or has failed, its last try' }),
    status: messageStatusSchema.optional().openapi({
      description:
        'recorded: it stands in the shop alone; sent: its channel has taken it; delivered, bounced: so the channel ' +
        'reported; waiting: a try failed, and another one follows; failed: given up after 24 hours',
    }),
    cause: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'why it bounced or its last try failed; for the shop' }),
    tries: z.int().optional().openapi({ description: 'the tries that failed' }),
    nextTryAt: z.string().nullable().optional().openapi({ description: 'while it is waiting' }),
  })
  .openapi('Message')

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/messages',
    tags,
    summary: 'Messages, newest first',
    ...guard('listMessages'),
    request: {
      query: pageQuery.extend({
        orderId: z.string().max(64).optional(),
        status: z.enum(messageProblems).optional().openapi({ description: 'only those that stand so' }),
      }),
    },
    responses: {
      200: { description: 'a page', ...json(pageOf(messageSchema), pageOfExample(examples.message)) },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/messages/{messageId}',
    tags,
    summary: 'One message',
    ...guard('readMessage'),
    request: { params: z.object({ messageId: z.string().max(64) }) },
    ...refuses('message_not_found'),
    responses: {
      200: { description: 'the message', ...json(messageSchema, examples.message) },
      ...problems,
    },
  })

const replay = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/messages/{messageId}/replay',
    tags,
    summary: 'Send a message that failed or bounced again',
    description:
      'It goes to its channel before the answer, once, under its own id, by which a receiver of webhooks knows a ' +
      'repeat. It may fail again: see `status` of the answer.',
    ...guard('replayMessage'),
    request: { params: z.object({ messageId: z.string().max(64) }) },
    ...refuses('message_not_found', 'message_not_replayable'),
    responses: {
      200: { description: 'the message as it stands now', ...json(messageSchema, examples.replayedMessage) },
      ...problems,
    },
  })

const replayFilter = z
  .strictObject({
    since: instant.optional().openapi({ description: 'about what happened at this instant or later' }),
    until: instant.optional().openapi({ description: 'failed before this instant' }),
  })
  .openapi('ReplayFilter')

const replayedSchema = z
  .object({
    sent: z.int(),
    failed: z.int().openapi({ description: 'those that failed again' }),
    left: z.int().openapi({ description: 'those of this filter that are left for the next calls' }),
    until: z.string().openapi({
      description: 'name it in the next calls: what has failed again by then is not sent by them',
    }),
  })
  .openapi('ReplayedMessages')

const replayMany = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/messages/replay',
    tags,
    summary: 'Send the messages that failed again, piece by piece',
    description: 'Each call sends at most 12, the oldest first, and says what is left: call again after 202.',
    ...guard('replayMessages'),
    request: { body: { required: true, ...json(replayFilter, examples.replayFilter) } },
    responses: {
      200: { description: 'none is left', ...json(replayedSchema, { ...examples.replayedMessages, left: 0 }) },
      202: { description: 'some are left', ...json(replayedSchema, examples.replayedMessages) },
      ...problems,
    },
  })

const report = createRoute({
  method: 'post',
  path: '/messages/reports',
  tags,
  summary: 'The receiver of the webhooks reports that a message was delivered, or has bounced',
  description:
    'Signed as the webhooks that it gets are (Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp`, ' +
    '`webhook-signature`), with the same secret, over the bytes of the body. A report that repeats, or is older than ' +
    'the newest one of its message, changes nothing.',
  ...publicRoute('reportMessageDelivery'),
  request: { body: { required: true, ...json(messageReportSchema.openapi('MessageReport'), examples.messageReport) } },
  ...refuses('message_not_found', 'signature_invalid'),
  responses: { 204: { description: 'recorded' }, ...problems },
})

export const settingsSchema = z
  .object({ off: z.array(messageKindSchema) })
  .openapi('MessageSettings', { description: '`off`: the kinds that the customer does not want; all others are sent' })

const settingsBody = z
  .strictObject({ off: z.array(z.enum(messageKinds)).max(messageKinds.length) })
  .openapi('ChangeMessageSettings')

const readSettings = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/messages/settings',
    tags,
    summary: 'Which messages the customer wants',
    ...guard('readMessageSettings'),
    responses: {
      200: { description: 'the settings', ...json(settingsSchema, examples.messageSettings) },
      ...problems,
    },
  })

const changeSettings = (guard: Guard) =>
  createRoute({
    method: 'put',
    path: '/messages/settings',
    tags,
    summary: 'Switch kinds of messages off, and all others on',
    description: 'It holds for what happens from now on: what was not sent is not sent later.',
    ...guard('changeMessageSettings'),
    request: { body: { required: true, ...json(settingsBody, examples.messageSettings) } },
    responses: {
      200: { description: 'the settings', ...json(settingsSchema, examples.messageSettings) },
      ...problems,
    },
  })

export function messageRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { orderId = null, status = null, limit, cursor = null } = c.req.valid('query')
      const page = await callContext('message', () =>
        status === null
          ? c.env.MESSAGES.list(c.var.caller, orderId, { limit, cursor })
          : c.env.MESSAGES.listProblems(c.var.caller, status, orderId, { limit, cursor }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(readSettings(guard), async (c) => {
      const settings = await callContext('message', () => c.env.MESSAGES.settings(c.var.caller))
      return settings.ok ? c.json(settings.value, 200) : problem(c, settings.rejection)
    })
    .openapi(changeSettings(guard), async (c) => {
      const body = c.req.valid('json')
      const settings = await callContext('message', () => c.env.MESSAGES.changeSettings(c.var.caller, body))
      return settings.ok ? c.json(settings.value, 200) : problem(c, settings.rejection)
    })
    .openapi(replayMany(guard), async (c) => {
      const filter = c.req.valid('json')
      const request = metaOf(c.var.requestId, {})
      const replayed = await callContext(
        'message',
        () => c.env.MESSAGES.replayAll(c.var.caller, filter, request),
        replayMsMax,
      )
      if (!replayed.ok) return problem(c, replayed.rejection)
      return replayed.value.left > 0 ? c.json(replayed.value, 202) : c.json(replayed.value, 200)
    })
    .openapi(replay(guard), async (c) => {
      const { messageId } = c.req.valid('param')
      const request = metaOf(c.var.requestId, {})
      const message = await callContext('message', () => c.env.MESSAGES.replay(c.var.caller, messageId, request))
      return message.ok ? c.json(message.value, 200) : problem(c, message.rejection)
    })
    .openapi(report, async (c) => {
      const headers = Object.fromEntries(c.req.raw.headers)
      const body = new Uint8Array(await c.req.arrayBuffer())
      const received = await callContext('message', () => c.env.MESSAGES.report(headers, body))
      return received.ok ? c.body(null, 204) : problem(c, received.rejection)
    })
    .openapi(read(guard), async (c) => {
      const { messageId } = c.req.valid('param')
      const message = await callContext('message', () => c.env.MESSAGES.get(c.var.caller, messageId))
      return message.ok ? c.json(message.value, 200) : problem(c, message.rejection)
    })
}
