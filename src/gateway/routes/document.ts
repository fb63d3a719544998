// /openapi.json, generated from the schemas that validate, and /docs, which shows it with nothing from another host.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import { type ApiDocument, apiDocument } from '../document.ts'
import type { Gateway } from '../env.ts'

export function documentRoutes(app: OpenAPIHono<Gateway>): void {
  app.use('/docs', policy(viewerPolicy))
  let document: ApiDocument | null = null
  app.get('/openapi.json', (c) => {
    document ??= apiDocument()
    return c.json(document)
  })

  app.get('/docs', (c) =>
    c.html(html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>API of the homeappliance store</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/docs/swagger-ui.css" />
        </head>
        <body>
          <div id="docs"></div>
          <script src="/docs/swagger-ui-bundle.js"></script>
          <script src="/docs/start.js"></script>
        </body>
      </html>`),
  )
  // The viewer's files: through here, so that they carry the headers of every answer.
  app.get('/docs/:file', async (c) => {
    const file = await c.env.ASSETS.fetch(c.req.raw)
    return new Response(file.body, file)
  })
}

/** CSP level 3: the viewer's own files, the pictures that it puts into the page, and calls to this API. */
const viewerPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `form-action 'none'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

function policy(text: string): MiddlewareHandler<Gateway> {
  return async (c, next) => {
    await next()
    c.header('content-security-policy', text)
  }
}
