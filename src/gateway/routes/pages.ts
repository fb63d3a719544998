// What people see in a browser: the authorization server's pages, forwarded to identity.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Gateway } from '../env.ts'
import { reach } from '../reach.ts'

export function pageRoutes(app: OpenAPIHono<Gateway>): void {
  app.all('/auth/*', toIdentity)
  app.all('/.well-known/*', toIdentity)
}

async function toIdentity(c: Context<Gateway>): Promise<Response> {
  const answer = await reach('identity', () => c.env.IDENTITY.fetch(c.req.raw))
  // A fetched response cannot be changed, and the gateway's own headers are still to be added.
  return new Response(answer.body, answer)
}
