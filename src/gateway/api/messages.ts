// /messages: the messages that were sent to the customer, and which of them they want.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { messageKindSchema, messageKinds } from '../../contract/customer-message.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import * as examples from './examples.ts'

const tags = ['messages']

export const messageSchema = z
  .object({
    messageId: z.string(),
    orderId: z.string(),
    kind: messageKindSchema,
    text: z.string(),
    sentAt: z.string(),
  })
  .openapi('Message')

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/messages',
    tags,
    summary: 'Messages, newest first',
    ...guard('listMessages'),
    request: { query: pageQuery.extend({ orderId: z.string().max(64).optional() }) },
    responses: {
      200: { description: 'a page', ...json(pageOf(messageSchema), examples.pageOf(examples.message)) },
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
      const { orderId, limit, cursor } = c.req.valid('query')
      const page = await callContext('message', () =>
        c.env.MESSAGES.list(c.var.caller, orderId ?? null, { limit, cursor: cursor ?? null }),
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
    .openapi(read(guard), async (c) => {
      const { messageId } = c.req.valid('param')
      const message = await callContext('message', () => c.env.MESSAGES.get(c.var.caller, messageId))
      return message.ok ? c.json(message.value, 200) : problem(c, message.rejection)
    })
}
