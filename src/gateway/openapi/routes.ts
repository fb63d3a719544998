// /openapi.json, generated from the schemas that validate, /docs, which shows it, and the other static files.
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
  app.get('/docs', forwardToViewer)
  app.get('/docs/:file', forwardToViewer)
  app.get('/static/:file', forwardToViewer)
  app.get('/apple-touch-icon.png', forwardToViewer)
}

/** Forwarded by the gateway, so that the viewer's page and files get the headers of every answer. */
async function forwardToViewer(c: Context<Gateway>): Promise<Response> {
  const answer = await callContext('docs', () => c.env.DOCS.fetch(c.req.raw))
  return new Response(answer.body, answer)
}
