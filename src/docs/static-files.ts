// The static files: the scripts of the pages, and the icon of a phone's home screen.
import { Hono } from 'hono'
import { scriptOf } from '../web/scripts.ts'

/** The files, served as the Worker's static assets. */
type StaticFiles = { fetch(request: Request): Promise<Response> }
export type DocsEnv = { ASSETS: StaticFiles }

export function staticFiles() {
  const app = new Hono<{ Bindings: DocsEnv }>()
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
