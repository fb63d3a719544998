// /archive: the archived events of all orders, for ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { type ArchivedObject, archivedObjectSchema, archiveRunSchema } from '../../contract/archive.ts'
import { told } from '../../contract/language.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { pageOf as pageOfExample } from './examples.ts'

const tags = ['operations']

const exampleObject: ArchivedObject = {
  name: '20261121T091500123-1f0c2a9b-0001',
  key: 'events/date=2026-11-21/hour=09/20261121T091500123-1f0c2a9b-0001.jsonl.gz',
  date: '2026-11-21',
  events: 1190,
  orders: 238,
  firstAt: '2026-11-20T02:10:04.117Z',
  lastAt: '2026-11-21T09:14:31.502Z',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  bytes: 151_204,
}
const exampleLine = {
  orderId: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg',
  type: 'OrderTaken',
  data: {},
  seq: 3,
  version: 1,
  at: '2026-11-21T09:02:11.048Z',
  by: { kind: 'staff', id: 'usr_staff1' },
  causationId: 'req_7f3a',
}

const dayQuery = pageQuery.extend({
  day: z.iso
    .date(fault({ en: 'must be a day, as in 2026-11-21', ko: '2026-11-21과 같은 날짜여야 합니다' }))
    .optional()
    .openapi({ description: 'on which the events were archived, in UTC', example: '2026-11-21' }),
})
const nameParam = z.object({
  objectName: z
    .string()
    .max(64)
    .openapi({ param: { name: 'objectName', in: 'path' }, example: exampleObject.name }),
})

const run = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/archive',
    tags,
    summary: 'Archive now what orders have brought, as the clock does every five minutes',
    ...guard('archiveEvents'),
    responses: {
      200: {
        description: 'what was written',
        ...json(archiveRunSchema.openapi('ArchiveRun'), { objects: 1, events: 1190 }),
      },
      ...problems,
    },
  })

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/archive',
    tags,
    summary: 'The objects of the archive, the oldest first, with what each holds',
    description: 'An order brings its events when it is final, and after a week what it has until then.',
    ...guard('listArchive'),
    request: { query: dayQuery },
    responses: {
      200: {
        description: 'a page',
        ...json(pageOf(archivedObjectSchema.openapi('ArchivedObject')), pageOfExample(exampleObject)),
      },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/archive/{objectName}',
    tags,
    summary: 'The events of one object, each as a line of JSON',
    description: 'An event may stand there twice, and in another object again: `orderId` and `seq` tell it.',
    ...guard('readArchive'),
    request: { params: nameParam },
    ...refuses('not_found'),
    responses: {
      200: {
        description: 'the lines',
        // No media type is registered for lines of JSON.
        content: { 'text/plain': { schema: z.string(), example: `${JSON.stringify(exampleLine)}\n` } },
      },
      ...problems,
    },
  })

export function archiveRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(run(guard), async (c) => {
      const done = await callContext('archive', () => c.env.ARCHIVE.run(c.var.caller))
      return done.ok ? c.json(done.value, 200) : problem(c, done.rejection)
    })
    .openapi(list(guard), async (c) => {
      const { day, limit, cursor } = c.req.valid('query')
      const page = await callContext('archive', () =>
        c.env.ARCHIVE.objects(c.var.caller, day ?? null, { limit, cursor: cursor ?? null }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(read(guard), async (c) => {
      const { objectName } = c.req.valid('param')
      const found = await callContext('archive', () => c.env.ARCHIVE.lines(c.var.caller, objectName))
      if (!found.ok) return problem(c, found.rejection)
      if (found.value === null)
        return problem(c, {
          code: 'not_found',
          ...told({
            en: `There is no object ${objectName} in the archive.`,
            ko: `보관소에 ${objectName} 객체가 없습니다.`,
          }),
        })
      return c.text(found.value, 200)
    })
}
