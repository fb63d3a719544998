// /openapi.json, generated from the schemas that validate, /docs, which shows it, and the static files.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { renderPage } from '../../web/page.tsx'
import { readerOfRequest } from '../../web/reader.ts'
import type { Gateway } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { type ApiDocument, apiDocument } from './document.ts'
import { documentContent, documentPage } from './page.tsx'

export function documentRoutes(app: OpenAPIHono<Gateway>): void {
  let made: ApiDocument | null = null
  const document = () => {
    made ??= apiDocument()
    return made
  }
  app.get('/openapi.json', (c) => c.json(document()))
  let content: ReturnType<typeof documentContent> | null = null
  app.get('/docs', async (c) => {
    content ??= documentContent(document())
    return renderPage(documentPage(await content, readerOfRequest(c.req.raw)))
  })
  app.get('/static/:file', forwardToFiles)
  app.get('/apple-touch-icon.png', forwardToFiles)
}

/** Forwarded by the gateway, so that the files get the headers of every answer. */
async function forwardToFiles(c: Context<Gateway>): Promise<Response> {
  const answer = await callContext('docs', () => c.env.DOCS.fetch(c.req.raw))
  return new Response(answer.body, answer)
}
