// /openapi.json, generated from the schemas that validate, and /docs, which shows it with nothing from another host.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import type { Gateway } from '../env.ts'

export function documentRoutes(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'an access token of the authorization server, for the audience of this API',
  })

  app.use('/docs', policy(viewerPolicy))
  app.doc31('/openapi.json', (c) => ({
    openapi: '3.1.0',
    info: {
      title: 'The homeappliance store',
      version: '1.0.0',
      description: 'Place, pay, follow and cancel orders for home appliances; take, deliver and look after them.',
    },
    servers: [{ url: new URL(c.req.url).origin }],
  }))

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
