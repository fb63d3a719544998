// The static files: /docs, which shows /openapi.json and loads nothing from another host, and the scripts of the pages.
import { Hono } from 'hono'
import { html } from 'hono/html'
import { scriptOf } from '../web/scripts.ts'

/** The viewer's files, served as the Worker's static assets. */
type StaticFiles = { fetch(request: Request): Promise<Response> }
export type DocsEnv = { ASSETS: StaticFiles }

export function viewer() {
  const app = new Hono<{ Bindings: DocsEnv }>()
  app.get('/docs', (c) => c.html(page, 200, { 'content-security-policy': viewerPolicy }))
  app.get('/docs/:file', (c) => c.env.ASSETS.fetch(c.req.raw))
  app.get('/apple-touch-icon.png', async ({ env, req }) => {
    const found = await env.ASSETS.fetch(new Request(new URL('/static/touch-icon.png', req.url), req.raw))
    return new Response(found.body, found)
  })
  app.get('/static/:file', (c) => pageScript(c.env, c.req.raw, c.req.param('file')))
  return app
}

/**
 * While a release replaces another, a page of either may ask for its script: both get the present one, and keep only
 * what has the hash that they asked for.
 */
async function pageScript({ ASSETS }: DocsEnv, request: Request, file: string): Promise<Response> {
  const script = scriptOf(file)
  if (script === null) return new Response(null, { status: 404 })
  const found = await ASSETS.fetch(new Request(new URL(`/static/${script.name}.js`, request.url), request))
  const answer = new Response(found.body, found)
  answer.headers.set('cache-control', script.isCurrent && found.ok ? keptForAYear : 'no-cache')
  return answer
}

const keptForAYear = 'public, max-age=31536000, immutable'

const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>API of the homeappliance store</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="docs" aria-label="The API"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>`

/** CSP level 3: the viewer's own files, its inline images, and calls to this API. */
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
