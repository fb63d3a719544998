// /openapi.json, generated from the schemas that validate, and the way to /docs, which shows it.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Gateway } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { type ApiDocument, apiDocument } from './document.ts'

export function documentRoutes(app: OpenAPIHono<Gateway>): void {
  let document: ApiDocument | null = null
  app.get('/openapi.json', (c) => {
    document ??= apiDocument()
    return c.json(document)
  })
  app.get('/docs', toViewer)
  app.get('/docs/:file', toViewer)
}

/** Through here, so that the viewer's page and files carry the headers of every answer. */
async function toViewer(c: Context<Gateway>): Promise<Response> {
  const answer = await callContext('docs', () => c.env.DOCS.fetch(c.req.raw))
  return new Response(answer.body, answer)
}
