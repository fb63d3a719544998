// What people see in a browser: the authorization server's pages, forwarded to identity.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Gateway } from '../env.ts'
import { reach } from '../reach.ts'

export function pageRoutes(app: OpenAPIHono<Gateway>): void {
  app.all('/auth/*', (c) => reach('identity', () => c.env.IDENTITY.fetch(c.req.raw)))
  app.all('/.well-known/*', (c) => reach('identity', () => c.env.IDENTITY.fetch(c.req.raw)))
}
